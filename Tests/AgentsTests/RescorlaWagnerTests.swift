import Agents
import Tasks
import Testing

/// The table of Rescorla–Wagner results: αβ = 0.1, V = 0 at the start, four decimals.
@Suite("Rescorla–Wagner")
struct RescorlaWagnerTests {
  private func strengths(after schedule: ConditioningSchedule) -> (a: Double, b: Double) {
    let model = RescorlaWagner(learningRate: 0.1).trained(on: schedule)
    return (model["A"], model["B"])
  }

  private func agree(_ x: Double, _ y: Double) -> Bool { abs(x - y) <= 0.000_05 }

  @Test("two trials by hand")
  func byHand() {
    var model = RescorlaWagner(learningRate: 0.5, salience: ["B": 0.5])
    // A: 0 + 0.5·1 = 0.5, B: 0 + 0.25·1 = 0.25; then the error is 1 − 0.75 = 0.25.
    #expect(model.learn("AB+") == 1)
    #expect(model["A"] == 0.5 && model["B"] == 0.25)
    #expect(model.learn("AB+") == 0.25)
    #expect(model["A"] == 0.625 && model["B"] == 0.3125)
    // A alone, unrewarded: B keeps its strength.
    #expect(model.learn("A-") == -0.625)
    #expect(model["A"] == 0.3125 && model["B"] == 0.3125)
  }

  @Test("acquisition: 1 − 0.9⁵⁰, at every trial 1 − 0.9ⁿ")
  func acquisition() {
    #expect(agree(strengths(after: .acquisition()).a, 0.9948))
    let curve = RescorlaWagner(learningRate: 0.1).curve(of: "A", in: .acquisition())
    #expect(curve.count == 51)
    var remaining = 1.0
    for strength in curve {
      #expect(abs(strength - (1 - remaining)) < 1e-12)
      remaining *= 0.9
    }
  }

  @Test("extinction")
  func extinction() {
    #expect(agree(strengths(after: .extinction()).a, 0.0051))
  }

  @Test("blocking, and its control")
  func blocking() {
    let (a, b) = strengths(after: .blocking())
    #expect(agree(a, 0.9974) && agree(b, 0.0026))
    #expect(agree(strengths(after: .overshadowing()).b, 0.5))
  }

  @Test("overshadowing splits by salience")
  func overshadowing() {
    let (a, b) = strengths(after: .overshadowing())
    #expect(agree(a, 0.5) && agree(b, 0.5))
    var uneven = RescorlaWagner(learningRate: 0.25, salience: ["A": 0.4, "B": 0.1])
    uneven.learn(.overshadowing(times: 400))
    #expect(abs(uneven["A"] - 0.8) < 1e-12 && abs(uneven["B"] - 0.2) < 1e-12)
  }

  @Test("conditioned inhibition, with summation and retardation")
  func inhibition() {
    let (a, b) = strengths(after: .conditionedInhibition())
    #expect(agree(a, 0.9998) && agree(b, -0.9997))
    var model = RescorlaWagner(learningRate: 0.1)
    model.learn(.conditionedInhibition())
    model.learn(.init("C+", times: 50))
    // Summation: B takes away from what another excitor predicts.
    #expect(model.prediction(for: "CB") < 0.01 && model.prediction(for: "C") > 0.99)
    // Retardation: B needs longer than a new cue to reach one half.
    let inhibitor = model.curve(of: "B", in: .init("B+", times: 50))
    let novel = model.curve(of: "D", in: .init("D+", times: 50))
    let trials = { (curve: [Double]) in curve.firstIndex { $0 >= 0.5 } }
    #expect(trials(novel) == 7)
    #expect(trials(inhibitor) == 14)
  }

  @Test("overexpectation")
  func overexpectation() {
    let (a, b) = strengths(after: .overexpectation())
    #expect(agree(a, 0.5) && agree(b, 0.5))
  }

  @Test("errors are those before learning, and a curve leaves its learner alone")
  func bookkeeping() {
    var model = RescorlaWagner(learningRate: 0.5)
    _ = model.curve(of: "A", in: .acquisition())
    #expect(model == RescorlaWagner(learningRate: 0.5))
    #expect(model.learn(.init("A+", "A-", times: 2)) == [1, -0.5, 0.75, -0.625])
  }

  @Test("a learning rate above 1 is refused")
  func refusal() async {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = RescorlaWagner(learningRate: 1.5)
    }
    #expect(message(of: result).contains("learning rate 1.5 is not in (0, 1]"))
  }
}

/// What an exit test's process wrote to stderr.
func message(of result: ExitTest.Result?) -> String {
  String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
}

import Numerics
import Tasks
import Testing

@Suite("Contextual choice")
struct ContextualChoiceTests {
  @Test(
    "it keeps the promises of a task", arguments: [(50, 32, 10, 5), (1, 1, 1, 0), (3, 2, 4, 3)])
  func contract(unique: Int, numbers: Int, steps: Int, noise: Int) {
    let task = ContextualChoice(
      uniqueCount: unique, evidenceCount: numbers, trialStepCount: steps, noiseStepCount: noise)
    #expect(environmentFaults(of: task, episodes: 3) == [])
    #expect(task.stepLimit == 2 * unique * steps)
  }

  @Test("every context comes twice with its direction, is stored once, and pays when right")
  func epoch() {
    var rng = Generator(seed: 1)
    var task = ContextualChoice()
    var shown = task.reset(using: &rng)
    #expect(task.lastAnswer == nil)
    var shownContexts: [[Float]] = []
    var directions: [Int] = []
    var stored: [[Float]] = []
    for trial in 0..<100 {
      for time in 0..<10 {
        let numbers = shown.observation.numbers(count: 64)
        let context = Array(numbers[32...])
        #expect(task.context == context)
        #expect(shown.recall?.context == .numbers(context) && shown.recall?.retrieves == true)
        #expect(shown.beginsAnew == (trial > 0 && time == 0))
        if time == 0 {
          shownContexts.append(context)
          directions.append(task.direction)
        } else {
          #expect(context == shownContexts[trial] && task.direction == directions[trial])
        }
        if shown.recall?.stores == true {
          #expect(time == 9)
          stored.append(context)
        }
        let isRight = (trial + time) % 3 > 0
        shown = task.step(isRight ? task.direction : 1 - task.direction, using: &rng)
        #expect(shown.reward == (isRight ? 1 : 0))
        #expect(
          task.lastAnswer
            == ContextualAnswer(showing: trial / 50, time: time, isCorrect: isRight))
        #expect(shown.discount == (time == 9 ? 0 : 1))
      }
    }
    #expect(shown.isLast && stored == Array(shownContexts[..<50]))
    for (context, direction) in zip(shownContexts[50...], directions[50...]) {
      let first = shownContexts[..<50].firstIndex(of: context)
      #expect(first.map { directions[$0] } == direction)
    }
    #expect(Set(shownContexts).count == 50)
    #expect(Array(shownContexts[..<50]) != Array(shownContexts[50...]))
  }

  @Test("evidence is noise at first, and then its mean has the sign of the direction")
  func evidence() {
    var rng = Generator(seed: 2)
    var task = ContextualChoice()
    var (early, late, squares, ones, count) = (0.0, 0.0, 0.0, 0, 0)
    for _ in 0..<10 {
      var shown = task.reset(using: &rng)
      var time = 0
      while !shown.isLast {
        let numbers = shown.observation.numbers(count: 64)[..<32].map(Double.init)
        let sign = task.direction == 1 ? 1.0 : -1
        if time % 10 < 5 {
          early += sign * mean(numbers)
          squares += mean(numbers.map { $0 * $0 })
        } else {
          late += sign * mean(numbers)
        }
        if time % 10 == 0 {
          ones += task.direction
          count += 1
        }
        time += 1
        shown = task.step(0, using: &rng)
      }
    }
    // Means of 5,000 steps of 32 numbers: s.e. .0025, of their squares .0035; half of 1,000, of which
    // pairs are alike: s.e. 22.
    #expect(count == 1_000 && abs(ones - 500) < 90, "\(ones)")
    #expect(abs(early / 5_000) < 0.01 && abs(late / 5_000 - 1) < 0.01, "\(early) \(late)")
    #expect(abs(squares / 5_000 - 1) < 0.015, "\(squares)")
  }

  @Test("what is no such task is refused")
  func refusals() async {
    await #expect(processExitsWith: .failure) { _ = ContextualChoice(uniqueCount: 0) }
    await #expect(processExitsWith: .failure) {
      _ = ContextualChoice(trialStepCount: 5, noiseStepCount: 5)
    }
  }
}

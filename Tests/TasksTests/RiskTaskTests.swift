import Numerics
import Tasks
import Testing

@Suite("Risk task")
struct RiskTaskTests {
  @Test("ten forced trials, five a lever, whatever the action; then free ones")
  func forced() {
    var rng = Generator(seed: 1)
    var task = RiskTask(probabilities: [0.5], trialCount: 12)
    for _ in 0..<20 {
      var shown = task.reset(using: &rng)
      var levers: [Int] = []
      for trial in 0..<12 {
        let seen = shown.observation.numbers(count: 4)
        if let lever = task.forcedLever {
          #expect(seen[lever] == 1 && seen[1 - lever] == 0)
          levers.append(lever)
        } else {
          #expect(seen[..<2] == [1, 1])
        }
        let (forced, action) = (task.forcedLever, trial % 2)
        shown = task.step(action, using: &rng)
        let pressed = forced ?? action
        #expect(shown.observation.numbers(count: 4)[2 + pressed] == 1)
        #expect(shown.observation.numbers(count: 4)[3 - pressed] == 0)
        let completed = task.completedTrial
        #expect(completed?.isForced == (forced != nil) && completed?.reward == shown.reward)
        #expect(completed?.isRisky == (pressed == task.riskySide))
        if completed?.isRisky == false { #expect(shown.reward == 1) }
        if completed?.isOmission == true { #expect(shown.reward == 0) }
      }
      #expect(shown.isLast && levers.count == 10 && levers.reduce(0, +) == 5)
    }
  }

  @Test("the risky lever pays 4 with p, sides and p are drawn evenly")
  func payments() {
    var rng = Generator(seed: 2)
    var task = RiskTask(probabilities: [0.125, 0.5], forcedTrialsPerLever: 0, trialCount: 1)
    var wins = [0.0, 0.0]
    var counts = [0.0, 0.0]
    var right = 0.0
    for _ in 0..<20_000 {
      _ = task.reset(using: &rng)
      let kind = task.probability == 0.5 ? 1 : 0
      #expect(task.expectedRewards[task.riskySide] == 4 * task.probability)
      right += Double(task.riskySide)
      counts[kind] += 1
      let reward = task.step(task.riskySide, using: &rng).reward
      #expect(reward == 0 || reward == 4)
      wins[kind] += reward / 4
    }
    // 4 s.e. of each share.
    #expect(abs(right / 20_000 - 0.5) < 0.0142 && abs(counts[0] / 20_000 - 0.5) < 0.0142)
    #expect(abs(wins[0] / counts[0] - 0.125) < 0.0133)
    #expect(abs(wins[1] / counts[1] - 0.5) < 0.0201)
  }
}

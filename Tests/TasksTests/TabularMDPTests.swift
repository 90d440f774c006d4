import Numerics
import Tasks
import Testing

@Suite("Tabular processes")
struct TabularMDPTests {
  @Test("values by hand: wait one step for more, if there is time")
  func values() {
    // In state 0 action 0 pays 1 and stays, action 1 pays 0 and goes to state 1, which pays 3.
    let process = TabularMDP(
      transitions: [[[1, 0], [0, 1]], [[0, 1], [0, 1]]], rewards: [[1, 0], [3, 3]])
    let values = process.values(steps: 3)
    #expect(values[0] == [[1, 0], [3, 3]])
    #expect(values[1] == [[2, 3], [6, 6]])
    #expect(values[2] == [[4, 6], [9, 9]])
  }

  @Test("a world's rewards and transitions are drawn from it, and rounds begin in the first state")
  func worlds() {
    var rng = Generator(seed: 1)
    var task = RandomMDPTask(stateCount: 3, actionCount: 2, roundLength: 4, roundCount: 1_500)
    let first = task.reset(using: &rng)
    #expect(first.observation == .numbers([1, 0, 0, 1]))
    guard let process = task.process else {
      Issue.record("no process")
      return
    }
    var rewards: [Double] = []
    var followers = [0, 0, 0]
    for step in 1...6_000 {
      let next = task.step(1, using: &rng)
      guard case .numbers(let look) = next.observation else { continue }
      #expect((look[3] == 1) == (step % 4 == 0) && (step % 4 != 0 || look[0] == 1))
      if step % 4 == 1 {
        rewards.append(next.reward)
        followers[look.firstIndex(of: 1) ?? 0] += 1
      }
    }
    #expect(abs(mean(rewards) - process.rewards[0][1]) < 4 * standardError(rewards))
    for (count, p) in zip(followers, process.transitions[0][1]) {
      #expect(abs(Double(count) - 1_500 * p) <= 4 * (1_500 * p * (1 - p)).squareRoot() + 1)
    }
  }

  @Test("if wanted the state before is shown, too, and nothing else is different")
  func lastState() {
    var (rng, other) = (Generator(seed: 2), Generator(seed: 2))
    var plain = RandomMDPTask(stateCount: 3, actionCount: 2, roundLength: 4, roundCount: 5)
    var both = RandomMDPTask(
      stateCount: 3, actionCount: 2, roundLength: 4, roundCount: 5, showsLastState: true)
    #expect(both.observationCount == 7)
    var before: [Float] = [0, 0, 0]
    var (seen, shown) = (plain.reset(using: &rng), both.reset(using: &other))
    for step in 0...20 {
      guard case .numbers(let now) = seen.observation, case .numbers(let look) = shown.observation
      else {
        Issue.record("no numbers")
        return
      }
      #expect(look == now + before)
      #expect(seen.reward == shown.reward && seen.isLast == shown.isLast)
      before = Array(now[..<3])
      if step < 20 {
        (seen, shown) = (plain.step(step % 2, using: &rng), both.step(step % 2, using: &other))
      }
    }
  }
}

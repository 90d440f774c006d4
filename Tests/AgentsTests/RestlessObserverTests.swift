import Agents
import Numerics
import Tasks
import Testing

@Suite("The observer of restless bandits")
struct RestlessObserverTests {
  @Test("before anything is seen every p is equally likely, and after a payment p tells itself")
  func firstPayment() {
    var rng = Generator(seed: 1)
    // Steps far smaller than a cell do not spread the belief.
    var observer = RestlessObserver(stepSizes: [1e-4], cellCount: 100)
    #expect(abs(observer.expectedProbability - 0.5) < 1e-12)
    let first = observer.action(after: .restart(), using: &rng)
    let second = observer.action(after: .transition(reward: 1), using: &rng)
    // ∫ p·p dp / ∫ p dp = 2/3, but for the grid.
    let better = second == 0 ? observer.expectedProbability : 1 - observer.expectedProbability
    #expect(second == first && abs(better - 2.0 / 3) < 1e-4)
    #expect(abs(observer.belief[0].reduce(0, +) - 1) < 1e-12)
  }

  @Test("without steps it agrees with the count of evidence")
  func fixedArms() {
    var rng = Generator(seed: 2)
    var observer = RestlessObserver(stepSizes: [1e-4], cellCount: 200)
    var shown = TimeStep.restart()
    var favour = (first: 0, second: 0)
    for _ in 0..<30 {
      let action = observer.action(after: shown, using: &rng)
      // Beta(1 + favours, 1 + others) has the mean (1 + favours) / (2 + n).
      let expected = Double(1 + favour.first) / Double(2 + favour.first + favour.second)
      #expect(abs(observer.expectedProbability - expected) < 1e-3)
      let reward = bernoulli(0.6, using: &rng) ? 1.0 : 0
      if (action == 0) == (reward == 1) { favour.first += 1 } else { favour.second += 1 }
      shown = .transition(reward: reward)
    }
  }

  @Test("it finds out how fast p wanders")
  func volatility() {
    let sizes = [0.04, 0.3]
    for kind in 0...1 {
      var observer = RestlessObserver(stepSizes: sizes, cellCount: 20)
      let found = (0..<40).map { episode in
        _ = play(&observer, RestlessBandit(stepSizes: [sizes[kind]]), episodes: 1, seed: episode) {
          _, _, _, _ in 0
        }
        return observer.volatilityProbabilities[kind]
      }
      #expect(mean(found) - 3 * standardError(found) > 0.6, "kind \(kind): \(mean(found))")
    }
  }

  @Test("knowing the sizes and being greedy is better than drawing, and than a wrong size")
  func regret() {
    let task = RestlessBandit(stepSizes: [0.04, 0.3])
    func loss(_ sizes: [Double], greedy: Bool) -> [Double] {
      var observer = RestlessObserver(stepSizes: sizes, isGreedy: greedy, cellCount: 20)
      return regrets(of: &observer, on: task, episodes: 100, seed: 3)
    }
    let best = loss([0.04, 0.3], greedy: true)
    for other in [loss([0.04, 0.3], greedy: false), loss([0.04], greedy: true)] {
      let differences = zip(other, best).map { $0 - $1 }
      #expect(mean(differences) > 3 * standardError(differences))
    }
  }
}

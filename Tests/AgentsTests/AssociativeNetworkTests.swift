import Agents
import Numerics
import Testing

@Suite("A network that forgets")
struct AssociativeNetworkTests {
  private func network(seed: Int = 0, learningRate: Double = 0.1) -> (
    AssociativeNetwork, Generator
  ) {
    var rng = Generator(seed: seed)
    let network = AssociativeNetwork(
      keyCount: 4, hiddenCount: 6, answerCount: 3, learningRate: learningRate, using: &rng)
    return (network, rng)
  }

  private func keys(_ count: Int, bits: Int, using rng: inout Generator) -> [[Float]] {
    var keys: [[Float]] = []
    while keys.count < count {
      let key: [Float] = (0..<bits).map { _ in bernoulli(0.5, using: &rng) ? 1 : -1 }
      if !keys.contains(key) { keys.append(key) }
    }
    return keys
  }

  @Test("a step is down the gradient, by central differences in every weight")
  func gradient() {
    let key: [Float] = [0.5, -1, 2, 0.25]
    let (before, _) = network()
    var after = before
    after.learn(1, for: key)
    func check(_ weights: WritableKeyPath<AssociativeNetwork, [[Double]]>) {
      for row in before[keyPath: weights].indices {
        for column in before[keyPath: weights][row].indices {
          let step = after[keyPath: weights][row][column] - before[keyPath: weights][row][column]
          let losses = [1e-5, -1e-5].map { change in
            var network = before
            network[keyPath: weights][row][column] += change
            return network.loss(of: 1, for: key)
          }
          let slope = (losses[0] - losses[1]) / 2e-5
          #expect(abs(step + 0.1 * slope) < 1e-9, "\(row), \(column): \(step) and \(slope)")
        }
      }
    }
    check(\.hiddenWeights)
    check(\.answerWeights)
    let sum = before.probabilities(for: key).reduce(0, +)
    #expect(abs(sum - 1) < 1e-12)
  }

  @Test("the answers' weights change by η · error · hidden: a constant unit shows the error")
  func errors() {
    let key: [Float] = [1, 1, -1, 1]
    let (before, _) = network()
    var after = before
    after.learn(2, for: key)
    let beliefs = before.probabilities(for: key)
    for answer in 0..<3 {
      let bias = after.answerWeights[answer][6] - before.answerWeights[answer][6]
      #expect(abs(bias - 0.1 * ((answer == 2 ? 1 : 0) - beliefs[answer])) < 1e-12)
    }
  }

  @Test("what it learns first is lost by what it learns next, unless they are mixed")
  func forgetting() {
    var kept: [(one: Double, mixed: Double)] = []
    for seed in 0..<3 {
      var rng = Generator(seed: seed)
      let pairs = keys(40, bits: 10, using: &rng).map {
        (key: $0, answer: integer(below: 10, using: &rng))
      }
      let new = AssociativeNetwork(
        keyCount: 10, hiddenCount: 32, answerCount: 10, learningRate: 0.1, using: &rng)
      func right(_ network: AssociativeNetwork) -> Double {
        mean(pairs[..<10].map { network.answer(to: $0.key) == $0.answer ? 1 : 0 })
      }
      func study(_ lists: [ArraySlice<(key: [Float], answer: Int)>]) -> Double {
        var network = new
        for list in lists {
          for _ in 0..<40 {
            var list = Array(list)
            shuffle(&list, using: &rng)
            for pair in list { network.learn(pair.answer, for: pair.key) }
          }
        }
        return right(network)
      }
      #expect(study([pairs[..<10]]) == 1)
      let lists = [pairs[..<10], pairs[10..<20], pairs[20..<30], pairs[30...]]
      kept.append((study(lists), study([pairs[...]])))
    }
    #expect(mean(kept.map(\.one)) < 0.5 && mean(kept.map(\.mixed)) > 0.9, "\(kept)")
  }

  @Test("what does not fit is refused")
  func refusals() async {
    await #expect(processExitsWith: .failure) {
      var rng = Generator(seed: 0)
      var network = AssociativeNetwork(
        keyCount: 4, hiddenCount: 6, answerCount: 3, learningRate: 0.1, using: &rng)
      network.learn(3, for: [1, 1, 1, 1])
    }
  }
}

import Numerics

/// A small network that learns by small steps which answer belongs to which key.
///
/// One layer of hidden units between the key and a softmax over the answers:
/// `p = softmax(W₂·[tanh(W₁·[key, 1]), 1])`. Each showing takes one step down the gradient of
/// `−log p(answer)`. What it knows of all keys is in the same weights, so a step for one key changes the
/// answers to all others: this is why such a network forgets when it learns one set of keys after another,
/// and not when it learns them together.
///
/// - Source: the kind of network in which McCloskey & Cohen (1989) found catastrophic interference.
public struct AssociativeNetwork: Hashable, Sendable {
  /// How large a step is.
  public var learningRate: Double
  /// `[hidden][keyCount + 1]`, W₁, the last column for the constant input.
  public var hiddenWeights: [[Double]]
  /// `[answers][hidden + 1]`, W₂, the last column for the constant input.
  public var answerWeights: [[Double]]

  /// A network with random weights: normal, with the variance 1 / inputs.
  ///
  /// - Parameters:
  ///   - keyCount: numbers in a key, at least 1; traps otherwise.
  ///   - hiddenCount: at least 1; traps otherwise.
  ///   - answerCount: at least 1; traps otherwise.
  ///   - learningRate: at least 0; traps otherwise.
  ///   - rng: the source of randomness.
  public init(
    keyCount: Int, hiddenCount: Int, answerCount: Int, learningRate: Double,
    using rng: inout Generator
  ) {
    require(
      keyCount >= 1 && hiddenCount >= 1 && answerCount >= 1,
      "a network of \(keyCount) inputs, \(hiddenCount) hidden units and \(answerCount) answers")
    require(learningRate >= 0, "a learning rate of \(learningRate)")
    self.learningRate = learningRate
    func weights(_ rows: Int, _ columns: Int) -> [[Double]] {
      let deviation = (1 / Double(columns)).squareRoot()
      return (0..<rows).map { _ in
        (0..<columns).map { _ in normal(standardDeviation: deviation, using: &rng) }
      }
    }
    hiddenWeights = weights(hiddenCount, keyCount + 1)
    answerWeights = weights(answerCount, hiddenCount + 1)
  }

  /// What it believes of each answer.
  ///
  /// - Parameter key: `[keyCount]`; traps on another count.
  /// - Returns: `[answers]`, probabilities.
  public func probabilities(for key: [Float]) -> [Double] { forward(key).answers }

  /// The likeliest answer, the first of equally likely ones.
  ///
  /// - Parameter key: `[keyCount]`; traps on another count.
  /// - Returns: an index.
  public func answer(to key: [Float]) -> Int { indexOfMaximum(probabilities(for: key)) }

  /// `−log p(answer)`, in nats.
  ///
  /// - Parameters:
  ///   - answer: an index; traps when there is no such answer.
  ///   - key: `[keyCount]`; traps on another count.
  /// - Returns: at least 0.
  public func loss(of answer: Int, for key: [Float]) -> Double {
    check(answer)
    return -logarithm(probabilities(for: key)[answer])
  }

  /// Takes one step down the gradient of the loss.
  ///
  /// - Parameters:
  ///   - answer: the right one, an index; traps when there is no such answer.
  ///   - key: `[keyCount]`; traps on another count.
  public mutating func learn(_ answer: Int, for key: [Float]) {
    check(answer)
    let (inputs, hidden, answers) = forward(key)
    let errors = answers.indices.map { ($0 == answer ? 1 : 0) - answers[$0] }
    // What the errors say of each hidden unit, before the weights change.
    let blame = (0..<hiddenWeights.count).map { unit in
      (1 - hidden[unit] * hidden[unit])
        * errors.indices.reduce(0) { $0 + errors[$1] * answerWeights[$1][unit] }
    }
    for (row, error) in errors.enumerated() {
      for unit in hidden.indices { answerWeights[row][unit] += learningRate * error * hidden[unit] }
    }
    for unit in blame.indices {
      for i in inputs.indices { hiddenWeights[unit][i] += learningRate * blame[unit] * inputs[i] }
    }
  }

  private func check(_ answer: Int) {
    require(answerWeights.indices.contains(answer), "answer \(answer) of \(answerWeights.count)")
  }

  /// The inputs and the hidden activities, each with the constant 1 at the end, and the probabilities.
  private func forward(_ key: [Float]) -> (
    inputs: [Double], hidden: [Double], answers: [Double]
  ) {
    let count = hiddenWeights[0].count - 1
    require(key.count == count, "a key of \(key.count) numbers, not \(count)")
    func sums(_ weights: [[Double]], _ inputs: [Double]) -> [Double] {
      weights.map { row in row.indices.reduce(0) { $0 + row[$1] * inputs[$1] } }
    }
    let inputs = key.map(Double.init) + [1]
    // tanh x = 2σ(2x) − 1, with the library's own exponential.
    let hidden = sums(hiddenWeights, inputs).map { 2 * logistic(2 * $0) - 1 } + [1]
    return (inputs, hidden, softmax(sums(answerWeights, hidden)))
  }
}

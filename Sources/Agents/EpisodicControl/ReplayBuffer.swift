import Numerics

/// A step that can be learned from again.
struct ReplayedStep: Hashable, Sendable {
  let observation: [Float]
  let action: Int
  /// `Q⁽ᴺ⁾` as it was when the step was written.
  let target: Float
}

/// The last steps lived, to be drawn from; all are equally likely.
struct ReplayBuffer: Hashable, Sendable {
  /// The most it keeps, at least 1.
  let capacity: Int
  private var steps: [ReplayedStep] = []
  /// The slot of the oldest, once it is full.
  private var oldest = 0

  init(capacity: Int) { self.capacity = capacity }

  /// How many it keeps.
  var count: Int { steps.count }

  /// Keeps a step; a full buffer loses its oldest.
  mutating func append(_ step: ReplayedStep) {
    if steps.count < capacity {
      steps.append(step)
    } else {
      steps[oldest] = step
      oldest = (oldest + 1) % capacity
    }
  }

  /// Any of them, one draw; traps when there is none.
  func draw(using rng: inout Generator) -> ReplayedStep {
    require(!steps.isEmpty, "a replay before anything was lived")
    return steps[integer(below: steps.count, using: &rng)]
  }
}

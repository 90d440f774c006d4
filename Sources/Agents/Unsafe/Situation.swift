import Networks
import Numerics
import Tasks

/// What one environment shows the network, and what it remembers of the step before.
struct Situation {
  var shown = TimeStep.restart()
  var lastAction = -1
  var stepCount = 0
  /// V at the step before.
  var value: Float = 0
  /// Whether the network's state begins anew with what is shown.
  var beginsAnew = true
  /// Whether there is nothing to be shown: all inputs are 0.
  var isSilent = false
  /// What is shown says so; told apart here because looking into it costs more.
  private(set) var retrieves = false
  private(set) var stores = false

  init(_ shown: consuming TimeStep = .restart()) {
    self.shown = shown
    noteRecall()
  }

  private mutating func noteRecall() {
    retrieves = shown.recall?.retrieves ?? false
    stores = shown.recall?.stores ?? false
  }

  /// Takes over what an action led to, chosen when the network said `value`.
  mutating func follow(_ action: Int, _ next: consuming TimeStep, value: Float) {
    if next.beginsAnew {
      self = Situation(next)
    } else {
      shown = next
      (lastAction, beginsAnew) = (action, false)
      stepCount += 1
      noteRecall()
    }
    self.value = value
  }

  /// What the network is told about reward.
  var reward: Float { beginsAnew ? 0 : Float(shown.reward) }

  /// `δ = r + γ·V − V′`, V being what the network says now; 0 at the beginning.
  func predictionError(value now: Float, discount: Float) -> Float {
    beginsAnew ? 0 : reward + discount * Float(shown.discount) * now - value
  }
}

extension MetaLearnerInputs {
  /// Writes one row of a network's inputs, with `reward` in the place of the previous reward.
  func write(
    _ situation: UnsafeMutablePointer<Situation>, reward: Float, timeScale: Float,
    observationCount: Int, actionCount: Int, to row: Floats
  ) {
    row.update(
      repeating: 0, count: count(observationCount: observationCount, actionCount: actionCount))
    if situation.pointee.isSilent { return }
    var next = row
    if observation {
      situation.pointee.shown.observation.write(to: next, count: observationCount)
      next += observationCount
    }
    if previousAction {
      let lastAction = situation.pointee.lastAction
      if lastAction >= 0 { next[lastAction] = 1 }
      next += actionCount
    }
    if previousReward {
      next[0] = reward
      next += 1
    }
    if time { next[0] = Float(situation.pointee.stepCount) * timeScale }
  }
}

extension Observation {
  /// Writes the observation as `count` numbers.
  func write(to place: Floats, count: Int) {
    switch self {
    case .nothing: place.update(repeating: 0, count: count)
    case .cue(let index):
      require(index >= 0 && index < count, "cue \(index) among \(count)")
      place.update(repeating: 0, count: count)
      place[index] = 1
    case .numbers(let numbers):
      require(numbers.count == count, "an observation of \(numbers.count) numbers, not \(count)")
      numbers.withUnsafeBufferPointer { numbers in
        for i in 0..<count { place[i] = numbers[i] }
      }
    }
  }
}

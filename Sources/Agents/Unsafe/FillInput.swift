import Networks
import Numerics
import Tasks

/// Writes one row of a network's inputs.
func fillInput(
  _ row: Floats, _ inputs: MetaLearnerInputs, _ observationCount: Int, _ actionCount: Int,
  isSilent: Bool, shown: TimeStep, lastAction: Int, time: Float
) {
  let count = inputs.count(observationCount: observationCount, actionCount: actionCount)
  row.update(repeating: 0, count: count)
  if isSilent { return }
  var next = row
  if inputs.observation {
    switch shown.observation {
    case .nothing: break
    case .cue(let index):
      require(index >= 0 && index < observationCount, "cue \(index) among \(observationCount)")
      next[index] = 1
    case .numbers(let numbers):
      require(
        numbers.count == observationCount,
        "an observation of \(numbers.count) numbers, not \(observationCount)")
      for (i, x) in numbers.enumerated() { next[i] = x }
    }
    next += observationCount
  }
  if inputs.previousAction {
    if lastAction >= 0 { next[lastAction] = 1 }
    next += actionCount
  }
  if inputs.previousReward {
    next[0] = Float(shown.reward)
    next += 1
  }
  if inputs.time { next[0] = time }
}

import Numerics

/// Plays a task at random and looks for broken promises, which every task must keep.
///
/// The first time step comes from `reset` and no other is first; an episode ends within `stepLimit`
/// steps; rewards are finite and discounts in [0, 1]; every observation has `observationCount` numbers,
/// all finite, and every context `contextCount`; the same seed and actions give the same episode, and a copy goes on like its original.
///
/// - Parameters:
///   - environment: the task.
///   - episodes: how many are played.
///   - seed: of all chance.
/// - Returns: each fault found, as a sentence, once; empty for a sound task.
public func environmentFaults<Task: Environment>(
  of environment: Task, episodes: Int = 20, seed: Int = 0
) -> [String] {
  var faults: [String] = []
  func expect(_ condition: Bool, _ fault: @autoclosure () -> String) {
    if !condition {
      let fault = fault()
      if !faults.contains(fault) { faults.append(fault) }
    }
  }
  func check(_ step: TimeStep) {
    expect(step.reward.isFinite, "a reward is \(step.reward)")
    expect(step.discount >= 0 && step.discount <= 1, "a discount is \(step.discount)")
    check(step.observation, "an observation", count: environment.observationCount)
    if let recall = step.recall {
      check(recall.context, "a context", count: environment.contextCount)
      expect(environment.contextCount > 0, "a memory is used, but contexts have no numbers")
    }
  }
  func check(_ observation: Observation, _ name: String, count: Int) {
    switch observation {
    case .nothing: break
    case .cue(let index):
      expect(index >= 0 && index < count, "cue \(index) is shown, but there are \(count)")
    case .numbers(let numbers):
      expect(
        numbers.count == count, "\(name) has \(numbers.count) numbers, not \(count)")
      expect(numbers.allSatisfy(\.isFinite), "\(name) is not finite")
    }
  }
  expect(environment.observationCount >= 0, "the observation count is negative")
  expect(environment.actionCount >= 1, "there are no actions")
  expect(environment.stepLimit >= 1, "an episode has no steps")
  guard faults.isEmpty else { return faults }

  var choices = Generator(seed: seed, stream: 1)
  var rng = Generator(seed: seed)
  var task = environment
  for _ in 0..<episodes {
    var twinRng = rng
    var twin = task
    let first = task.reset(using: &rng)
    expect(first.stage == .first, "reset gives a time step that is not first")
    expect(first.reward == 0, "the first time step has a reward")
    check(first)
    expect(
      twin.reset(using: &twinRng) == first, "the same seed gives two different first time steps")
    var count = 0
    var last = first
    while !last.isLast {
      let action = integer(below: task.actionCount, using: &choices)
      last = task.step(action, using: &rng)
      count += 1
      check(last)
      expect(last.stage != .first, "FIRST comes again before LAST")
      expect(
        twin.step(action, using: &twinRng) == last,
        "the same seed and actions give two different episodes")
      expect(
        task.observationCount == environment.observationCount
          && task.actionCount == environment.actionCount, "the sizes change within an episode")
      guard faults.isEmpty else { return faults }
      guard count <= environment.stepLimit else {
        return ["an episode lasts longer than its limit of \(environment.stepLimit) steps"]
      }
    }
    expect(twinRng == rng, "the same seed and actions take different numbers of draws")
  }
  return faults
}

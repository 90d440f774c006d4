import Networks
import Numerics
import Tasks

/// Some environments, with all that is theirs between two updates, and the gradient they give.
///
/// Shards share nothing, so that each may be worked on by a thread of its own.
final class EnvironmentShard {
  /// What came of one update, summed.
  struct Sums {
    var steps = 0
    var episodes = 0
    var episodeReward = 0.0
    var entropy = 0.0
    var squaredError = 0.0

    /// NaN if no episode ended.
    var meanEpisodeReward: Double { episodes > 0 ? episodeReward / Double(episodes) : .nan }
  }

  /// Where an environment is between two steps.
  enum Phase: UInt8 {
    /// In an episode.
    case running
    /// Stopped by an observer: the network still sees the last observation, to value what would follow.
    case stopping
    /// Over, or not begun.
    case over
  }

  /// One environment's side of the game.
  struct Player {
    /// The chance of its choices.
    var choices: Generator
    var phase = Phase.over
    var episodeReward = 0.0
    /// How the episode began and went, to play it again after a resumption; kept only if states are
    /// carried.
    var beginning: Generator
    var history: [Int] = []
  }

  let batch: EnvironmentBatch
  let size: Int
  /// Whether episodes go on from one update to the next.
  let carries: Bool
  /// For each environment, between steps.
  let players: UnsafeMutablePointer<Player>
  let situations: UnsafeMutablePointer<Situation>
  /// One for each environment; none if the network has no use for them.
  let memories: [EpisodicMemory]
  let memoryReferences: MemoryReferences
  /// The gradient of the loss that the last update found.
  let gradient: FloatBuffer
  /// The network's state after the last update, where it is carried.
  let state: FloatBuffer
  var sums = Sums()

  init(
    batch: EnvironmentBatch, choices: [Generator], memories: [EpisodicMemory], carries: Bool,
    parameterCount: Int, stateCount: Int
  ) {
    (self.batch, self.memories, self.carries) = (batch, memories, carries)
    memoryReferences = memories.map(Unmanaged.passUnretained)
    size = batch.count
    players = .allocate(capacity: size)
    for (b, generator) in choices.enumerated() {
      let player = Player(choices: generator, beginning: generator)
      (players + b).initialize(to: player)
    }
    situations = .allocate(capacity: size)
    situations.initialize(repeating: Situation(), count: size)
    gradient = FloatBuffer(count: parameterCount)
    state = FloatBuffer(count: carries ? stateCount : 0)
  }

  deinit {
    players.deinitialize(count: size)
    players.deallocate()
    situations.deinitialize(count: size)
    situations.deallocate()
  }

  /// Begins a new episode of one environment.
  func begin(_ b: Int) {
    if carries {
      players[b].beginning = batch[generator: b]
      players[b].history.removeAll(keepingCapacity: true)
    }
    situations[b] = Situation(batch.reset(b))
    players[b].phase = .running
    players[b].episodeReward = 0
    if !memories.isEmpty { memories[b].clear() }
  }

  /// Takes one action in one environment, chosen when the network said `value`: the situation is then what
  /// it led to.
  func act(_ b: Int, _ action: Int, value: Float) {
    let situation = situations + b
    situation.pointee.follow(action, batch.step(b, action), value: value)
    if carries { players[b].history.append(action) }
    players[b].episodeReward += situation.pointee.shown.reward
    if situation.pointee.shown.isLast {
      sums.episodes += 1
      sums.episodeReward += players[b].episodeReward
      players[b].phase = situation.pointee.shown.discount > 0 ? .stopping : .over
    }
  }
}

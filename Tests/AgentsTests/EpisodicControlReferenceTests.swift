import Numerics
import Tasks
import Testing

@testable import Agents

/// Neural episodic control without replay, with whole episodes in hand and every key compared.
private struct PlainEpisodicControl {
  struct Entry {
    var key: [Float]
    var value: Double
    var lastUse: Int
  }

  let settings: EpisodicControlSettings
  /// `[state]`.
  let keys: [[Float]]
  var entries: [[Entry]]
  private var clock = 0
  private var lived: [WorldStep] = []
  private var writtenCount = 0

  init(_ settings: EpisodicControlSettings, keys: [[Float]], actions: Int) {
    (self.settings, self.keys) = (settings, keys)
    entries = [[Entry]](repeating: [], count: actions)
  }

  private func nearest(_ state: Int, _ action: Int) -> [(slot: Int, square: Double)] {
    var all: [(slot: Int, square: Double)] = []
    for (slot, entry) in entries[action].enumerated() {
      let square = zip(keys[state], entry.key).reduce(0.0) {
        $0 + Double(($1.0 - $1.1) * ($1.0 - $1.1))
      }
      all.append((slot, square))
    }
    all.sort { $0.square != $1.square ? $0.square < $1.square : $0.slot > $1.slot }
    return Array(all.prefix(settings.neighbourCount))
  }

  func value(_ state: Int, _ action: Int) -> Double {
    var (above, below) = (0.0, 0.0)
    for (slot, square) in nearest(state, action) {
      above += entries[action][slot].value / (square + settings.delta)
      below += 1 / (square + settings.delta)
    }
    return below > 0 ? above / below : 0
  }

  mutating func learn(_ step: WorldStep, isLast: Bool) {
    clock += 1
    for action in entries.indices {
      for (slot, _) in nearest(step.state, action) { entries[action][slot].lastUse = clock }
    }
    lived.append(step)
    if step.next == nil {
      write(until: lived.count)
    } else {
      write(until: lived.count - settings.horizon + 1)
    }
    if isLast {
      write(until: lived.count)
      (lived, writtenCount) = ([], 0)
    }
  }

  private mutating func write(until end: Int) {
    if end <= writtenCount { return }
    var target = 0.0
    if let next = lived[lived.count - 1].next {
      target = entries.indices.map { value(next, $0) }.max() ?? 0
    }
    var targets: [Double] = []
    for step in lived.reversed() {
      target = step.reward + settings.discount * target
      targets.insert(target, at: 0)
    }
    for i in writtenCount..<end { write(targets[i], lived[i]) }
    writtenCount = end
  }

  private mutating func write(_ target: Double, _ step: WorldStep) {
    clock += 1
    let (key, action) = (keys[step.state], step.action)
    if let slot = entries[action].firstIndex(where: { $0.key == key }) {
      entries[action][slot].value += settings.writingRate * (target - entries[action][slot].value)
      entries[action][slot].lastUse = clock
    } else {
      if entries[action].count < settings.capacity {
        entries[action].append(Entry(key: key, value: target, lastUse: clock))
        return
      }
      var slot = 0
      for i in entries[action].indices
      where entries[action][i].lastUse < entries[action][slot].lastUse { slot = i }
      entries[action][slot] = Entry(key: key, value: target, lastUse: clock)
    }
  }
}

@Suite("Neural episodic control beside a plain one")
struct EpisodicControlReferenceTests {
  @Test(
    "N steps, the end of a world, being cut off, full dictionaries: the same values",
    arguments: [1, 2, 3, 100], [1, 2, 100])
  func sameValues(horizon: Int, capacity: Int) {
    let (states, actions) = (5, 2)
    var rng = Generator(seed: 12)
    for neighbours in [1, 2, 50] {
      let settings = EpisodicControlSettings {
        $0.horizon = horizon
        $0.writingRate = 0.3
        $0.capacity = capacity
        $0.neighbourCount = neighbours
        $0.discount = 0.9
        $0.keyCount = 3
      }
      var nec = NeuralEpisodicControl(
        observationCount: states, actionCount: actions, settings, using: Generator(seed: 13))
      var plain = PlainEpisodicControl(
        settings,
        keys: (0..<states).map { nec.key(of: Observation.cue($0).numbers(count: states)) },
        actions: actions)
      for _ in 0..<30 {
        var state = integer(below: states, using: &rng)
        let (length, ends) = (1 + integer(below: 8, using: &rng), bernoulli(0.5, using: &rng))
        for t in 1...length {
          let next = integer(below: states, using: &rng)
          let step = WorldStep(
            state: state, action: integer(below: actions, using: &rng), reward: normal(using: &rng),
            next: t == length && ends ? nil : next)
          nec.learn(step)
          if t == length { nec.begin() }
          plain.learn(step, isLast: t == length)
          state = next
        }
        for action in 0..<actions {
          #expect(nec.dictionaries[action].count == plain.entries[action].count)
          for state in 0..<states {
            let value = nec.actionValues(in: state)[action]
            #expect(abs(value - plain.value(state, action)) < 1e-3)
          }
        }
      }
    }
  }
}

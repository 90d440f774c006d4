import Numerics
import Tasks

// Going on after a stop.

extension EnvironmentShard {
  /// What one environment needs to go on, as text: its two generators, how its episode went, and V of its
  /// last step.
  func savedPlayer(_ b: Int) -> String {
    let player = players[b]
    // A finished episode is over; only the chance goes on.
    let isOver = !carries || player.phase == .over
    let chance = isOver ? batch[generator: b] : player.beginning
    let history = isOver ? "over" : player.history.map(String.init).joined(separator: ".")
    let value = String(situations[b].value.bitPattern, radix: 16)
    return "\(text(chance)) \(text(player.choices)) \(history) \(value)"
  }

  /// Takes up what `savedPlayer` gave: plays the present episode again, from its beginning. Whether the
  /// text made sense.
  func restorePlayer(_ b: Int, from text: String) -> Bool {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 4, let chance = generator(parts[0]), let choices = generator(parts[1]),
      let value = UInt32(parts[3], radix: 16).map(Float.init(bitPattern:)), value.isFinite
    else { return false }
    batch[generator: b] = chance
    players[b].choices = choices
    players[b].phase = .over
    if parts[2] == "over" { return true }
    let actions = parts[2].split(separator: ".").map { Int($0) ?? -1 }
    guard actions.allSatisfy({ $0 >= 0 && $0 < batch.actionCount }), carries else { return false }
    begin(b)
    for action in actions {
      let next = batch.step(b, action)
      situations[b].follow(action, next, value: value)
      players[b].episodeReward += next.reward
      players[b].history.append(action)
      // One that is over was saved as such.
      if next.isLast { return false }
    }
    return true
  }

  private func text(_ generator: Generator) -> String {
    let s = generator.state
    return [s.0, s.1, s.2, s.3].map { String($0, radix: 16) }.joined(separator: ".")
  }

  private func generator(_ text: Substring) -> Generator? {
    let words = text.split(separator: ".").compactMap { UInt64($0, radix: 16) }
    guard words.count == 4, words.contains(where: { $0 != 0 }) else { return nil }
    return Generator(state: (words[0], words[1], words[2], words[3]))
  }
}

/// What an update of a meta-learner was like, by whatever rule it learned.
public protocol TrainingReport: Hashable, Codable, Sendable {
  /// Which update, counted from 1.
  var update: Int { get }
  /// Steps taken in it, over all environments.
  var stepCount: Int { get }
  /// Episodes that ended in it.
  var episodeCount: Int { get }
  /// The mean reward of an episode that ended in it, summed over its steps; NaN if none ended.
  var meanEpisodeReward: Double { get }

  /// Several updates told as one: counts are sums, the others means over steps, episodes or updates.
  ///
  /// - Parameter reports: of consecutive updates, at least one; traps otherwise.
  init(merging reports: some Collection<Self>)
}

extension Collection where Element: TrainingReport {
  /// Which was the last update; traps if there is none.
  var lastUpdate: Int {
    guard let last = lazy.map(\.update).max() else { fatalError("a report of no update") }
    return last
  }

  /// The steps of all.
  var stepCount: Int { reduce(0) { $0 + $1.stepCount } }

  /// The episodes of all.
  var episodeCount: Int { reduce(0) { $0 + $1.episodeCount } }

  /// The mean reward of an episode of any of them; NaN if none ended.
  var meanEpisodeReward: Double {
    let ended = filter { $0.episodeCount > 0 }
    let reward = ended.reduce(0) { $0 + $1.meanEpisodeReward * Double($1.episodeCount) }
    return episodeCount > 0 ? reward / Double(episodeCount) : .nan
  }

  /// A mean over the steps of all.
  func meanOverSteps(_ value: (Element) -> Double) -> Double {
    reduce(0) { $0 + value($1) * Double($1.stepCount) } / Double(Swift.max(1, stepCount))
  }

  /// A mean over updates.
  func meanOverUpdates(_ value: (Element) -> Double) -> Double {
    reduce(0) { $0 + value($1) } / Double(count)
  }
}

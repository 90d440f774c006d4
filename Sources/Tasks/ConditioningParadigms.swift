/// The classical experiments of associative learning.
///
/// Deviations from the originals: trial counts are round numbers, the cues are all alike, and there is
/// no time within a trial, no context and no interval between trials. Animals need other counts.
extension ConditioningSchedule {
  /// Acquisition: a cue is followed by the outcome (Pavlov, 1927).
  ///
  /// - Parameter times: trials.
  /// - Returns: A+.
  public static func acquisition(times: Int = 50) -> Self { Self("A+", times: times) }

  /// Extinction: after acquisition the cue is followed by nothing (Pavlov, 1927).
  ///
  /// - Parameter times: trials of each phase.
  /// - Returns: A+, then A−.
  public static func extinction(times: Int = 50) -> Self {
    acquisition(times: times).then("A-", times: times)
  }

  /// Blocking: what A predicts already, B does not learn (Kamin, 1969).
  ///
  /// - Parameter times: trials of each phase.
  /// - Returns: A+, then AB+.
  public static func blocking(times: Int = 50) -> Self {
    acquisition(times: times).then("AB+", times: times)
  }

  /// Overshadowing: two cues that are only ever together share the outcome (Pavlov, 1927). It is also
  /// the control of blocking: the same compound trials without the first phase.
  ///
  /// - Parameter times: trials.
  /// - Returns: AB+.
  public static func overshadowing(times: Int = 50) -> Self { Self("AB+", times: times) }

  /// Conditioned inhibition: B announces that A will not be followed by the outcome (Pavlov, 1927).
  ///
  /// - Parameter times: trials of each kind.
  /// - Returns: A+ and AB− in turn.
  public static func conditionedInhibition(times: Int = 200) -> Self {
    Self("A+", "AB-", times: times)
  }

  /// Overexpectation: two trained cues together predict two outcomes, and one comes (Kremer, 1978).
  ///
  /// - Parameter times: trials of each kind and phase.
  /// - Returns: A+ and B+ in turn, then AB+.
  public static func overexpectation(times: Int = 50) -> Self {
    Self("A+", "B+", times: times).then("AB+", times: times)
  }
}

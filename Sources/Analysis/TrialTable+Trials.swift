import Tasks

// From tables to the trials that the models of the book are fitted to, and back.

extension TrialTable {
  /// Sessions of Daw's two-step task.
  ///
  /// | column | holds |
  /// |---|---|
  /// | `subject` | any text; the rows of a subject are its trials in order |
  /// | `choice1` | the first choice: 0 or 1 |
  /// | `state` | the second-stage state: 0 or 1, numbered so that choice k usually leads to state k |
  /// | `choice2` | the choice there: 0 or 1 |
  /// | `reward` | 1 for a win, 0 for none |
  ///
  /// Leave out trials without an answer first, with `rows(where:_:)`.
  ///
  /// - Parameter first: the number of the first choice and state: 1 if the file says 1 and 2.
  /// - Returns: each subject with its trials, in the order in which the subjects first come.
  /// - Throws: at the first missing column or wrong cell.
  public func dawSubjects(
    countingFrom first: Int = 0
  ) throws(TrialTableError) -> [(subject: String, trials: [DawTrial])] {
    var subjects: [(subject: String, trials: [DawTrial])] = []
    for (subject, table) in try groups(by: "subject") {
      let choices = try table.indices("choice1", count: 2, countingFrom: first)
      let states = try table.indices("state", count: 2, countingFrom: first)
      let seconds = try table.indices("choice2", count: 2, countingFrom: first)
      let rewards = try table.outcomes()
      let trials = choices.indices.map {
        DawTrial(
          action: choices[$0], state: states[$0], secondAction: seconds[$0],
          isRewarded: rewards[$0])
      }
      subjects.append((subject, trials))
    }
    return subjects
  }

  /// A table of sessions of Daw's task, with the columns that `dawSubjects(countingFrom:)` reads.
  ///
  /// - Parameters:
  ///   - subjects: `[subjects][trials]`; the subjects are called 1, 2, ….
  ///   - name: of the file it may become.
  public init(_ subjects: [[DawTrial]], name: String = "table") {
    let trials = subjects.flatMap(\.self)
    self.init(
      name: name,
      columns: [
        "subject": subjectNumbers(of: subjects), "choice1": trials.map { "\($0.action)" },
        "state": trials.map { "\($0.state)" }, "choice2": trials.map { "\($0.secondAction)" },
        "reward": trials.map { $0.isRewarded ? "1" : "0" },
      ])
  }

  /// Sessions of the two-step task without a second choice.
  ///
  /// | column | holds |
  /// |---|---|
  /// | `subject` | any text |
  /// | `episode` | any text; what was learnt is forgotten between them. Without it a subject has one |
  /// | `choice` | 0 or 1 |
  /// | `state` | the state that came: 0 or 1, numbered so that choice k usually leads to state k |
  /// | `reward` | 1 for a win, 0 for none |
  ///
  /// - Parameter first: the number of the first choice and state: 1 if the file says 1 and 2.
  /// - Returns: each subject with its episodes, in the order in which they first come.
  /// - Throws: at the first missing column or wrong cell.
  public func twoStepSubjects(
    countingFrom first: Int = 0
  ) throws(TrialTableError) -> [(subject: String, episodes: [[TwoStepTrial]])] {
    var subjects: [(subject: String, episodes: [[TwoStepTrial]])] = []
    for (subject, table) in try groups(by: "subject") {
      var episodes: [[TwoStepTrial]] = []
      for episode in try table.episodes() {
        let choices = try episode.indices("choice", count: 2, countingFrom: first)
        let states = try episode.indices("state", count: 2, countingFrom: first)
        let rewards = try episode.outcomes()
        episodes.append(
          choices.indices.map {
            TwoStepTrial(action: choices[$0], state: states[$0], isRewarded: rewards[$0])
          })
      }
      subjects.append((subject, episodes))
    }
    return subjects
  }

  /// Choices between arms.
  ///
  /// | column | holds |
  /// |---|---|
  /// | `subject` | any text |
  /// | `episode` | any text; values begin anew in each. Without it a subject has one |
  /// | `choice` | the arm, from 0 |
  /// | `reward` | any number |
  /// | `condition` | one of the conditions; not needed without any |
  ///
  /// - Parameters:
  ///   - armCount: how many arms there are.
  ///   - conditions: as in `SoftmaxRescorlaWagner`; a condition's text is its name.
  ///   - first: the number of the first arm: 1 if the file counts from 1.
  /// - Returns: each subject with its episodes, in the order in which they first come.
  /// - Throws: at the first missing column or wrong cell.
  public func banditSubjects(
    armCount: Int, conditions: [String] = [], countingFrom first: Int = 0
  ) throws(TrialTableError) -> [(subject: String, episodes: [[BanditChoice]])] {
    var subjects: [(subject: String, episodes: [[BanditChoice]])] = []
    for (subject, table) in try groups(by: "subject") {
      var episodes: [[BanditChoice]] = []
      for episode in try table.episodes() {
        let choices = try episode.indices("choice", count: armCount, countingFrom: first)
        let rewards = try episode.numbers("reward")
        let places = try episode.places(of: conditions)
        episodes.append(
          choices.indices.map {
            BanditChoice(choices[$0], reward: rewards[$0], condition: places[$0])
          })
      }
      subjects.append((subject, episodes))
    }
    return subjects
  }

  /// The rows of each episode; all of them where there is no such column.
  private func episodes() throws(TrialTableError) -> [TrialTable] {
    hasColumn("episode") ? try groups(by: "episode").map(\.table) : [self]
  }

  /// A column of choices or states, counted from 0.
  private func indices(
    _ column: String, count: Int, countingFrom first: Int
  ) throws(TrialTableError) -> [Int] {
    let help =
      first == 0
      ? "count from 0, or say countingFrom: 1 if the file counts from 1"
      : "the file is read with countingFrom: \(first)"
    return try integers(column, in: first...first + count - 1, help: help).map { $0 - first }
  }

  private func outcomes() throws(TrialTableError) -> [Bool] {
    try integers("reward", in: 0...1, help: "a reward is 1 for a win and 0 for none")
      .map { $0 == 1 }
  }

  /// Which condition each row belongs to.
  private func places(of conditions: [String]) throws(TrialTableError) -> [Int] {
    if conditions.isEmpty { return rows.map { _ in 0 } }
    var places: [Int] = []
    for (row, text) in try texts("condition").enumerated() {
      guard let place = conditions.firstIndex(of: text) else {
        throw error(
          row: row, column: "condition", "'\(text)' is no condition",
          help: "the conditions are \(conditions.map { "'\($0)'" }.joined(separator: ", "))")
      }
      places.append(place)
    }
    return places
  }
}

/// The number of its subject for each trial, from 1.
private func subjectNumbers<Trial>(of subjects: [[Trial]]) -> [String] {
  subjects.enumerated().flatMap { i, trials in trials.map { _ in "\(i + 1)" } }
}

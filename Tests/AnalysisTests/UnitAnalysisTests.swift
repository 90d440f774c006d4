import Analysis
import Numerics
import Testing

@Suite("Analyses of units")
struct UnitAnalysisTests {
  @Test("a partial correlation of three variables is that of the textbook's formula")
  func partial() {
    let x: [Double] = [1, 2, 3, 4, 5, 6, 7, 8]
    let z: [Double] = [2, 1, 4, 3, 6, 5, 9, 7]
    let y: [Double] = [1, 3, 2, 6, 4, 9, 7, 8]
    var rng = Generator(seed: 1)
    let found = UnitCorrelations(
      [x.map { [$0, 4] }], of: [zip(y, z).map { [$0, $1] }], shuffles: 0, using: &rng)
    let (xy, xz, yz) = (correlation(x, y), correlation(x, z), correlation(y, z))
    let expected = (xy - xz * yz) / ((1 - xz * xz) * (1 - yz * yz)).squareRoot()
    #expect(abs(found.values[0][0] - expected) < 1e-12)
    let other = (xz - xy * yz) / ((1 - xy * xy) * (1 - yz * yz)).squareRoot()
    #expect(abs(found.values[0][1] - other) < 1e-12)
    // A unit that is always 4 correlates with nothing.
    #expect(found.values[1] == [0, 0] && found.nullLimits.allSatisfy(\.isNaN))
    #expect(found.share(above: 0) == [0.5, 0.5])
  }

  @Test("a variable that does not vary correlates with nothing; two that are one are no trap")
  func degenerate() {
    var rng = Generator(seed: 1)
    let unit: [Double] = [1, 3, 2, 5, 4]
    let constant = UnitCorrelations(
      [unit.map { [$0] }], of: [unit.map { [$0 * 2, 7] }], shuffles: 0, using: &rng)
    #expect(abs(constant.values[0][0] - 1) < 1e-9 && constant.values[0][1] == 0)
    let double = UnitCorrelations(
      [unit.map { [$0] }], of: [unit.map { [$0, -$0] }], shuffles: 0, using: &rng)
    #expect(double.values[0].allSatisfy { abs($0) <= 1 })
  }

  @Test("episodes of different lengths cannot be exchanged: the null traps")
  func unevenEpisodes() async {
    let result = await #expect(
      processExitsWith: .failure, observing: [\.standardErrorContent]
    ) {
      var rng = Generator(seed: 1)
      let rows: [[[Double]]] = [[[1], [2]], [[3], [4], [5]]]
      _ = UnitCorrelations(rows, of: rows, using: &rng)
    }
    let text = String(decoding: result?.standardErrorContent ?? [], as: UTF8.self)
    #expect(text.contains("episodes of [2, 3] trials cannot be exchanged"))
  }

  /// 12 units over 40 episodes of 25 trials: the first codes for a variable, the others wander slowly.
  private func recording(
    trend: Bool
  ) -> (activities: [[[Double]]], variables: [[[Double]]]) {
    var rng = Generator(seed: 2)
    var (activities, variables): ([[[Double]]], [[[Double]]]) = ([], [])
    for _ in 0..<40 {
      var slow = (0..<12).map { _ in normal(using: &rng) }
      var coded = 1.0
      var (units, known): ([[Double]], [[Double]]) = ([], [])
      for t in 0..<25 {
        if bernoulli(0.15, using: &rng) { coded = -coded }
        slow = slow.map { 0.9 * $0 + 0.4 * normal(using: &rng) }
        let value = trend ? Double(t) + normal(using: &rng) : coded
        known.append([value])
        var row = slow
        row[0] = trend ? Double(t) + normal(using: &rng) : 0.5 * coded + normal(using: &rng)
        units.append(row)
      }
      activities.append(units)
      variables.append(known)
    }
    return (activities, variables)
  }

  @Test("a unit that codes stands out from the null; slow units that do not stay within it")
  func coding() {
    let (activities, variables) = recording(trend: false)
    var rng = Generator(seed: 3)
    let found = UnitCorrelations(activities, of: variables, shuffles: 60, using: &rng)
    // ½/√(1 + ¼) = .45.
    #expect(abs(found.values[0][0] - 0.45) < 0.1)
    #expect(found.nullLimits[0] > 0.05 && found.nullLimits[0] < 0.25, "\(found.nullLimits)")
    // One unit codes; of eleven that do not, chance lets one pass in twenty.
    #expect(found.shareAboveNull[0] >= 1.0 / 12 && found.shareAboveNull[0] <= 4.0 / 12)
    #expect(found.share(above: 0.3) == [1.0 / 12])
  }

  @Test("what is only the place in an episode is in the null too")
  func trend() {
    let (activities, variables) = recording(trend: true)
    var rng = Generator(seed: 3)
    let found = UnitCorrelations(
      activities.map { $0.map { [$0[0]] } }, of: variables, shuffles: 60, using: &rng)
    #expect(found.values[0][0] > 0.9)
    #expect(abs(found.nullLimits[0] - found.values[0][0]) < 0.02)
  }

  @Test("a state that is coded is read, one that is not is guessed")
  func decoding() {
    var rng = Generator(seed: 4)
    let states = (0..<30).map { _ in (0..<20).map { _ in bernoulli(0.5, using: &rng) } }
    let coded = states.map { trials in
      trials.map { state in
        [normal(using: &rng), (state ? 3 : 1) + 0.1 * normal(using: &rng), 5]
      }
    }
    let decoder = StateDecoder(coded, states)
    #expect(decoder.accuracy() == 1)
    #expect(decoder.accuracy { episode, _ in episode < 0 }.isNaN)
    let noise = states.map { $0.map { _ in [normal(using: &rng), normal(using: &rng)] } }
    // 4 s.e. of a half over 600.
    #expect(abs(StateDecoder(noise, states).accuracy() - 0.5) < 0.082)
  }

  @Test("what only tells episodes apart is no knowledge of the state")
  func episodes() {
    var rng = Generator(seed: 5)
    // The state is the episode's, and units know only which episode it is.
    let states = (0..<12).map { episode in
      [Bool](repeating: episode % 4 < 2, count: 10)
    }
    let codes = (0..<12).map { _ in (0..<12).map { _ in normal(using: &rng) } }
    let activities = codes.map { code in (0..<10).map { _ in code } }
    // A reader that had seen other trials of an episode would be right always.
    #expect(StateDecoder(activities, states, folds: 12).accuracy() < 0.85)
  }

  @Test("the reader is the ridge logistic regression of standardised units")
  func reader() {
    var rng = Generator(seed: 6)
    let rows = (0..<2).map { _ in
      (0..<40).map { _ in [2 + normal(using: &rng), 3 * normal(using: &rng)] }
    }
    let states = rows.map { $0.map { bernoulli(logistic($0[0] - 2), using: &rng) } }
    let decoder = StateDecoder(rows, states, folds: 2, penalty: 0.5)
    // The second episode is read by a regression on the first.
    let columns = (0..<2).map { j in rows[0].map { $0[j] } }
    let centers = columns.map(mean)
    let scales = zip(columns, centers).map { column, center in
      (column.reduce(0) { $0 + ($1 - center) * ($1 - center) } / 40).squareRoot()
    }
    let standard = { (row: [Double]) in (0..<2).map { (row[$0] - centers[$0]) / scales[$0] } }
    // The intercept is free of the penalty: a large constant makes its weight, and so its price, small.
    let regression = LogisticRegression(
      rows[0].map { standard($0) + [1e4] }, states[0], penalty: 0.5)
    for (row, p) in zip(rows[1], decoder.probabilities[1]) {
      let z = zip(regression.weights, standard(row) + [1e4]).reduce(0) { $0 + $1.0 * $1.1 }
      #expect(abs(p - logistic(z)) < 1e-5)
    }
  }
}

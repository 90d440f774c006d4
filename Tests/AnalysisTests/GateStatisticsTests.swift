import Analysis
import Testing

@Suite("Gate statistics")
struct GateStatisticsTests {
  @Test("units that part company show in the counts and not in the mean")
  func unitsPartCompany() {
    // Two steps of four units, powers of two so that the means are exact.
    let alike = GateStatistics([[0.5, 0.5, 0.5, 0.5], [0.5, 0.5, 0.5, 0.5]])
    let apart = GateStatistics([[1, 0, 0.875, 0.25], [1, 0, 1, 0]])
    #expect(alike.mean == 0.5 && alike.units(above: 0.9) == [] && alike.units(below: 0.1) == [])
    #expect(apart.unitMeans == [1, 0, 0.9375, 0.125])
    #expect(apart.mean == 0.515625)
    #expect(apart.units(above: 0.9) == [0, 2] && apart.units(below: 0.1) == [1])
    #expect(apart.mean(of: [0, 2]) == 0.96875)
  }

  @Test("steps of different layers, no steps, and what is no gate are refused")
  func refused() async {
    await #expect(processExitsWith: .failure) { _ = GateStatistics([]) }
    await #expect(processExitsWith: .failure) { _ = GateStatistics([[]]) }
    await #expect(processExitsWith: .failure) { _ = GateStatistics([[0.5, 0.5], [0.5]]) }
    await #expect(processExitsWith: .failure) { _ = GateStatistics([[1.5]]) }
  }
}

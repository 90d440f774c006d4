import Analysis
import Tasks
import Testing

@Suite("Stay probabilities")
struct StayProbabilityTests {
  private let trial = { TwoStepTrial(action: $0, state: $1, isRewarded: $2) }

  @Test("stays are counted by what happened before")
  func counting() {
    // Rewarded common, then stay; rewarded rare, then switch; unrewarded common, then stay.
    let stay = StayProbabilities([
      [trial(0, 0, true), trial(0, 1, true), trial(1, 1, false), trial(1, 0, false)]
    ])
    #expect(stay.rewardedCommon == 1 && stay.rewardedRare == 0 && stay.unrewardedCommon == 1)
    #expect(stay.unrewardedRare.isNaN)
    #expect(stay.counts == [1, 1, 1, 0] && stay.stays == [1, 0, 1, 0])
  }

  @Test("no trial is compared with one of another episode")
  func episodes() {
    let stay = StayProbabilities([[trial(0, 0, true)], [trial(0, 0, true)], []])
    #expect(stay.counts == [0, 0, 0, 0])
  }

  @Test("probabilities, standard errors and effects by hand")
  func byHand() {
    // After RC: three stays of four. After each other kind: two of four, but none after RU.
    let kinds = [(0, 0, true), (0, 1, true), (0, 0, false), (0, 1, false)]
    let stays = [3, 0, 2, 2]
    var episodes: [[TwoStepTrial]] = []
    for (kind, count) in zip(kinds, stays) {
      for i in 0..<4 {
        let next = i < count ? 0 : 1
        episodes.append([trial(kind.0, kind.1, kind.2), trial(next, 0, false)])
      }
    }
    let stay = StayProbabilities(episodes)
    #expect(stay.values == [0.75, 0, 0.5, 0.5])
    #expect(stay[.rewardedCommon] == 0.75 && stay[.unrewardedRare] == 0.5)
    // √(.75·.25/4), √(.5·.5/4).
    #expect(abs(stay.standardErrors[0] - 0.2165063509) < 1e-9)
    #expect(stay.standardErrors[1] == 0 && stay.standardErrors[2] == 0.25)
    #expect(stay.interaction == 0.75 && abs(stay.rewardEffect - (0.375 - 0.5)) < 1e-12)
  }

  @Test("the four kinds")
  func kinds() {
    #expect(
      [trial(1, 1, true), trial(1, 0, true), trial(0, 0, false), trial(0, 1, false)]
        .map { TwoStepOutcome($0) } == TwoStepOutcome.allCases)
  }
}

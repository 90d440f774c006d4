import Analysis
import Tasks
import Testing

@Test func staysAreCountedByWhatHappenedBefore() {
  let trial = { TwoStepTrial(action: $0, state: $1, isRewarded: $2) }
  // Rewarded common, then stay; rewarded rare, then switch; unrewarded common, then stay.
  let stay = StayProbabilities([
    [trial(0, 0, true), trial(0, 1, true), trial(1, 1, false), trial(1, 0, false)]
  ])
  #expect(stay.rewardedCommon == 1)
  #expect(stay.rewardedRare == 0)
  #expect(stay.unrewardedCommon == 1)
  #expect(stay.unrewardedRare.isNaN)
}

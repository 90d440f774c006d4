import Numerics
import Tasks
import Testing

/// Pulls always the arm that pays, or a fixed one, and gives all time steps and pulls of an epoch.
private func epoch(
  _ task: BarcodeBandit, seed: Int, arm: Int? = nil
) -> (task: BarcodeBandit, steps: [TimeStep], pulls: [BarcodeBandit.Pull]) {
  var (task, rng) = (task, Generator(seed: seed))
  var steps = [task.reset(using: &rng)]
  var pulls: [BarcodeBandit.Pull] = []
  while let last = steps.last, !last.isLast {
    let best = indexOfMaximum(task.expectedRewards)
    steps.append(task.step(arm ?? best, using: &rng))
    if let pull = task.lastPull { pulls.append(pull) }
  }
  return (task, steps, pulls)
}

@Suite("Barcode bandits")
struct BarcodeBanditTests {
  @Test(
    "it keeps the promises of every task",
    arguments: [
      BarcodeBandit(), BarcodeBandit(arms: 2, contexts: 5, presentations: 2, pulls: 1, bits: 4),
      BarcodeBandit(bits: 20, flipProbability: 0.1, storesCleanKeys: true),
      BarcodeBandit(arms: 1, contexts: 1, presentations: 1, pulls: 2, bits: 1, numbers: .signs),
    ])
  func contract(task: BarcodeBandit) {
    #expect(environmentFaults(of: task, episodes: 2, seed: 1) == [])
  }

  @Test("an epoch: each context ten times, each arm once, ten pulls and one step for the outcome")
  func anEpoch() {
    for seed in 0..<5 {
      let (task, steps, pulls) = epoch(BarcodeBandit(), seed: seed)
      #expect(steps.count == 1 + 1_100 && pulls.count == 1_000)
      #expect(task.payingArms.sorted() == Array(0..<10))
      let keys = Set(steps.compactMap { $0.recall?.context })
      #expect(keys.count == 10)
      for context in 0..<10 {
        let own = pulls.filter { $0.context == context }
        #expect(own.map(\.presentation) == (0..<100).map { $0 / 10 + 1 })
        #expect(own.map(\.number) == (0..<100).map { $0 % 10 })
        #expect(own.allSatisfy { $0.payingArm == task.payingArms[context] })
      }
      #expect(pulls.map(\.place) == (0..<1_000).map { $0 / 10 })
      #expect(pulls.allSatisfy { $0.expectedReward == 0.9 && $0.arm == $0.payingArm })
      for (i, step) in steps.enumerated().dropFirst() {
        let begins = i % 11 == 0 && i < 1_100
        #expect(step.beginsAnew == begins && step.isLast == (i == 1_100))
      }
    }
  }

  @Test("the memory looks during the pulls and stores once, when the last outcome is shown")
  func recall() {
    let steps = epoch(BarcodeBandit(), seed: 3).steps
    for (i, step) in steps.dropLast().enumerated() {
      #expect(step.recall?.retrieves == (i % 11 < 10))
      #expect(step.recall?.stores == (i % 11 == 10))
      #expect(step.recall?.context == step.observation)
      #expect(step.observation == steps[i / 11 * 11].observation)
      if case .numbers(let bits) = step.observation {
        #expect(bits.allSatisfy { $0 == 0 || $0 == 1 } && bits.contains(1))
      }
    }
  }

  @Test("a small epoch by hand: one context, one arm, two presentations of one pull")
  func byHand() {
    var rng = Generator(seed: 4)
    var task = BarcodeBandit(arms: 1, contexts: 1, presentations: 2, pulls: 1, bits: 1)
    let first = task.reset(using: &rng)
    #expect(first.observation == .numbers([1]) && task.payingArms == [0])
    #expect(task.expectedRewards == [0.9] && task.lastPull == nil)
    let outcome = task.step(0, using: &rng)
    #expect(outcome.reward == task.lastPull?.reward && outcome.discount == 1)
    #expect(task.lastPull?.recalledContext == nil && task.lastPull?.recallsAnother == false)
    #expect(task.expectedRewards == [0])
    let again = task.step(0, using: &rng)
    #expect(again.beginsAnew && again.discount == 0 && task.lastPull == nil)
    _ = task.step(0, using: &rng)
    #expect(task.lastPull?.presentation == 2 && task.lastPull?.recalledContext == 0)
    let end = task.step(0, using: &rng)
    #expect(end.isLast && end.reward == 0)
  }

  @Test("an arm that pays does so nine times in ten, another one once in ten")
  func payments() {
    let task = BarcodeBandit()
    let best = (0..<10).flatMap { epoch(task, seed: $0).pulls }.map(\.reward)
    // 10,000 pulls: a standard error of .003.
    #expect(abs(mean(best) - 0.9) < 4 * 0.003)
    let fixed = (0..<10).flatMap { epoch(task, seed: $0, arm: 2).pulls }
    #expect(abs(mean(fixed.filter { $0.arm != $0.payingArm }.map(\.reward)) - 0.1) < 4 * 0.0032)
    // Each arm belongs to one context of ten: .1·.9 + .9·.1 = .18, ten times.
    #expect(abs(mean(fixed.map(\.expectedReward)) - 0.18) < 1e-12)
  }

  @Test("more contexts than arms use every arm before one comes again")
  func deal() {
    let task = epoch(BarcodeBandit(arms: 3, contexts: 8, presentations: 1), seed: 7).task
    #expect(task.payingArms.prefix(3).sorted() == [0, 1, 2])
    #expect(task.payingArms.dropFirst(3).prefix(3).sorted() == [0, 1, 2])
    #expect(Set(task.payingArms.suffix(2)).count == 2)
  }

  @Test("bits flip as often as they should, once for a presentation")
  func flips() {
    let task = BarcodeBandit(bits: 20, flipProbability: 0.1, storesCleanKeys: true)
    var (flipped, count) = (0, 0)
    for seed in 0..<20 {
      let steps = epoch(task, seed: seed).steps
      for start in stride(from: 0, to: 1_100, by: 11) {
        let seen = steps[start].observation.numbers(count: 20)
        for i in 0..<11 { #expect(steps[start + i].observation == steps[start].observation) }
        guard let stored = steps[start + 10].recall?.context.numbers(count: 20) else {
          Issue.record("nothing is stored at step \(start + 10)")
          return
        }
        flipped += zip(seen, stored).filter { $0 != $1 }.count
        count += 20
      }
    }
    // 40,000 bits: a standard error of .0015.
    #expect(abs(Double(flipped) / Double(count) - 0.1) < 4 * 0.0015)
    let noisy = epoch(BarcodeBandit(bits: 20, flipProbability: 0.1), seed: 0).steps
    for step in noisy.dropLast() { #expect(step.recall?.context == step.observation) }
  }

  @Test("without noise the nearest key is always the right one")
  func rightNeighbour() {
    for numbers in [BarcodeNumbers.bits, .signs] {
      let pulls = (0..<5).flatMap { epoch(BarcodeBandit(numbers: numbers), seed: $0).pulls }
      #expect(pulls.filter { $0.presentation > 1 }.allSatisfy { $0.recalledContext == $0.context })
      #expect(pulls.filter { $0.presentation == 1 }.allSatisfy { $0.recalledContext != $0.context })
      #expect(pulls.filter { $0.place == 0 }.allSatisfy { $0.recalledContext == nil })
    }
  }
}

@Suite("Compositional bandits")
struct CompositionalBanditTests {
  @Test(
    "they keep the promises of every task",
    arguments: [
      CompositionalBandit(), CompositionalBandit(keys: .combination),
      CompositionalBandit(arms: 2, goodCues: 1, poorCues: 1, presentations: 1, pulls: 1, bits: 3),
    ])
  func contract(task: CompositionalBandit) {
    #expect(environmentFaults(of: task, episodes: 2, seed: 1) == [])
  }

  @Test("looks, pulls, an outcome; memories are looked for at looks and stored after pulls")
  func moments() {
    for keys in [CompositionalBandit.Keys.cues, .combination] {
      var (task, rng) = (CompositionalBandit(keys: keys), Generator(seed: 2))
      var steps = [task.reset(using: &rng)]
      while let last = steps.last, !last.isLast { steps.append(task.step(1, using: &rng)) }
      #expect(steps.count == 1 + 32 * 9)
      for start in stride(from: 0, to: 288, by: 9) {
        for i in 0..<3 {
          let look = steps[start + i]
          #expect(look.observation == .cue(i) && look.reward == 0)
          #expect(look.recall?.retrieves == true && look.recall?.stores == false)
        }
        #expect(steps[start + 3].observation == .cue(3) && steps[start + 3].recall == nil)
        for i in 4..<9 {
          let outcome = steps[start + i]
          #expect(outcome.observation == .cue(3))
          // The arm that was pulled is always the second.
          let stored = keys == .cues || i == 8
          #expect(outcome.recall?.stores == (stored ? true : nil))
          let expected = steps[start + 1].recall?.context
          if stored { #expect(outcome.recall?.context == expected) }
        }
        #expect(steps[start].beginsAnew == (start > 0))
      }
    }
  }

  @Test("one good cue and two poor ones, in any place; combinations hardly come again")
  func cues() {
    var (places, known, pulls) = ([0, 0, 0], 0, 0)
    for seed in 0..<20 {
      var (task, rng) = (CompositionalBandit(), Generator(seed: seed))
      var step = task.reset(using: &rng)
      while !step.isLast {
        step = task.step(integer(below: 3, using: &rng), using: &rng)
        guard let pull = task.lastPull else { continue }
        #expect(pull.expectedReward == (pull.arm == pull.payingArm ? 0.9 : 0.1))
        #expect((1...8).contains(pull.presentation) && (0...2).contains(pull.knownPoorCues))
        if pull.number == 0 { places[pull.payingArm] += 1 }
        known += pull.isKnownCombination ? 1 : 0
        pulls += 1
      }
    }
    // 640 inner episodes: a third of them with a standard error of 12.
    for place in places { #expect(abs(Double(place) - 640.0 / 3) < 4 * 12) }
    // 4 · 28 combinations, 32 draws of an epoch: a good cue has 28 pairs and 8 draws, so on average
    // 1 − (1 − (27/28)^8)·28/8 = 11.8 % come again; a draw has a standard error of 1.3 % over 640.
    #expect(abs(Double(known) / Double(pulls) - 0.118) < 4 * 0.013)
  }
}

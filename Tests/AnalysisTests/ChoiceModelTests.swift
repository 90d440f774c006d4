import Analysis
import Numerics
import Testing

/// The example of `ChoiceModel`'s documentation.
struct BiasedCoin: ChoiceModel {
  let parameters = [ModelParameter("heads", symbol: "h", in: 0.001...0.999)]
  func choiceCount(in flips: [Bool]) -> Int { flips.count }
  func logLikelihood(of flips: [Bool], _ values: [Double]) -> Double {
    var product = ProbabilityProduct()
    for isHeads in flips { product.multiply(by: isHeads ? values[0] : 1 - values[0]) }
    return product.logarithm
  }
}

@Suite("Fitting models of choices")
struct ChoiceModelTests {
  private let flips = [true, true, true, false]

  @Test("a coin by hand: value, standard error, criteria")
  func coin() {
    var rng = Generator(seed: 0)
    let fit = BiasedCoin().fit(to: flips, using: &rng)
    #expect(abs(fit["heads"] - 0.75) < 1e-6 && fit["h"] == fit["heads"])
    #expect(abs(fit.standardError(of: "heads") - (0.75 * 0.25 / 4).squareRoot()) < 1e-4)
    let logLikelihood = 3 * logarithm(0.75) + logarithm(0.25)
    #expect(abs(fit.logLikelihood - logLikelihood) < 1e-9)
    #expect(abs(fit.bic - (logarithm(4) - 2 * logLikelihood)) < 1e-9)
    #expect(abs(fit.aic - (2 - 2 * logLikelihood)) < 1e-9)
    #expect(abs(fit.meanProbability - exponential(logLikelihood / 4)) < 1e-9)
    #expect(fit.logPrior == 0 && fit.choiceCount == 4 && fit.parametersAtBounds.isEmpty)
    #expect(fit.startValues.count == 10 && fit.convergedCount == 10)
    #expect(fit.startValues.allSatisfy { abs($0 - logLikelihood) < 1e-9 })
  }

  @Test("a coin that always falls the same way ends on its bound, without a standard error")
  func bound() {
    var rng = Generator(seed: 0)
    let fit = BiasedCoin().fit(to: [true, true], using: &rng)
    #expect(fit["heads"] == 0.999 && fit.standardErrors[0].isNaN)
    #expect(fit.parametersAtBounds == ["heads"])
  }

  @Test("priors by hand: the most probable value, and a smaller standard error")
  func priors() {
    var rng = Generator(seed: 0)
    let coin = BiasedCoin()
    let beta = coin.fit(to: flips, priors: ["heads": .beta(2, 2)], using: &rng)
    // Beta(2, 2) counts like one more of each.
    #expect(abs(beta["heads"] - 4.0 / 6) < 1e-6)
    #expect(abs(beta.standardError(of: "h") - (4.0 / 6 * 2 / 6 / 6).squareRoot()) < 1e-4)
    #expect(abs(beta.logPrior - logarithm(beta["h"] * (1 - beta["h"]))) < 1e-9)
    #expect(abs(beta.logLikelihood - coin.logLikelihood(of: flips, beta.values)) < 1e-12)
    let normal = coin.fit(
      to: flips, priors: ["heads": .normal(mean: 0.5, standardDeviation: 1e-3)], using: &rng)
    #expect(abs(normal["heads"] - 0.5) < 1e-4)
    let gamma = coin.fit(to: flips, priors: ["h": .gamma(shape: 3, scale: 0.1)], using: &rng)
    // 3/x − 1/(1 − x) + 2/x − 10 = 0.
    let x = gamma["heads"]
    #expect(abs(5 / x - 1 / (1 - x) - 10) < 1e-3)
  }

  @Test("the slopes of the priors are those of their densities")
  func priorSlopes() {
    let all: [ParameterPrior] = [
      .normal(mean: 0.2, standardDeviation: 0.7), .beta(1.1, 3), .beta(1, 1),
      .gamma(shape: 1.2, scale: 5), .gamma(shape: 1, scale: 0.5),
    ]
    for prior in all {
      for x in [0.05, 0.4, 0.93] {
        let slope = (prior.logDensity(x + 1e-6).value - prior.logDensity(x - 1e-6).value) / 2e-6
        #expect(abs(slope - prior.logDensity(x).slope) < 1e-6, "\(prior) at \(x)")
      }
    }
  }

  @Test("a subject's fit does not depend on the others, and the same seed gives the same bits")
  func subjects() {
    let coin = BiasedCoin()
    let both = coin.fits(to: [flips, flips.map(!)], starts: 3, seed: 4)
    #expect(both == coin.fits(to: [flips, flips.map(!)], starts: 3, seed: 4))
    #expect(both[0] == coin.fits(to: [flips], starts: 3, seed: 4)[0])
    #expect(zip(both.values(of: "h"), [0.75, 0.25]).allSatisfy { abs($0 - $1) < 1e-6 })
  }

  @Test("fixing parameters leaves the others, with their values in their places")
  func fixing() {
    let whole = SoftmaxRescorlaWagner()
    let free = whole.fixing(["α": 0.3, "lapse": 0])
    #expect(free.parameters.map(\.name) == ["inverseTemperature"])
    #expect(free.allValues([7]) == [0.3, 7, 0])
    let trials = [[BanditChoice(0, reward: 1), BanditChoice(0, reward: 0)]]
    #expect(
      free.logLikelihood(of: trials, [7]) == whole.logLikelihood(of: trials, [0.3, 7, 0]))
    #expect(free.choiceCount(in: trials) == 2)
    var (slope, all) = ([0.0], [0.0, 0, 0])
    _ = free.logLikelihood(of: trials, [7], gradient: &slope)
    _ = whole.logLikelihood(of: trials, [0.3, 7, 0], gradient: &all)
    #expect(slope[0] == all[1] && slope[0] != 0)
  }

  @Test("a product of very many probabilities keeps its logarithm")
  func products() {
    var product = ProbabilityProduct()
    #expect(product.logarithm == 0)
    for _ in 0..<1000 { product.multiply(by: 1e-9) }
    #expect(abs(product.logarithm - 1000 * logarithm(1e-9)) < 1e-8)
    product.multiply(by: 0)
    #expect(product.logarithm == -.infinity)
  }

  @Test("recovery by hand: correlation, bias, typical error, coverage")
  func recovery() {
    // Coins that fall exactly as often as they should, but one flip short of it.
    let truth = [[0.2], [0.5], [0.8]]
    let found = BiasedCoin().recovery(of: truth, starts: 1) { values, _ in
      (0..<10).map { Double($0) < 10 * values[0] - 1 }
    }
    #expect(zip(found.fitted(of: "h"), [0.1, 0.4, 0.7]).allSatisfy { abs($0 - $1) < 1e-6 })
    #expect(found.truth(of: "heads") == [0.2, 0.5, 0.8])
    #expect(abs(found.bias(of: "h") + 0.1) < 1e-6 && abs(found.typicalError(of: "h") - 0.1) < 1e-6)
    #expect(found.correlation(of: "h") > 0.999_999 && found.coverage(of: "h") == 1)
  }

  @Test("a comparison of models by hand")
  func comparison() {
    let subjects = [flips, [true, false, true, false]]
    // The fair coin has a free parameter here too: its bounds allow nothing else.
    struct NearlyFair: ChoiceModel {
      let parameters = [ModelParameter("heads", in: 0.499_999...0.500_001)]
      func choiceCount(in flips: [Bool]) -> Int { flips.count }
      func logLikelihood(of flips: [Bool], _ values: [Double]) -> Double {
        BiasedCoin().logLikelihood(of: flips, values)
      }
    }
    let comparison = ModelComparison([
      ("fair", NearlyFair().fits(to: subjects)), ("biased", BiasedCoin().fits(to: subjects)),
    ])
    #expect(comparison.best == "biased" && comparison.bestCounts.reduce(0, +) == 2)
    #expect(comparison.bestCounts[1] >= 1 && comparison.differences[1] == 0)
    let gain = 2 * (3 * logarithm(1.5) + logarithm(0.5))
    #expect(abs(comparison.differences[0] - gain) < 1e-4)
    #expect(comparison.totals == comparison.scores.map { $0[0] + $0[1] })
  }
}

import Numerics

/// A model of choices that can be fitted: named, bounded parameters, and how likely they make what a
/// subject did.
///
/// `fit(to:starts:priors:using:)` finds the parameters, `fits(to:starts:priors:seed:)` those of many
/// subjects, `recovery(of:simulating:starts:priors:seed:)` says how far they can be trusted, and
/// `fixing(_:)` makes the nested models to compare with. Ready-made: `SoftmaxRescorlaWagner` for
/// bandits, `TwoStepMixture` and `DawHybrid` for the two-step tasks.
///
/// A model of one's own needs no slope: the default takes differences of the likelihood, which costs two
/// evaluations a parameter.
///
/// ```swift
/// struct BiasedCoin: ChoiceModel {
///   let parameters = [ModelParameter("heads", in: 0.001...0.999)]
///   func choiceCount(in flips: [Bool]) -> Int { flips.count }
///   func logLikelihood(of flips: [Bool], _ values: [Double]) -> Double {
///     var product = ProbabilityProduct()
///     for isHeads in flips { product.multiply(by: isHeads ? values[0] : 1 - values[0]) }
///     return product.logarithm
///   }
/// }
/// var rng = Generator(seed: 0)
/// let fit = BiasedCoin().fit(to: [true, true, true, false], using: &rng)
/// // fit["heads"] is .75, fit.standardError(of: "heads") √(.75·.25/4) = .217
/// ```
public protocol ChoiceModel: Sendable {
  /// All that one subject did: usually an array of trials, or one of episodes of trials.
  associatedtype Trials: Sendable

  /// What is fitted, in the order of the values everywhere below; names do not repeat.
  var parameters: [ModelParameter] { get }

  /// How many choices the likelihood speaks of: the n of the BIC.
  ///
  /// - Parameter trials: of one subject.
  /// - Returns: at least 0.
  func choiceCount(in trials: Trials) -> Int

  /// `Σ ln P(choice | what came before)`.
  ///
  /// - Parameters:
  ///   - trials: of one subject.
  ///   - values: `[parameters]`, each within its bounds.
  /// - Returns: in nats, at most 0; −infinity if the model rules a choice out.
  func logLikelihood(of trials: Trials, _ values: [Double]) -> Double

  /// The same, with its slope.
  ///
  /// - Parameters:
  ///   - trials: of one subject.
  ///   - values: `[parameters]`, each within its bounds.
  ///   - gradient: `[parameters]`; receives the derivatives with respect to the values.
  /// - Returns: as `logLikelihood(of:_:)`.
  func logLikelihood(of trials: Trials, _ values: [Double], gradient: inout [Double]) -> Double
}

extension ChoiceModel {
  /// The slope by central differences of 10⁻⁵ of each parameter's range, one-sided at its bounds.
  public func logLikelihood(
    of trials: Trials, _ values: [Double], gradient: inout [Double]
  ) -> Double {
    var shifted = values
    for (i, parameter) in parameters.enumerated() {
      let reach = 1e-5 * parameter.width
      let high = min(parameter.bounds.upperBound, values[i] + reach)
      let low = max(parameter.bounds.lowerBound, values[i] - reach)
      shifted[i] = high
      let above = logLikelihood(of: trials, shifted)
      shifted[i] = low
      gradient[i] = (above - logLikelihood(of: trials, shifted)) / (high - low)
      shifted[i] = values[i]
    }
    return logLikelihood(of: trials, values)
  }

  /// The place of a parameter among the model's.
  ///
  /// - Parameter name: its name or its symbol; traps if there is no such parameter.
  /// - Returns: in 0 ..< the number of parameters.
  public func index(of name: String) -> Int {
    place(of: name, in: parameters)
  }

  /// The model with some parameters given instead of fitted.
  ///
  /// - Parameter values: by name or symbol, within the bounds; traps otherwise, and if none is left free.
  /// - Returns: a model of the others, in their order.
  public func fixing(_ values: KeyValuePairs<String, Double>) -> FixedParameters<Self> {
    FixedParameters(self, values.map { ($0.key, $0.value) })
  }
}

/// Where a name or symbol stands among parameters; traps, naming them all, where it does not.
func place(of name: String, in parameters: [ModelParameter]) -> Int {
  if let found = parameters.firstIndex(where: { $0.name == name || $0.symbol == name }) {
    return found
  }
  fatalError("no parameter '\(name)' among \(parameters.map(\.name))")
}

/// A model with some of its parameters given: what `fixing(_:)` makes.
public struct FixedParameters<Model: ChoiceModel>: ChoiceModel {
  /// The whole model.
  public let model: Model
  /// The free parameters.
  public let parameters: [ModelParameter]
  /// Where the free ones stand in the whole model.
  private let places: [Int]
  /// `[model.parameters]`, the given ones in their places.
  private let template: [Double]

  /// See `ChoiceModel.fixing(_:)`.
  init(_ model: Model, _ values: [(String, Double)]) {
    let all = model.parameters
    var template = all.map(\.bounds.lowerBound)
    var given = Set<Int>()
    for (name, value) in values {
      let i = place(of: name, in: all)
      require(all[i].bounds.contains(value), "\(name) = \(value) is outside \(all[i].bounds)")
      require(given.insert(i).inserted, "\(name) is given twice")
      template[i] = value
    }
    let places = all.indices.filter { !given.contains($0) }
    require(!places.isEmpty, "all of \(all.map(\.name)) are given: nothing is left to fit")
    (self.model, self.template, self.places) = (model, template, places)
    parameters = places.map { all[$0] }
  }

  /// `[model.parameters]`: the given values and the free ones, in the whole model's order.
  ///
  /// - Parameter values: `[parameters]`, the free ones.
  /// - Returns: what the whole model takes.
  public func allValues(_ values: [Double]) -> [Double] {
    var all = template
    for (place, value) in zip(places, values) { all[place] = value }
    return all
  }

  /// As the whole model's.
  public func choiceCount(in trials: Model.Trials) -> Int { model.choiceCount(in: trials) }

  /// The whole model's, at the given and the free values.
  public func logLikelihood(of trials: Model.Trials, _ values: [Double]) -> Double {
    model.logLikelihood(of: trials, allValues(values))
  }

  /// The whole model's, and its slope along the free parameters.
  public func logLikelihood(
    of trials: Model.Trials, _ values: [Double], gradient: inout [Double]
  ) -> Double {
    var whole = template
    let value = model.logLikelihood(of: trials, allValues(values), gradient: &whole)
    for (i, place) in places.enumerated() { gradient[i] = whole[place] }
    return value
  }
}

/// The logarithm of a product of many probabilities, with few logarithms taken: `ln Π pᵢ`.
public struct ProbabilityProduct: Hashable, Sendable {
  private var sum = 0.0
  private var product = 1.0

  /// The empty product.
  public init() {}

  /// Multiplies by one more.
  ///
  /// - Parameter probability: in [0, 1].
  public mutating func multiply(by probability: Double) {
    product *= probability
    // Far above where numbers lose digits, whatever the next factor within reason.
    if product < 1e-150 {
      sum += Numerics.logarithm(product)
      product = 1
    }
  }

  /// `ln Π pᵢ`, at most 0; −infinity if a factor was 0.
  public var logarithm: Double { sum + Numerics.logarithm(product) }
}

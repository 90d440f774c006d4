import Numerics

/// Many copies of one task side by side, each with its own stream of chance, behind one face that does not
/// name the task's type.
///
/// Training steps them one after the other; a task's code is called directly, and a step allocates nothing
/// that the task does not.
public final class EnvironmentBatch {
  /// How many copies there are.
  public let count: Int
  /// How many numbers an observation has.
  public let observationCount: Int
  /// How many actions there are.
  public let actionCount: Int
  /// The most steps an episode can last.
  public let stepLimit: Int
  /// How many numbers a context has.
  public let contextCount: Int
  private let resetOne: (Int) -> TimeStep
  private let stepOne: (Int, Int) -> TimeStep
  private let generatorOf: (Int) -> Generator
  private let setGeneratorOf: (Int, Generator) -> Void

  /// Copies of a task.
  ///
  /// - Parameters:
  ///   - task: copied; each copy is reset before its first step.
  ///   - generators: one for each copy.
  @inlinable
  public convenience init<Task: Environment>(_ task: Task, generators: [Generator]) {
    // The closures know the task's type, so that its methods are called without a detour.
    let places = EnvironmentPlaces(task, generators: generators)
    self.init(
      count: generators.count, observationCount: task.observationCount,
      actionCount: task.actionCount, stepLimit: task.stepLimit, contextCount: task.contextCount,
      reset: { places.tasks[$0].reset(using: &places.generators[$0]) },
      step: { places.tasks[$0].step($1, using: &places.generators[$0]) },
      generator: { places.generators[$0] }, setGenerator: { places.generators[$0] = $1 })
  }

  @usableFromInline
  init(
    count: Int, observationCount: Int, actionCount: Int, stepLimit: Int, contextCount: Int,
    reset: @escaping (Int) -> TimeStep, step: @escaping (Int, Int) -> TimeStep,
    generator: @escaping (Int) -> Generator, setGenerator: @escaping (Int, Generator) -> Void
  ) {
    (self.count, self.stepLimit, self.contextCount) = (count, stepLimit, contextCount)
    (self.observationCount, self.actionCount) = (observationCount, actionCount)
    (resetOne, stepOne) = (reset, step)
    (generatorOf, setGeneratorOf) = (generator, setGenerator)
  }

  /// Begins a new episode of one copy.
  ///
  /// - Parameter index: in 0 ..< `count`; traps otherwise.
  /// - Returns: its first time step.
  public func reset(_ index: Int) -> TimeStep {
    require(index >= 0 && index < count, "copy \(index) of \(count)")
    return resetOne(index)
  }

  /// Takes one action in one copy.
  ///
  /// - Parameters:
  ///   - index: in 0 ..< `count`; traps otherwise.
  ///   - action: in 0 ..< `actionCount`; traps otherwise.
  /// - Returns: what follows.
  public func step(_ index: Int, _ action: Int) -> TimeStep {
    require(index >= 0 && index < count, "copy \(index) of \(count)")
    return stepOne(index, action)
  }

  /// The chance of one copy, to store or to restore it.
  ///
  /// - Parameter index: in 0 ..< `count`; traps otherwise.
  public subscript(generator index: Int) -> Generator {
    get {
      require(index >= 0 && index < count, "copy \(index) of \(count)")
      return generatorOf(index)
    }
    set {
      require(index >= 0 && index < count, "copy \(index) of \(count)")
      setGeneratorOf(index, newValue)
    }
  }
}

/// The copies and their generators in memory that stays in place.
@usableFromInline
final class EnvironmentPlaces<Task: Environment> {
  @usableFromInline let tasks: UnsafeMutablePointer<Task>
  @usableFromInline let generators: UnsafeMutablePointer<Generator>
  private let count: Int

  @usableFromInline
  init(_ task: Task, generators: [Generator]) {
    count = generators.count
    tasks = .allocate(capacity: max(1, count))
    tasks.initialize(repeating: task, count: count)
    self.generators = .allocate(capacity: max(1, count))
    for (i, generator) in generators.enumerated() {
      (self.generators + i).initialize(to: generator)
    }
  }

  deinit {
    tasks.deinitialize(count: count)
    tasks.deallocate()
    generators.deinitialize(count: count)
    generators.deallocate()
  }
}

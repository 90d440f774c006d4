import Foundation

/// How chapters are run.
public struct RunSettings: Sendable {
  /// The folder that holds `chapters/`.
  public var root: URL
  /// Where runs are kept, and where chapters are compiled.
  public var cacheFolder: URL
  /// Seconds that a cell may take if it does not say otherwise.
  public var timeLimit = 120.0
  /// MiB that a chapter's process may hold if a cell does not say otherwise.
  public var memoryLimit = 4096
  /// Bytes that a cell may write.
  public var outputLimit = 4 << 20
  /// Values of parameters, by name (`--set name=value`).
  public var overrides: [String: String] = [:]
  /// The last cell to run, by id or number; `nil`: all.
  public var upTo: String?
  /// The one cell whose output is wanted: it and the cells before it run; claims and expressions do not.
  public var only: String?
  /// Compute every recorded result again.
  public var retrains = false
  /// Compute every recorded result again, keep the record, and compare; `nil`: do not.
  public var verifiesRecords: RecordCheck?
  /// Whether runs are taken from the cache. They are put there in any case.
  public var usesCache = true
  /// A terminal to draw plots for, besides the page's ASCII; see `RunEvent.output`. A kept run has no
  /// such plots, so then the chapter runs.
  public var terminal: Terminal?
  /// Whether chapters are compiled in two files where they can be; see `tangleSplit`.
  var splits = true
  /// Where things are kept that belong to no book: hashes of the build, what the compiler makes of C
  /// headers; `nil`: in the cache folder.
  var sharedFolder: URL?

  /// Settings for a book.
  ///
  /// - Parameters:
  ///   - root: the folder that holds `chapters/`.
  ///   - cacheFolder: where runs are kept; `nil`: `.build/book` in `root`.
  public init(root: URL, cacheFolder: URL? = nil) {
    self.root = root
    self.cacheFolder = cacheFolder ?? root.appendingPathComponent(".build/book")
  }

  /// How much of the recorded results is made again to be compared.
  public enum RecordCheck: Sendable {
    /// All of it.
    case allSeeds
    /// Of results by seeds the first seed; of others all.
    case firstSeed
  }

  /// A terminal that shows plots.
  public struct Terminal: Hashable, Codable, Sendable {
    /// Columns.
    public var width: Int
    /// Whether it shows Braille and block characters.
    public var isUnicode: Bool
    /// Whether it shows colours.
    public var isColored: Bool

    /// A terminal from its parts.
    public init(width: Int, isUnicode: Bool, isColored: Bool) {
      self.width = width
      self.isUnicode = isUnicode
      self.isColored = isColored
    }
  }
}

/// What a run tells while it goes on, in the thread that runs it.
public enum RunEvent: Sendable {
  /// Whether the cache has the run, and if not, why not: one line.
  case decided(isCached: Bool, reason: String)
  /// The chapter is being compiled.
  case compiling
  /// A step runs, for so many seconds now. It comes when the step begins and ten times a second.
  case step(index: Int, elapsed: Double)
  /// How far the running cell has come by its own account: 0 to 1, and a note.
  case progress(Double, String)
  /// The running step has written or displayed something. With a `terminal` in the settings, the text
  /// of a displayed plot is drawn for it.
  case output(step: Int, CellOutput)
  /// What the running step wrote to stderr.
  case errorText(step: Int, String)
  /// A step has ended: its result without warnings and expectations.
  case finished(step: Int, StepResult)
  /// Something that the author should know and that is no error: a record that was damaged, a library
  /// that has moved on, a cache that could not be written.
  case notice(Diagnostic)
}

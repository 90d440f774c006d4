import Foundation

/// What Swift's backtracer wrote of a crash.
struct CrashReport {
  /// A function that was being run.
  struct Frame {
    var symbol: String
    var file: String
    var line: Int
    var column: Int
  }

  /// The signal in words: `Illegal instruction`.
  var description: String
  /// The crashed thread's functions, innermost first.
  var frames: [Frame]

  /// Reads the report of a process; `nil` if there is none.
  init?(of process: Int, in folder: String) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    guard let name = names.first(where: { $0.contains("-\(process)-") }),
      let data = FileManager.default.contents(atPath: "\(folder)/\(name)")
    else { return nil }
    self.init(json: data)
  }

  /// Reads a report.
  init?(json: Data) {
    guard let file = try? JSONDecoder().decode(File.self, from: data(json)) else { return nil }
    description = file.description ?? "crash"
    let thread = file.threads?.first { $0.crashed == true } ?? file.threads?.first
    frames = (thread?.frames ?? []).map { frame in
      Frame(
        symbol: frame.description ?? frame.symbol ?? "",
        file: frame.sourceLocation?.file ?? "", line: frame.sourceLocation?.line ?? 0,
        column: frame.sourceLocation?.column ?? 0)
    }
  }

  /// What the runtime failed with where it printed nothing: `Index out of range`.
  var runtimeFailure: String? {
    let mark = "Swift runtime failure: "
    for frame in frames {
      if let range = frame.symbol.range(of: mark) {
        let text = frame.symbol[range.upperBound...]
        return String(text.prefix { $0 != "(" }).trimmingCharacters(in: .whitespaces)
      }
    }
    return nil
  }

  /// The innermost place in the chapter.
  ///
  /// - Parameters:
  ///   - program: the tangled program.
  ///   - folder: where it was compiled: its main function goes by the program's file.
  /// - Returns: the place; `nil` if no function of the chapter was being run.
  func location(in program: TangledProgram, folder: String) -> SourceLocation? {
    for frame in frames where frame.file == program.path || frame.file.hasPrefix(folder) {
      guard frame.line > 0, frame.line < TangledProgram.firstGeneratedLine,
        let (_, location, _) = program.locate(line: frame.line, column: max(1, frame.column))
      else { continue }
      return location
    }
    return nil
  }

  private struct File: Decodable {
    var description: String?
    var threads: [Thread]?
  }

  private struct Thread: Decodable {
    var crashed: Bool?
    var frames: [FileFrame]?
  }

  private struct FileFrame: Decodable {
    var symbol: String?
    var description: String?
    var sourceLocation: Place?
  }

  private struct Place: Decodable {
    var file: String?
    var line: Int?
    var column: Int?
  }
}

/// The report with what is not JSON in it mended: the backtracer writes control characters of symbols
/// as they are.
private func data(_ json: Data) -> Data {
  Data(json.map { $0 < 0x20 && $0 != 0x0A && $0 != 0x0D && $0 != 0x09 ? 0x20 : $0 })
}

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
  /// Where the program was, counted from the beginning of the loaded file that it was in.
  var offset: (file: String, address: UInt64)?
  /// Whether it used memory just below its stack: there was no more of it.
  var isStackOverflow = false

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
    let address = CrashReport.number(thread?.frames?.first?.address)
    for image in file.images ?? [] {
      guard let address, let start = CrashReport.number(image.baseAddress),
        let end = CrashReport.number(image.endOfText), (start..<end).contains(address)
      else { continue }
      offset = (image.path ?? "", address - start)
    }
    let stack = CrashReport.number(thread?.registers?["rsp"] ?? thread?.registers?["sp"])
    if let stack, let fault = CrashReport.number(file.faultAddress) {
      isStackOverflow = fault < stack &+ 4096 && stack < fault &+ (1 << 20)
    }
    frames = (thread?.frames ?? []).map { frame in
      Frame(
        symbol: frame.description ?? frame.symbol ?? "",
        file: frame.sourceLocation?.file ?? "", line: frame.sourceLocation?.line ?? 0,
        column: frame.sourceLocation?.column ?? 0)
    }
  }

  /// What the runtime failed with where it printed nothing: `Index out of range`.
  ///
  /// - Parameter symbolizer: a program that names functions which the backtracer leaves out.
  /// - Returns: the words; `nil` if the crash was something else.
  func runtimeFailure(symbolizer: String) -> String? {
    if let words = frames.lazy.compactMap({ CrashReport.failure(in: $0.symbol) }).first {
      return words
    }
    guard let offset, FileManager.default.isExecutableFile(atPath: symbolizer) else { return nil }
    let arguments = ["--obj=\(offset.file)", "0x" + String(offset.address, radix: 16)]
    guard let (end, text) = try? Tool.run(symbolizer, arguments, seconds: 10), end == .exit(0)
    else {
      return nil
    }
    return text.split(separator: "\n").lazy.compactMap { CrashReport.failure(in: String($0)) }.first
  }

  private static func failure(in symbol: String) -> String? {
    guard let range = symbol.range(of: "Swift runtime failure: ") else { return nil }
    return String(symbol[range.upperBound...].prefix { $0 != "(" })
      .trimmingCharacters(in: .whitespaces)
  }

  private static func number(_ text: String?) -> UInt64? {
    text.flatMap { UInt64($0.dropFirst(2), radix: 16) }
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
    var faultAddress: String?
    var threads: [Thread]?
    var images: [Image]?
  }

  private struct Image: Decodable {
    var path: String?
    var baseAddress: String?
    var endOfText: String?
  }

  private struct Thread: Decodable {
    var crashed: Bool?
    var registers: [String: String]?
    var frames: [FileFrame]?
  }

  private struct FileFrame: Decodable {
    var address: String?
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

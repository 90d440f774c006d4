#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The text of a file that the chapter's front matter declares under `data:`.
///
/// - Parameter name: the path as the front matter has it, from the chapter's folder.
/// - Returns: its text, as UTF-8.
/// - Throws: `DataFileError` if the chapter does not declare it or it cannot be read.
public func dataFile(_ name: String) throws(DataFileError) -> String {
  guard let session = Session.current else {
    if let text = contents(of: name) ?? contents(of: "chapters/" + name) { return text }
    throw DataFileError(
      message: "cannot read the data file '\(name)'",
      help: "run the program in the folder that holds it")
  }
  guard session.data.contains(name) else {
    throw DataFileError(
      message: "the data file '\(name)' is not declared",
      help: "add '  - \(name)' under 'data:' in the chapter's front matter")
  }
  guard let text = contents(of: name) else {
    throw DataFileError(
      message: "cannot read the data file '\(name)'", help: "is it a file in the chapter's folder?")
  }
  return text
}

/// Why a data file could not be read.
public struct DataFileError: Error, Hashable, Sendable, CustomStringConvertible,
  CustomDebugStringConvertible
{
  /// What is wrong.
  public var message: String
  /// What to do about it.
  public var help: String

  /// What is wrong and what to do about it, on two lines.
  public var description: String { "\(message)\nhelp: \(help)" }
  /// The same as `description`.
  public var debugDescription: String { description }
}

/// The text of a file; `nil` if it cannot be read.
private func contents(of path: String) -> String? {
  let file = open(path, O_RDONLY | O_CLOEXEC)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = read(file, &buffer, buffer.count)
    guard count >= 0 else { return nil }
    if count == 0 { return String(decoding: bytes, as: UTF8.self) }
    bytes += buffer[..<count]
  }
}

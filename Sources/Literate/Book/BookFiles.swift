import Foundation

/// Reading and writing of whole files, with errors that say what to do.
public enum Files {
  /// The bytes of a file.
  ///
  /// - Throws: a `Diagnostic` that names the file and the system's reason.
  public static func read(_ path: String) throws(Diagnostic) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Diagnostic(
        "cannot read \(path): \(FileManager.default.fileExists(atPath: path) ? reason() : "no such file")",
        help: "check that the file is there and that you may read it")
    }
    return [UInt8](data)
  }

  /// The text of a file; bytes that are not UTF-8 become U+FFFD, as Markdown asks.
  ///
  /// - Throws: a `Diagnostic` that names the file and the system's reason.
  public static func text(_ path: String) throws(Diagnostic) -> String {
    String(decoding: try read(path), as: UTF8.self)
  }

  /// Writes a file so that a reader sees the old bytes or the new ones, never a part: beside it, then renamed.
  /// A file that holds these bytes already is left as it is.
  ///
  /// - Returns: whether the file changed.
  /// - Throws: a `Diagnostic` that names the file and the system's reason; the old file is then unharmed.
  @discardableResult
  public static func write(_ bytes: [UInt8], to path: String) throws(Diagnostic) -> Bool {
    if let old = FileManager.default.contents(atPath: path), old.elementsEqual(bytes) {
      return false
    }
    try createFolder((path as NSString).deletingLastPathComponent)
    try writeFile(Data(bytes), to: path)
    return true
  }

  /// Makes a folder and those above it, where they are missing.
  ///
  /// - Throws: a `Diagnostic` that names the folder and the system's reason.
  public static func createFolder(_ path: String) throws(Diagnostic) { try makeFolder(path) }

  /// The files below a folder as sorted paths from it; hidden ones too, folders not.
  public static func all(below folder: String) -> [String] {
    guard let walk = FileManager.default.enumerator(atPath: folder) else { return [] }
    var paths: [String] = []
    for case let path as String in walk {
      var isFolder: ObjCBool = false
      let isThere = FileManager.default.fileExists(
        atPath: "\(folder)/\(path)", isDirectory: &isFolder)
      if isThere, !isFolder.boolValue { paths.append(path) }
    }
    return paths.sorted()
  }

  private static func reason() -> String { String(cString: strerror(errno)) }
}

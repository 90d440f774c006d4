import Foundation

/// Writes a file whole or not at all: beside it, then renamed.
///
/// - Parameters:
///   - data: its content.
///   - path: where.
/// - Throws: a diagnostic that names the file's folder and what the system says.
func writeFile(_ data: Data, to path: String) throws(Diagnostic) {
  do {
    try data.write(to: URL(fileURLWithPath: path), options: .atomic)
  } catch {
    throw cannotWrite(URL(fileURLWithPath: path).deletingLastPathComponent().path, error)
  }
}

/// Makes a folder and those above it.
///
/// - Parameter path: where.
/// - Throws: a diagnostic that names the folder and what the system says.
func makeFolder(_ path: String) throws(Diagnostic) {
  do {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  } catch {
    throw cannotWrite(path, error)
  }
}

/// The diagnostic for a folder that cannot be written to.
private func cannotWrite(_ folder: String, _ error: any Error) -> Diagnostic {
  let underlying = (error as NSError).userInfo[NSUnderlyingErrorKey] as? NSError
  let code = underlying.map { Int32($0.code) } ?? 0
  let reason = code > 0 ? System.errorText(code) : "\(error.localizedDescription)"
  let isFull = code == ENOSPC || code == EDQUOT || code == EFBIG
  return Diagnostic(
    .error, "cannot write to \(folder): \(reason)",
    help: isFull ? "free some space on that disk" : "make it a folder that you may write to")
}

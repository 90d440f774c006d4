import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes a file whole or not at all: beside it, then renamed.
///
/// - Parameters:
///   - data: its content.
///   - path: where.
/// - Throws: a diagnostic that names the file's folder and what the system says.
func writeFile(_ data: Data, to path: String) throws(Diagnostic) {
  let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
  let number = temporaryFiles.withLock { count in
    count += 1
    return count
  }
  let temporary = "\(path).\(getpid())-\(number)"
  let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
  guard file >= 0 else { throw cannotWrite(folder, errno) }
  var code = write(data, to: file)
  if close(file) != 0, code == 0 { code = errno }
  if code == 0, rename(temporary, path) != 0 { code = errno }
  if code != 0 {
    unlink(temporary)
    throw cannotWrite(folder, code)
  }
}

/// Counts files that are being written.
private let temporaryFiles = Mutex(0)

/// Writes all bytes to an open file.
///
/// - Parameters:
///   - data: the bytes.
///   - file: the open file.
/// - Returns: 0, or the system's error number.
func write(_ data: Data, to file: Int32) -> Int32 {
  data.withUnsafeBytes { bytes in
    var start = 0
    while start < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[start...])
      let count = write(file, rest.baseAddress, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        return errno
      }
      start += count
    }
    return 0
  }
}

/// Makes a folder and those above it.
///
/// - Parameters:
///   - path: where.
///   - name: the folder that a diagnostic names; `nil`: `path`.
/// - Throws: a diagnostic that names the folder and what the system says.
func makeFolder(_ path: String, naming name: String? = nil) throws(Diagnostic) {
  if mkdir(path, 0o755) == 0 { return }
  var code = errno
  let above = URL(fileURLWithPath: path).deletingLastPathComponent().path
  if code == ENOENT, above != path {
    try makeFolder(above, naming: name)
    code = mkdir(path, 0o755) == 0 ? 0 : errno
  }
  var information = stat()
  let isThere =
    code == EEXIST && stat(path, &information) == 0 && information.st_mode & S_IFMT == S_IFDIR
  if code != 0, !isThere { throw cannotWrite(name ?? path, code) }
}

/// The diagnostic for a folder that cannot be written to.
///
/// - Parameters:
///   - folder: the folder.
///   - code: the system's error number.
/// - Returns: what is wrong and what to do.
func cannotWrite(_ folder: String, _ code: Int32) -> Diagnostic {
  let isFull = [ENOSPC, EDQUOT, EFBIG].contains(code)
  return Diagnostic(
    .error, "cannot write to \(folder): \(System.errorText(code))",
    help: isFull ? "free some space on that disk" : "make it a folder that you may write to")
}

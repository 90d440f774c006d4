#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif

extension TensorFile {
  /// Reads a file.
  ///
  /// - Parameter path: where it is.
  /// - Throws: `path: error: …` with what is wrong.
  public init(path: String) throws(TensorFileError) {
    do {
      try self.init(bytes: try Self.read(path))
    } catch {
      throw TensorFileError("\(path): error: \(error.description)")
    }
  }

  /// Writes a file: beside its place first, then moved there, so that nothing is ever half written.
  ///
  /// - Parameter path: where; its folder must exist. A file that is there is replaced.
  /// - Throws: `path: error: …` with what is wrong.
  public func write(to path: String) throws(TensorFileError) {
    let beside = "\(path).writing-\(getpid())"
    guard let file = fopen(beside, "wb") else {
      throw TensorFileError("\(path): error: cannot be written: \(Self.reason)")
    }
    let bytes = bytes
    let isWhole = fwrite(bytes, 1, bytes.count, file) == bytes.count
    let isClosed = fclose(file) == 0
    guard isWhole && isClosed && rename(beside, path) == 0 else {
      let reason = Self.reason
      unlink(beside)
      throw TensorFileError("\(path): error: cannot be written: \(reason)")
    }
  }

  private static func read(_ path: String) throws(TensorFileError) -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw TensorFileError("cannot be opened: \(reason)") }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = fread(&piece, 1, piece.count, file)
      bytes += piece[..<count]
      if count < piece.count { break }
    }
    guard ferror(file) == 0 else { throw TensorFileError("cannot be read: \(reason)") }
    return bytes
  }

  private static var reason: String { String(cString: strerror(errno)) }
}

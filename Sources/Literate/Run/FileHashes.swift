import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Content hashes of files, remembered by size, time and inode.
final class FileHashes: Sendable {
  private struct Known: Codable {
    var size: Int64
    var seconds: Int
    var nanoseconds: Int
    var inode: UInt64
    var hash: String
  }

  private let path: String
  private let known: Mutex<[String: Known]>
  private let isChanged = Mutex(false)

  private static let all = Mutex<[String: FileHashes]>([:])

  /// The hashes that a cache folder remembers; the same object for the same folder.
  static func remembered(in cacheFolder: URL) -> FileHashes {
    all.withLock { all in
      if let hashes = all[cacheFolder.path] { return hashes }
      let hashes = FileHashes(cacheFolder: cacheFolder)
      all[cacheFolder.path] = hashes
      return hashes
    }
  }

  /// The hashes that a cache folder remembers.
  init(cacheFolder: URL) {
    path = cacheFolder.appendingPathComponent("hashes.json").path
    let data = FileManager.default.contents(atPath: path) ?? Data()
    known = Mutex((try? JSONDecoder().decode([String: Known].self, from: data)) ?? [:])
  }

  /// The hash of a file's content; `nil` if it cannot be read.
  func hash(_ file: String) -> String? {
    var information = stat()
    guard stat(file, &information) == 0 else { return nil }
    var now = Known(
      size: Int64(information.st_size), seconds: Int(information.st_mtim.tv_sec),
      nanoseconds: Int(information.st_mtim.tv_nsec), inode: UInt64(information.st_ino), hash: "")
    let old = known.withLock { $0[file] }
    if let old, old.size == now.size, old.seconds == now.seconds,
      old.nanoseconds == now.nanoseconds, old.inode == now.inode
    {
      return old.hash
    }
    guard let hash = FileHashes.content(of: file) else { return nil }
    now.hash = hash
    // A file that changed a moment ago may change again within its clock's tick.
    let changed = Double(now.seconds) + Double(now.nanoseconds) * 1e-9
    if Date().timeIntervalSince1970 > changed + 0.05 {
      let kept = now
      known.withLock { $0[file] = kept }
      isChanged.withLock { $0 = true }
    }
    return hash
  }

  /// Writes down what is known. A folder that cannot be written to only costs time.
  func save() {
    let isNews = isChanged.withLock { isChanged in
      defer { isChanged = false }
      return isChanged
    }
    guard isNews, let data = try? JSONEncoder().encode(known.withLock { $0 }) else { return }
    try? writeFile(data, to: path)
  }

  private static func content(of file: String) -> String? {
    let descriptor = open(file, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var hash = SHA256()
    var buffer = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = read(descriptor, &buffer, buffer.count)
      if count < 0 { return nil }
      if count == 0 { return hash.finish() }
      hash.update(count == buffer.count ? buffer : Array(buffer[..<count]))
    }
  }
}

extension LibraryBuild {
  /// What this build is: a hash of the program and of the compiled modules.
  func identity(_ hashes: FileHashes) -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: modules)) ?? []
    var parts = [hashes.hash(executable) ?? "missing"]
    for name in names.sorted() where name.hasSuffix(".swiftmodule") {
      parts += [name, hashes.hash("\(modules)/\(name)") ?? "missing"]
    }
    return SHA256.hex(parts)
  }

  /// A hash of the sources that results depend on: the library without what draws and runs.
  ///
  /// - Parameter hashes: remembered hashes.
  /// - Returns: the hash; empty if the sources are not there.
  func sourcesIdentity(_ hashes: FileHashes) -> String {
    guard let sources else { return "" }
    let others = [
      "Plots", "Notebook", "MetaRL", "Literate", "Course", "book", "CCmarkGFM", "CDuktape",
    ]
    var parts: [String] = []
    let files = FileManager.default.enumerator(atPath: sources)
    let paths = (files?.allObjects ?? []).compactMap { $0 as? String }.sorted()
    for path in paths {
      let target = path.split(separator: "/").first.map(String.init) ?? ""
      let isCode = [".swift", ".c", ".h"].contains { path.hasSuffix($0) }
      guard isCode, !others.contains(target) else { continue }
      parts += [path, hashes.hash("\(sources)/\(path)") ?? "missing"]
    }
    return SHA256.hex(parts)
  }
}

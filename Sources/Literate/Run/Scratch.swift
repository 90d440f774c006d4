import Foundation
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder for one run: the program, what the compiler makes of it, and where the chapter works.
struct Scratch {
  /// The folder.
  var path: String
  /// Where the chapter works: nothing is here but the data files that it declares.
  var work: String { path + "/work" }
  /// Where crash reports go.
  var crashes: String { path + "/crashes" }
  /// Where new records go.
  var records: String { path + "/records" }

  private static let count = Mutex(0)

  /// Makes a folder that no other run uses.
  init(in cacheFolder: URL) throws(Diagnostic) {
    let number = Scratch.count.withLock { count in
      count += 1
      return count
    }
    let above = cacheFolder.appendingPathComponent("scratch").path
    path = "\(above)/\(getpid())-\(number)"
    if number == 1 { Scratch.sweep(above) }
    LiveProcesses.add(folder: path)
    for folder in [work, crashes, records] { try makeFolder(folder, naming: cacheFolder.path) }
  }

  /// Removes it.
  func remove() {
    LiveProcesses.remove(folder: path)
  }

  /// Removes what programs left that were killed.
  static func sweep(_ folder: String) {
    let files = FileManager.default
    for name in (try? files.contentsOfDirectory(atPath: folder)) ?? [] {
      guard let owner = name.split(separator: "-").first.flatMap({ pid_t($0) }) else { continue }
      if owner == getpid() || (kill(owner, 0) < 0 && errno == ESRCH) {
        try? files.removeItem(atPath: "\(folder)/\(name)")
      }
    }
  }
}

import CCmarkGFM
import CDuktape
import Foundation

/// One thing that rendering needs, and whether it is there.
public struct Checkup: Hashable, Codable, Sendable {
  /// What is needed.
  public var name: String
  /// Whether it is there and good enough.
  public var isGood: Bool
  /// What was found: a version, a path, or what is wrong.
  public var found: String
  /// The command or step that mends it; empty where nothing is wrong.
  public var mend: String

  /// A finding.
  public init(_ name: String, isGood: Bool, found: String, mend: String = "") {
    self.name = name
    self.isGood = isGood
    self.found = found
    self.mend = isGood ? "" : mend
  }
}

/// Where KaTeX and its fonts are: Debian's folders, unless `BOOK_KATEX` and `BOOK_KATEX_FONTS` name others.
public enum KaTeXFolders {
  /// The folder that holds `katex.min.js` and `katex.min.css`.
  public static var scripts: String {
    ProcessInfo.processInfo.environment["BOOK_KATEX"] ?? "/usr/share/javascript/katex"
  }
  /// The folder that holds `KaTeX_Main-Regular.woff2` and the others.
  public static var fonts: String {
    ProcessInfo.processInfo.environment["BOOK_KATEX_FONTS"] ?? "/usr/share/fonts/truetype/katex"
  }
}

/// Looks at everything that the tool needs on this machine.
///
/// - Parameter folder: the book, or `nil` outside one.
/// - Returns: one finding a need, the most basic first.
public func examineMachine(for folder: BookFolder?) -> [Checkup] {
  let install = "apt-get install "
  var checkups: [Checkup] = []

  do {
    let toolchain = try Toolchain.find()
    checkups.append(Checkup("Swift toolchain", isGood: true, found: toolchain.version))
    for (name, path) in [("Swift frontend", toolchain.frontend), ("linker", toolchain.linker)] {
      let there = FileManager.default.isExecutableFile(atPath: path)
      checkups.append(
        Checkup(
          name, isGood: there, found: there ? path : "\(path) is missing",
          mend: "install Swift 6.2 or later from swift.org whole, or `\(install)lld`"))
    }
  } catch {
    checkups.append(
      Checkup(
        "Swift toolchain", isGood: false, found: error.message,
        mend: "install Swift 6.2 or later from swift.org and put its usr/bin on the PATH"))
  }
  do {
    let build = try LibraryBuild.find()
    checkups.append(Checkup("library build", isGood: true, found: build.modules))
  } catch {
    checkups.append(
      Checkup("library build", isGood: false, found: error.message, mend: "swift build -c release"))
  }

  checkups.append(
    Checkup("cmark-gfm", isGood: true, found: String(cString: cmark_version_string())))
  let duktape = Int(DUK_VERSION)
  checkups.append(
    Checkup(
      "duktape", isGood: true, found: "\(duktape / 10000).\(duktape / 100 % 100).\(duktape % 100)"))

  for (name, path, package) in [
    ("KaTeX", "\(KaTeXFolders.scripts)/katex.min.js", "libjs-katex"),
    ("KaTeX's fonts", "\(KaTeXFolders.fonts)/KaTeX_Main-Regular.woff2", "fonts-katex"),
  ] {
    let there = FileManager.default.isReadableFile(atPath: path)
    checkups.append(
      Checkup(
        name, isGood: there, found: there ? path : "\(path) is missing", mend: install + package))
  }

  guard let folder else { return checkups }
  checkups.append(Checkup("book", isGood: true, found: "\(folder.chapterPaths.count) chapters"))
  for place in ["output", ".build"] {
    let path = "\(folder.root)/\(place)"
    let target = FileManager.default.fileExists(atPath: path) ? path : folder.root
    let good = FileManager.default.isWritableFile(atPath: target)
    checkups.append(
      Checkup(
        "\(place) folder", isGood: good, found: good ? "can be written" : "cannot be written",
        mend: "give yourself the right to write \(path)"))
  }
  return checkups
}

import Foundation

/// A file of the rendered book that is not a page.
public struct AssetFile: Hashable, Sendable {
  /// Its path from the output folder: `assets/book.css`.
  public var name: String
  /// What it holds.
  public var bytes: [UInt8]

  /// A file from its parts.
  public init(name: String, bytes: [UInt8]) {
    self.name = name
    self.bytes = bytes
  }

  /// A text file.
  init(name: String, text: String) {
    self.init(name: name, bytes: Array(text.utf8))
  }
}

/// What every page of the book loads. It is a part of the program, so the tool is one file.
public enum Assets {
  /// `assets/book.css`: the book's look, in light, in dark and on paper.
  public static let stylesheet =
    Palette.stylesheet + Stylesheet.type + Stylesheet.layout + Stylesheet.opening
    + Stylesheet.cells + Stylesheet.plots + Stylesheet.blocks + Stylesheet.controls
    + Stylesheet.search + Stylesheet.index + Stylesheet.paper

  /// `assets/book.js`: search, keys, copying, the switch of colours. Pages are whole without it.
  public static let script = Script.opening + Script.reading + Script.search + Script.closing

  /// `assets/mark.svg`: the sign in the window's tab.
  public static let mark = Masthead.markFile

  /// `assets/LICENSES.txt`: whose work the assets are, and on what terms they are given on.
  public static let licences = Licences.text

  /// `assets/katex/katex.min.css` as KaTeX comes with it, made to load WOFF2 fonts beside it only.
  public static func formulaStylesheet(_ original: String) -> String {
    var result = ""
    var rest = original[...]
    // src:url(fonts/X.woff2) format('woff2'),url(fonts/X.woff) format('woff'),… up to ; or }
    while let source = rest.firstRange(of: "src:url(fonts/") {
      result += rest[..<source.lowerBound]
      rest = rest[source.upperBound...]
      let end = rest.firstIndex { $0 == ";" || $0 == "}" } ?? rest.endIndex
      let name = rest[..<end].prefix { $0 != ")" }
      result += "font-display:block;src:url(\(name)) format('woff2')"
      rest = rest[end...]
    }
    return result + rest
  }

  /// The WOFF2 fonts of KaTeX in a folder, as `assets/katex/….woff2`, by name.
  public static func fontFiles(in folder: String) throws(Diagnostic) -> [AssetFile] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let fonts = names.filter { $0.hasPrefix("KaTeX_") && $0.hasSuffix(".woff2") }.sorted()
    if fonts.isEmpty {
      throw Diagnostic(.error, "no KaTeX font (KaTeX_….woff2) in \(folder)", help: installation)
    }
    var files: [AssetFile] = []
    for font in fonts {
      files.append(AssetFile(name: "assets/katex/\(font)", bytes: try read("\(folder)/\(font)")))
    }
    return files
  }

  static func read(_ path: String) throws(Diagnostic) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw Diagnostic(.error, "cannot read \(path)", help: installation)
    }
    return Array(data)
  }

  private static let installation =
    "install Debian's packages: apt-get install libjs-katex fonts-katex"
}

/// Every file of the book's `assets` folder but the search index, by name.
///
/// - Parameters:
///   - katex: the folder with `katex.min.css`; `/usr/share/javascript/katex` on Debian.
///   - fonts: the folder with KaTeX's fonts; `/usr/share/fonts/truetype/katex` on Debian.
/// - Returns: the files, with their paths from the output folder.
/// - Throws: a diagnostic that says which file is missing and what to install.
public func assetFiles(katex: String, fonts: String) throws(Diagnostic) -> [AssetFile] {
  let formulas = String(decoding: try Assets.read("\(katex)/katex.min.css"), as: UTF8.self)
  let files =
    [
      AssetFile(name: "assets/LICENSES.txt", text: Assets.licences),
      AssetFile(name: "assets/book.css", text: Assets.stylesheet),
      AssetFile(name: "assets/book.js", text: Assets.script),
      AssetFile(
        name: "assets/katex/katex.min.css", text: Assets.formulaStylesheet(formulas)),
      AssetFile(name: "assets/mark.svg", text: Assets.mark),
    ] + (try Assets.fontFiles(in: fonts))
  return files.sorted { $0.name < $1.name }
}

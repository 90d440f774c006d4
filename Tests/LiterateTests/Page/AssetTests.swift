import Foundation
import Testing

@testable import Literate

@Suite("Assets")
struct AssetTests {
  @Test("the stylesheet's braces balance, and every variable that it uses is set")
  func stylesheet() {
    let css = Assets.stylesheet
    var depth = 0
    for character in css {
      if character == "{" { depth += 1 }
      if character == "}" { depth -= 1 }
      if depth < 0 { break }
    }
    #expect(depth == 0)
    let used = css.split(separator: "var(--").dropFirst().map { rest in
      rest.prefix { $0 != ")" && $0 != "," }
    }
    #expect(used.count > 200)
    for name in Set(used) { #expect(css.contains("--\(name):"), "--\(name) is not set") }
  }

  @Test("the stylesheet has dark colours for screens only, and rules for paper")
  func schemes() throws {
    let css = Assets.stylesheet
    #expect(css.contains("@media screen and (prefers-color-scheme: dark)"))
    #expect(css.contains("@media screen {\n:root[data-theme=\"dark\"]"))
    #expect(css.contains("color-scheme: dark;"))
    #expect(css.contains("@page { size: A4;"))
    #expect(css.contains("prefers-reduced-motion"))
    #expect(css.contains(":focus-visible"))
  }

  @Test("neither stylesheet nor script names another place")
  func noExternalURL() {
    for text in [Assets.stylesheet, Assets.script] {
      #expect(!text.contains("http:"))
      #expect(!text.contains("https:"))
      #expect(!text.contains("@import"))
    }
  }

  @Test("the script never reads text as markup or as program")
  func script() {
    for word in ["innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval("] {
      #expect(!Assets.script.contains(word), "\(word)")
    }
    #expect(Assets.script.hasSuffix("})();\n"))
  }

  @Test("KaTeX' stylesheet loads WOFF2 fonts beside it, and is the same otherwise")
  func formulaStylesheet() {
    let original = """
      @font-face{font-family:KaTeX_AMS;src:url(fonts/KaTeX_AMS-Regular.woff2) format('woff2'),\
      url(fonts/KaTeX_AMS-Regular.woff) format('woff');font-weight:400}@font-face{src:\
      url(fonts/B.woff2) format('woff2'),url(fonts/B.ttf) format('truetype')}.katex{color:red}
      """
    #expect(
      Assets.formulaStylesheet(original) == """
        @font-face{font-family:KaTeX_AMS;font-display:block;src:url(KaTeX_AMS-Regular.woff2) \
        format('woff2');font-weight:400}@font-face{font-display:block;src:url(B.woff2) \
        format('woff2')}.katex{color:red}
        """)
    #expect(Assets.formulaStylesheet(".a{}") == ".a{}")
  }

  @Test("all files come from two folders, by name; what is missing is said with the cure")
  func files() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "assets-\(ProcessInfo.processInfo.globallyUniqueString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path

    var error = #expect(throws: Diagnostic.self) { try assetFiles(katex: path, fonts: path) }
    #expect(error?.message == "cannot read \(path)/katex.min.css")
    #expect(error?.help == "install Debian's packages: apt-get install libjs-katex fonts-katex")

    try Data(".a{}".utf8).write(to: folder.appendingPathComponent("katex.min.css"))
    error = #expect(throws: Diagnostic.self) { try assetFiles(katex: path, fonts: path) }
    #expect(error?.message == "no KaTeX font (KaTeX_….woff2) in \(path)")

    for font in ["KaTeX_B.woff2", "KaTeX_A.woff2", "KaTeX_A.ttf", "Other.woff2"] {
      try Data([1, 2]).write(to: folder.appendingPathComponent(font))
    }
    let files = try assetFiles(katex: path, fonts: path)
    #expect(
      files.map(\.name) == [
        "assets/LICENSES.txt", "assets/book.css", "assets/book.js",
        "assets/katex/KaTeX_A.woff2", "assets/katex/KaTeX_B.woff2",
        "assets/katex/katex.min.css", "assets/mark.svg",
      ])
    #expect(files[3].bytes == [1, 2])
    #expect(String(decoding: files[0].bytes, as: UTF8.self).contains("SIL OPEN FONT LICENSE"))
  }
}

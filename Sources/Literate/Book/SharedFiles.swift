import Foundation

extension LoadedBook {
  /// Writes what no single chapter owns: the index page, the search index, the stylesheet, scripts and
  /// fonts, and the versions. Pages of chapters that are no longer there go.
  ///
  /// A chapter without a good page yet stands on the index as one in preparation.
  ///
  /// - Parameters:
  ///   - output: the folder of the pages.
  ///   - math: for formulas on the index page.
  ///   - versions: of what makes the pages.
  /// - Throws: what is wrong with `chapters/index.md`, or a file that cannot be written.
  func writeSharedFiles(to output: String, math: MathRenderer, versions: Versions) throws {
    let store = PageStore(cacheFolder: folder.cacheFolder, output: output)
    let entries = chapters.map { ($0, store.entry(for: $0.path)) }
    for file in try assetFiles(katex: KaTeXFolders.scripts, fonts: KaTeXFolders.fonts) {
      try Files.write(file.bytes, to: "\(output)/\(file.name)")
    }
    try Files.write(Array(versions.text.utf8), to: "\(output)/.versions")

    // A page that this checkout has not rendered is there without what is to be said of it: then the
    // committed index and search stay, and the next render of the whole book brings them up to date.
    let unknown = entries.contains { chapter, entry in
      entry == nil
        && FileManager.default.fileExists(atPath: "\(output)/\(Self.pageName(of: chapter.path))")
    }
    guard !unknown else { return }
    try Files.write(
      Array(searchIndex(entries.flatMap { $0.1?.search ?? [] }).utf8),
      to: "\(output)/assets/search-index.js")

    var index = IndexContent(title: title)
    if let frontPage {
      let fragment = try renderFragment(
        frontPage, run: ChapterRun(results: []), labels: labels, bibliography: bibliography,
        math: math)
      index.subtitleHTML = fragment.front.question
      index.introductionHTML = fragment.html
    }
    index.chapters = entries.map { chapter, entry in
      IndexChapter(
        link: link(to: chapter), questionHTML: entry?.listing.questionHTML ?? "",
        minutes: entry?.listing.minutes ?? 0, keyPointsHTML: entry?.listing.keyPointsHTML ?? [],
        contents: entry?.listing.contents ?? [], isInPreparation: entry == nil)
    }
    try Files.write(Array(indexPage(index).utf8), to: "\(output)/index.html")
  }

  /// Takes away pages of ours whose chapter is gone; other files in the folder are not touched.
  func removeStalePages(from output: String) {
    let kept = Set(folder.chapterPaths.map(Self.pageName) + ["index.html"])
    let names = (try? FileManager.default.contentsOfDirectory(atPath: output)) ?? []
    for name in names where name.hasSuffix(".html") && !kept.contains(name) {
      guard let page = try? Files.text("\(output)/\(name)"),
        page.prefix(2_000).contains(pageGenerator)
      else { continue }
      try? FileManager.default.removeItem(atPath: "\(output)/\(name)")
    }
  }
}

/// What marks a page as written by this tool.
let pageGenerator = "<meta name=\"generator\" content=\"book\">"

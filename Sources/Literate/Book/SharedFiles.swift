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
      guard entry == nil, let page = try? Files.text("\(output)/\(Self.pageName(of: chapter.path))")
      else { return false }
      return !page.contains(pageInPreparation)
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

  /// Takes away pages and data tables of ours that no chapter has any more; other files in the folder
  /// are not touched.
  func removeStaleFiles(from output: String) {
    let store = PageStore(cacheFolder: folder.cacheFolder, output: output)
    var kept = Set(folder.chapterPaths.map(Self.pageName) + ["index.html"])
    for path in folder.chapterPaths {
      guard let entry = store.entry(for: path) else { return }
      kept.formUnion(entry.files.keys)
    }
    for name in Files.all(below: output) where !kept.contains(name) && isOurs(name, in: output) {
      unlink("\(output)/\(name)")
      // The folder of a chapter that is gone goes with its last file; one with files in it stays.
      rmdir("\(output)/\((name as NSString).deletingLastPathComponent)")
    }
  }
}

/// Whether a file in an output folder, by its place or its mark, is one that this tool wrote for a
/// chapter.
func isOurs(_ name: String, in output: String) -> Bool {
  let parts = name.split(separator: "/")
  if parts.count == 1, name.hasSuffix(".html"), let page = try? Files.text("\(output)/\(name)") {
    return page.prefix(2_000).contains(pageGenerator)
  }
  // Data tables stand in assets/01-chapter/1.csv, pictures of chapters in assets/images/.
  return parts.count >= 3 && parts[0] == "assets" && parts[1] != "katex"
}

/// What marks a page of a chapter that fails.
let pageInPreparation = "<p class=\"preparation\""

/// What marks a page as written by this tool.
let pageGenerator = "<meta name=\"generator\" content=\"book\">"

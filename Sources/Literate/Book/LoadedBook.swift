import Foundation

/// All chapters of a book, parsed, with what they share.
public struct LoadedBook: Sendable {
  /// Where it is.
  public var folder: BookFolder
  /// The chapters that parse, in order.
  public var chapters: [Chapter]
  /// `chapters/index.md`: the book's title, its question and what it says of itself; no cells.
  public var frontPage: Chapter?
  /// `chapters/references.bib`; empty if there is none.
  public var bibliography: Bibliography
  /// Every label of the book.
  public var labels: LabelIndex
  /// What is wrong with files: by chapter in order, then what belongs to the whole book.
  public var diagnostics: [Diagnostic]
  /// The bytes of `chapters/references.bib`, for keys.
  public var bibliographySource: String

  /// Reads and parses every chapter. A chapter that does not parse is left out and reported.
  public static func load(_ folder: BookFolder) -> LoadedBook {
    var chapters: [Chapter] = []
    var diagnostics: [Diagnostic] = []
    var frontPage: Chapter?
    let hasFrontPage = FileManager.default.fileExists(atPath: "\(folder.root)/\(frontPath)")
    for path in folder.chapterPaths + (hasFrontPage ? [frontPath] : []) {
      do {
        let source = try Files.text("\(folder.root)/\(path)")
        let chapter = try Chapter.parse(path: path, source: source)
        if path == frontPath { frontPage = chapter } else { chapters.append(chapter) }
      } catch let problems as Diagnostics {
        diagnostics += problems.all
      } catch let problem as Diagnostic {
        diagnostics.append(problem)
      } catch {
        diagnostics.append(Diagnostic("\(path): \(error)"))
      }
    }

    var bibliography = Bibliography()
    var bibliographySource = ""
    let bibliographyPath = "chapters/references.bib"
    if FileManager.default.fileExists(atPath: "\(folder.root)/\(bibliographyPath)") {
      do {
        bibliographySource = try Files.text("\(folder.root)/\(bibliographyPath)")
        bibliography = try Bibliography.parse(path: bibliographyPath, source: bibliographySource)
      } catch let problems as Diagnostics {
        diagnostics += problems.all
      } catch let problem as Diagnostic {
        diagnostics.append(problem)
      } catch {
        diagnostics.append(Diagnostic("\(bibliographyPath): \(error)"))
      }
    }

    var labels = LabelIndex()
    do throws(Diagnostics) {
      labels = try LabelIndex(chapters + (frontPage.map { [$0] } ?? []))
    } catch {
      diagnostics += error.all
    }
    return LoadedBook(
      folder: folder, chapters: chapters, frontPage: frontPage, bibliography: bibliography,
      labels: labels, diagnostics: diagnostics, bibliographySource: bibliographySource)
  }

  /// The path of the front page's source.
  static let frontPath = "chapters/index.md"

  /// The chapters and, if there is one, the front page.
  var allPages: [Chapter] { chapters + (frontPage.map { [$0] } ?? []) }

  /// The book's title as plain text; a book without a front page is called after its folder.
  var title: String {
    frontPage.map(Self.plainTitle) ?? (folder.root as NSString).lastPathComponent
  }

  /// How other pages link to a chapter.
  func link(to chapter: Chapter) -> PageLink {
    PageLink(
      href: Self.pageName(of: chapter.path), number: chapter.number, slug: chapter.slug,
      titleHTML: PageMarkup.escaped(Self.plainTitle(of: chapter)))
  }

  private static func plainTitle(of chapter: Chapter) -> String {
    chapter.labels.first { $0.kind == .chapter }?.title ?? chapter.front.title
  }

  /// The name of a chapter's page: `01-prediction-errors.html`.
  public static func pageName(of path: String) -> String { BookFolder.stem(of: path) + ".html" }
}

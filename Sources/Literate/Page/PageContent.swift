/// Everything that one chapter's page shows. Strings that end in `HTML` are finished HTML, already
/// escaped; all others are plain text.
public struct PageContent: Sendable {
  /// The book's title: in the bar at the top and in the window's title.
  public var bookTitle = ""
  /// The chapter's title.
  public var titleHTML: String
  /// The chapter's number; `nil` for a page outside the numbering.
  public var number: ChapterNumber?
  /// The chapter's name in addresses and commands: `prediction-errors`.
  public var slug: String
  /// The question that the chapter answers; empty: none is shown.
  public var questionHTML = ""
  /// What a reader can do afterwards.
  public var objectivesHTML: [String] = []
  /// What a reader should know before.
  public var prerequisitesHTML: [String] = []
  /// What to remember, shown after the text.
  public var keyPointsHTML: [String] = []
  /// Minutes for the whole chapter; 0: no time is shown.
  public var minutes = 0
  /// The command that runs the chapter in a terminal; empty: none is shown.
  public var command = ""
  /// The sections, in order.
  public var contents: [ContentsEntry] = []
  /// The chapter's text; a section of footnotes at its end is moved behind the key points.
  public var bodyHTML: String
  /// The whole references section; empty if nothing is cited.
  public var referencesHTML = ""
  /// The chapter before this one.
  public var previous: PageLink?
  /// The chapter after this one.
  public var next: PageLink?
  /// All chapters of the book, in order; the one with this page's `slug` is marked.
  public var chapters: [PageLink] = []
  /// Whether a cell fails, so that the page is not the book's page yet.
  public var isInPreparation = false

  /// A page with a title and a text; everything else can be set afterwards.
  public init(titleHTML: String, number: ChapterNumber?, slug: String, bodyHTML: String) {
    self.titleHTML = titleHTML
    self.number = number
    self.slug = slug
    self.bodyHTML = bodyHTML
  }

  /// Whether the page needs the stylesheet and fonts for formulas.
  var hasMath: Bool {
    let parts =
      [titleHTML, questionHTML, bodyHTML, referencesHTML]
      + objectivesHTML + prerequisitesHTML + keyPointsHTML + contents.map(\.titleHTML)
    return parts.contains { $0.contains("class=\"katex") }
  }
}

/// A line of a chapter's table of contents.
public struct ContentsEntry: Hashable, Codable, Sendable {
  /// The heading's level: 2 for a section, 3 for a section within it.
  public var level: Int
  /// The heading's `id` on the page.
  public var id: String
  /// `1.2`; empty for a heading without a number.
  public var number: String
  /// The heading's text.
  public var titleHTML: String
  /// Minutes of reading and doing; 0: no time is shown.
  public var minutes: Int

  /// A line from its parts.
  public init(level: Int, id: String, number: String, titleHTML: String, minutes: Int = 0) {
    self.level = level
    self.id = id
    self.number = number
    self.titleHTML = titleHTML
    self.minutes = minutes
  }
}

/// A link to another page of the book.
public struct PageLink: Hashable, Sendable {
  /// Where it leads, seen from the linking page: `01-prediction-errors.html`.
  public var href: String
  /// The chapter's number; `nil` for a page outside the numbering.
  public var number: ChapterNumber?
  /// The chapter's name in addresses.
  public var slug: String
  /// The title.
  public var titleHTML: String

  /// A link from its parts.
  public init(href: String, number: ChapterNumber?, slug: String, titleHTML: String) {
    self.href = href
    self.number = number
    self.slug = slug
    self.titleHTML = titleHTML
  }
}

/// Everything that the index page of the book shows.
public struct IndexContent: Sendable {
  /// The book's title.
  public var title: String
  /// One sentence under the title.
  public var subtitleHTML = ""
  /// What the book is: paragraphs.
  public var introductionHTML = ""
  /// The chapters, in order.
  public var chapters: [IndexChapter] = []

  /// An index page with a title; everything else can be set afterwards.
  public init(title: String) {
    self.title = title
  }

  /// Whether the page needs the stylesheet and fonts for formulas.
  var hasMath: Bool {
    let parts =
      [subtitleHTML, introductionHTML]
      + chapters.flatMap { [$0.link.titleHTML, $0.questionHTML] + $0.keyPointsHTML }
    return parts.contains { $0.contains("class=\"katex") }
  }
}

/// One chapter on the index page.
public struct IndexChapter: Hashable, Sendable {
  /// Where it is and what it is called.
  public var link: PageLink
  /// The question that it answers.
  public var questionHTML: String
  /// Minutes for the whole chapter; 0: no time is shown.
  public var minutes: Int
  /// What to remember of it.
  public var keyPointsHTML: [String]
  /// Its sections; only those of level 2 are listed.
  public var contents: [ContentsEntry]
  /// Whether its page is in preparation.
  public var isInPreparation: Bool

  /// A chapter from its parts.
  public init(
    link: PageLink, questionHTML: String = "", minutes: Int = 0, keyPointsHTML: [String] = [],
    contents: [ContentsEntry] = [], isInPreparation: Bool = false
  ) {
    self.link = link
    self.questionHTML = questionHTML
    self.minutes = minutes
    self.keyPointsHTML = keyPointsHTML
    self.contents = contents
    self.isInPreparation = isInPreparation
  }
}

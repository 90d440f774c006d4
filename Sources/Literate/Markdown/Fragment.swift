import Foundation

/// The rendered body of a chapter and what the page around it needs.
public struct Fragment: Hashable, Codable, Sendable {
  /// The body as HTML: sections, cells with their outputs, footnotes.
  public var html = ""
  /// The front matter's texts.
  public var front = Front()
  /// The sections, in order.
  public var contents: [Heading] = []
  /// The references section as HTML; empty if nothing is cited.
  public var references = ""
  /// What the search index holds of this chapter, section by section.
  public var searchText: [SearchEntry] = []
  /// Image files that the page shows, as written in the chapter, relative to its folder.
  public var images: [String] = []
  /// Files that the page links to and that must stand beside it.
  public var files: [File] = []

  /// An empty fragment.
  public init() {}

  /// The front matter rendered: each text as inline HTML.
  public struct Front: Hashable, Codable, Sendable {
    /// The title.
    public var title = ""
    /// The title without markup.
    public var plainTitle = ""
    /// The question; empty if there is none.
    public var question = ""
    /// What a reader can do afterwards.
    public var objectives: [String] = []
    /// What a reader should know before.
    public var prerequisites: [String] = []
    /// Key points.
    public var keyPoints: [String] = []

    /// Nothing.
    public init() {}
  }

  /// A section's heading.
  public struct Heading: Hashable, Codable, Sendable {
    /// 2 for `##`, and so on.
    public var level: Int
    /// The id of its element.
    public var id: String
    /// `1.2`; empty below `###`.
    public var number: String
    /// The title as inline HTML.
    public var html: String
    /// The title without markup.
    public var title: String
    /// Minutes that the section takes, if the front matter says.
    public var minutes: Int?
  }

  /// The text of one section, for the search.
  public struct SearchEntry: Hashable, Codable, Sendable {
    /// The id of the section's heading; empty for what stands before the first.
    public var id: String
    /// The section's title with its number; the chapter's title for what stands before the first.
    public var title: String
    /// Its prose without markup, code and output.
    public var text: String
  }

  /// A file to write beside the page.
  public struct File: Hashable, Codable, Sendable {
    /// Its path from the page's folder.
    public var name: String
    /// What it holds.
    public var contents: Data
  }
}

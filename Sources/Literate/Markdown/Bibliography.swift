/// The works that chapters can cite.
public struct Bibliography: Sendable {
  /// One work.
  struct Work: Sendable {
    var key: String
    /// `article`, `book`…, in lower case.
    var type: String
    /// Fields by lower-case name, as plain text.
    var fields: [String: String]
    var authors: [Name]
    var location: SourceLocation
  }

  /// A person or a body.
  struct Name: Hashable, Sendable {
    /// Given names; empty for a body.
    var given: String
    /// The last name with "von" and "Jr".
    var family: String
  }

  private var works: [String: Work] = [:]
  private var labels: [String: (authors: String, year: String)] = [:]
  /// The keys in the order of the file.
  public private(set) var keys: [String] = []

  /// A bibliography without works.
  public init() {}

  /// Reads BibTeX.
  ///
  /// - Parameters:
  ///   - path: the file's path from the book's root.
  ///   - source: the whole file.
  /// - Returns: Its works.
  /// - Throws: `Diagnostics` with everything that is wrong with the file, each with line and column.
  public static func parse(path: String, source: String) throws(Diagnostics) -> Bibliography {
    let text = SourceText(path: path, bytes: Array(source.utf8))
    let parsed = BibTeX.parse(text)
    if !parsed.problems.isEmpty { throw Diagnostics(parsed.problems).sorted(quoting: text) }
    var bibliography = Bibliography()
    for work in parsed.works {
      bibliography.works[work.key] = work
      bibliography.keys.append(work.key)
    }
    bibliography.makeLabels()
    return bibliography
  }

  /// The work with a key; `nil` if there is none.
  subscript(key: String) -> Work? { works[key] }

  /// What a citation shows: authors and year.
  func label(of work: Work) -> (authors: String, year: String) { labels[work.key] ?? ("", "") }

  /// Authors and years, with a letter behind the year where two works share both.
  private mutating func makeLabels() {
    var shared: [String: [String]] = [:]
    for key in keys {
      guard let work = works[key] else { continue }
      let label = (work.shortAuthors, work.fields["year"] ?? "n.d.")
      labels[key] = label
      shared["\(label.0) \(label.1)", default: []].append(key)
    }
    for group in shared.values where group.count > 1 {
      let sorted = group.sorted { a, b in
        let titles = (works[a]?.fields["title"] ?? "", works[b]?.fields["title"] ?? "")
        return (titles.0, a) < (titles.1, b)
      }
      for (index, key) in sorted.enumerated() where index < 26 {
        labels[key]?.year += String(UnicodeScalar(UInt8(ascii: "a") + UInt8(index)))
      }
    }
  }
}

extension Bibliography.Work {
  /// "Schultz et al.", "Rescorla & Wagner", "Dayan".
  var shortAuthors: String {
    switch authors.count {
    case 0: fields["title"] ?? key
    case 1: authors[0].family
    case 2: "\(authors[0].family) & \(authors[1].family)"
    default: "\(authors[0].family) et al."
    }
  }

  /// "Schultz, W., Dayan, P., & Montague, P. R."
  var fullAuthors: String {
    let names = authors.map { name in
      name.given.isEmpty ? name.family : "\(name.family), \(name.initials)"
    }
    guard let last = names.last, names.count > 1 else { return names.first ?? "" }
    let shown = names.dropLast()
    return shown.joined(separator: ", ") + (last == "others" ? ", et al." : ", & \(last)")
  }
}

extension Bibliography.Name {
  /// "P. R." for "Peter Read", "J.-P." for "Jean-Pierre".
  var initials: String {
    given.split(whereSeparator: \.isWhitespace).map { name in
      name.split(separator: "-").compactMap { $0.first.map { "\($0)." } }.joined(separator: "-")
    }.joined(separator: " ")
  }
}

extension Renderer {
  /// The references of the works that were cited, by author and year; empty if none was.
  func referencesSection() -> String {
    let works = cited.compactMap { bibliography[$0] }.sorted { a, b in
      let (left, right) = (bibliography.label(of: a), bibliography.label(of: b))
      return (a.fullAuthors.lowercased(), left.year, a.key)
        < (b.fullAuthors.lowercased(), right.year, b.key)
    }
    guard !works.isEmpty else { return "" }
    var html = "<section class=\"references\" aria-labelledby=\"references\">\n"
    html += "<h2 id=\"references\">References</h2>\n<ol>\n"
    for work in works {
      html += "<li id=\"ref-\(HTML.escape(work.key))\">\(entry(work))</li>\n"
    }
    return html + "</ol>\n</section>\n"
  }

  /// "2nd" for "2"; what is no number as it stands.
  private static func ordinal(_ edition: String) -> String {
    guard let number = Int(edition) else { return edition }
    let ending =
      switch (number % 100, number % 10) {
      case (11...13, _): "th"
      case (_, 1): "st"
      case (_, 2): "nd"
      case (_, 3): "rd"
      default: "th"
      }
    return "\(number)\(ending)"
  }

  /// One work: authors (year). Title. Where it appeared. Link.
  private func entry(_ work: Bibliography.Work) -> String {
    func field(_ name: String) -> String? { work.fields[name].map(HTML.escape) }
    let year = HTML.escape(bibliography.label(of: work).year)
    let isWhole = ["book", "phdthesis", "mastersthesis", "proceedings"].contains(work.type)
    var parts: [String] = []
    let authors = work.authors.isEmpty ? "" : HTML.escape(work.fullAuthors) + " "
    parts.append("\(authors)(\(year))")
    if let title = field("title") { parts.append(isWhole ? "<cite>\(title)</cite>" : title) }
    if let journal = field("journal") {
      var place = "<cite>\(journal)</cite>"
      if let volume = field("volume") { place += ", \(volume)" }
      if let number = field("number") { place += "(\(number))" }
      if let pages = field("pages") { place += ", \(pages)" }
      parts.append(place)
    } else if let book = field("booktitle") {
      parts.append("In <cite>\(book)</cite>" + (field("pages").map { " (pp. \($0))" } ?? ""))
    }
    if let edition = field("edition") { parts.append("\(Self.ordinal(edition)) edition") }
    if let publisher = field("publisher") ?? field("school") ?? field("institution") {
      parts.append(publisher)
    }
    if let note = field("note") { parts.append(note) }
    var html = parts.map { $0.hasSuffix(".") ? $0 : $0 + "." }.joined(separator: " ")
    if let doi = work.fields["doi"] {
      let name = doi.split(separator: "doi.org/", maxSplits: 1).last.map(String.init) ?? doi
      html += " <a href=\"https://doi.org/\(HTML.escape(name))\">doi:\(HTML.escape(name))</a>"
    } else if let url = work.fields["url"], url.hasPrefix("https://") || url.hasPrefix("http://") {
      html += " <a href=\"\(HTML.escape(url))\">\(HTML.escape(url))</a>"
    }
    return html
  }
}

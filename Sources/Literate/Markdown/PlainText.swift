import CCmarkGFM

/// Inline content without its markup.
enum PlainText {
  /// The text of a node's inlines, line ends as spaces; our inlines as `texts` says, or as written.
  static func of(_ node: Node, texts: [Node: String] = [:]) -> String {
    var result = ""
    var current = node.firstChild
    while let inline = current {
      append(inline, to: &result, texts)
      if let child = inline.firstChild {
        current = child
        continue
      }
      var up: Node? = inline
      current = nil
      while let climbing = up, climbing != node {
        if let next = climbing.next {
          current = next
          break
        }
        up = climbing.parent
      }
    }
    return result
  }

  /// The text of inline Markdown.
  static func of(markdown: String) -> String {
    guard markdown.utf8.contains(where: { "*_`[]()!<&\\~:@$".utf8.contains($0) }) else {
      return markdown
    }
    let tree = InlineTree(markdown)
    guard let heading = tree.heading else { return markdown }
    return of(heading)
  }

  private static func append(_ node: Node, to result: inout String, _ texts: [Node: String]) {
    switch node.type {
    case CMARK_NODE_CODE where node.isOurInline:
      result += texts[node] ?? node.literal.trimmingDollars
    case CMARK_NODE_TEXT, CMARK_NODE_CODE: result += texts[node] ?? node.literal
    case CMARK_NODE_SOFTBREAK, CMARK_NODE_LINEBREAK: result += " "
    default: break
    }
  }
}

/// Inline Markdown that stands by itself: a title, a caption, a claim's statement.
///
/// It is parsed as a heading, the one block that holds nothing but inlines.
struct InlineTree {
  let tree: MarkdownTree
  /// The text that was parsed: what comes before the Markdown is `prefixLength` bytes.
  let parsed: [UInt8]
  static let prefixLength = 2

  /// Parses inline Markdown; line ends count as spaces.
  init(_ markdown: String) {
    let line = markdown.utf8.map { $0 == newline || $0 == carriageReturn ? space : $0 }
    parsed = Array("# ".utf8) + line + Array(" #".utf8)
    tree = MarkdownTree(parsed)
  }

  /// The node that holds the inlines.
  var heading: Node? { tree.root.firstChild }
}

extension String {
  /// A formula's source without its dollar signs.
  fileprivate var trimmingDollars: String {
    guard utf8.first == dollar, utf8.last == dollar, utf8.count > 1 else { return self }
    return String(utf8.dropFirst().dropLast()) ?? self
  }
}

import CCmarkGFM
import Foundation

/// A document as cmark-gfm parses it, with our inlines and display math in it as nodes.
///
/// It owns the C nodes: every `Node` of it is valid as long as the tree is.
final class MarkdownTree {
  /// The document node.
  let root: Node

  /// cmark keeps which characters are special in a global table while it parses inlines, so one
  /// document is parsed at a time.
  private static let lock = NSLock()

  /// The options of the `cmark-gfm` program with `-e footnotes`, safe mode.
  private static let options = CMARK_OPT_DEFAULT | CMARK_OPT_FOOTNOTES

  /// Parses Markdown: GitHub's whole dialect, `$…$`, `$$…$$` and `@name`.
  init(_ markdown: some Collection<UInt8>) {
    Self.lock.lock()
    defer { Self.lock.unlock() }
    let parser = cmark_parser_new(Self.options)
    defer { cmark_parser_free(parser) }
    for syntax in SyntaxExtensions.all { cmark_parser_attach_syntax_extension(parser, syntax) }
    let bytes = Array(markdown)
    bytes.withUnsafeBytes { bytes in
      guard let start = bytes.bindMemory(to: CChar.self).baseAddress, !bytes.isEmpty else { return }
      cmark_parser_feed(parser, start, bytes.count)
    }
    // A parser that has not been finished before always returns its document.
    root = Node(cmark_parser_finish(parser)) ?? Node(cmark_node_new(CMARK_NODE_DOCUMENT))
  }

  deinit { cmark_node_free(root.pointer) }

  /// The document as cmark writes it.
  var html: String { Self.html(of: root) }

  /// What cmark writes for a node and what it holds.
  static func html(of node: Node) -> String {
    guard let text = cmark_render_html(node.pointer, options, nil) else { return "" }
    defer { free(text) }
    return String(cString: text)
  }

  /// Walks the tree: every node on entering it and, unless it is a leaf, on leaving it.
  ///
  /// - Parameter visit: takes a node and whether it is entered; it must not change the tree.
  func walk(_ visit: (Node, _ entering: Bool) -> Void) {
    let iterator = cmark_iter_new(root.pointer)
    defer { cmark_iter_free(iterator) }
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let node = Node(cmark_iter_get_node(iterator)) else {
        return
      }
      visit(node, event == CMARK_EVENT_ENTER)
    }
  }
}

import CCmarkGFM

/// A node of cmark's tree: a reference that is valid as long as its `MarkdownTree` is.
struct Node: Hashable {
  /// cmark's node.
  let pointer: UnsafeMutablePointer<cmark_node>

  /// Wraps what cmark returned; `nil` stays `nil`.
  init?(_ pointer: UnsafeMutablePointer<cmark_node>?) {
    guard let pointer else { return nil }
    self.pointer = pointer
  }

  /// Wraps a node.
  init(_ pointer: UnsafeMutablePointer<cmark_node>) {
    self.pointer = pointer
  }

  var type: cmark_node_type { cmark_node_get_type(pointer) }
  var parent: Node? { Node(cmark_node_parent(pointer)) }
  var next: Node? { Node(cmark_node_next(pointer)) }
  var previous: Node? { Node(cmark_node_previous(pointer)) }
  var firstChild: Node? { Node(cmark_node_first_child(pointer)) }
  var lastChild: Node? { Node(cmark_node_last_child(pointer)) }
  var startLine: Int { Int(cmark_node_get_start_line(pointer)) }
  var startColumn: Int { Int(cmark_node_get_start_column(pointer)) }
  var endLine: Int { Int(cmark_node_get_end_line(pointer)) }
  var headingLevel: Int { Int(cmark_node_get_heading_level(pointer)) }

  /// Whether it is a block and not an inline.
  var isBlock: Bool {
    type.rawValue & UInt32(CMARK_NODE_TYPE_MASK) == UInt32(CMARK_NODE_TYPE_BLOCK)
  }

  /// Whether it is a table of the GFM extension, whose type has no constant.
  var isTable: Bool { extensionTypeName == "table" }

  /// The name of an extension's node type; empty for cmark's own and where cmark knows none.
  var extensionTypeName: String {
    guard cmark_node_get_syntax_extension(pointer) != nil,
      let name = cmark_node_get_type_string(pointer)
    else { return "" }
    return String(cString: name)
  }

  /// The text of a text, code or code block node; empty for others.
  var literal: String { string(cmark_node_get_literal(pointer)) }
  /// The info string of a fence; empty for other nodes.
  var fenceInfo: String { string(cmark_node_get_fence_info(pointer)) }
  /// Where a link or image leads.
  var url: String { string(cmark_node_get_url(pointer)) }
  /// The title of a link or image.
  var title: String { string(cmark_node_get_title(pointer)) }
  /// Whether it is a formula or a reference: a code node that our syntax extensions made.
  var isOurInline: Bool { type == CMARK_NODE_CODE && mark != nil }

  /// Whether it is a code block between fences.
  var isFence: Bool {
    guard type == CMARK_NODE_CODE_BLOCK else { return false }
    var length: Int32 = 0
    var offset: Int32 = 0
    var character: CChar = 0
    return cmark_node_get_fenced(pointer, &length, &offset, &character) != 0
  }

  /// The raw Markdown of a block that holds inlines.
  var content: [UInt8] {
    guard let text = cmark_node_get_string_content(pointer) else { return [] }
    return Array(String(cString: text).utf8)
  }

  /// A number kept with the node by our syntax extensions, from 0; `nil` if none was.
  var mark: Int? {
    get { cmark_node_get_user_data(pointer).map { Int(bitPattern: $0) - 1 } }
    nonmutating set {
      let value = newValue.flatMap { UnsafeMutableRawPointer(bitPattern: $0 + 1) }
      cmark_node_set_user_data(pointer, value)
    }
  }

  /// The children, in order; a snapshot, so that they may be moved meanwhile.
  var children: [Node] {
    var all: [Node] = []
    var child = firstChild
    while let node = child {
      all.append(node)
      child = node.next
    }
    return all
  }

  private func string(_ text: UnsafePointer<CChar>?) -> String {
    text.map(String.init(cString:)) ?? ""
  }
}

// MARK: - Changing the tree

extension Node {
  /// A text node.
  static func text(_ text: String) -> Node? {
    guard let node = Node(cmark_node_new(CMARK_NODE_TEXT)) else { return nil }
    cmark_node_set_literal(node.pointer, text)
    return node
  }

  /// An inline that writes HTML around its children.
  static func inline(_ enter: String, _ exit: String = "") -> Node? {
    custom(CMARK_NODE_CUSTOM_INLINE, enter, exit)
  }

  /// A block that writes HTML around its children, each piece on lines of its own.
  static func block(_ enter: String, _ exit: String = "") -> Node? {
    custom(CMARK_NODE_CUSTOM_BLOCK, enter, exit)
  }

  private static func custom(_ type: cmark_node_type, _ enter: String, _ exit: String) -> Node? {
    guard let node = Node(cmark_node_new(type)) else { return nil }
    cmark_node_set_on_enter(node.pointer, enter)
    cmark_node_set_on_exit(node.pointer, exit)
    return node
  }

  /// Changes the text of a text node.
  func setLiteral(_ text: String) { cmark_node_set_literal(pointer, text) }

  /// Makes a code span or an inline of ours write this HTML.
  func becomeHTML(_ html: String) {
    book_make_custom_inline(pointer)
    cmark_node_set_on_enter(pointer, html)
  }

  /// Adds a child behind the others, taken from where it was.
  func append(_ child: Node?) {
    guard let child else { return }
    cmark_node_append_child(pointer, child.pointer)
  }

  /// Adds a child before the others, taken from where it was.
  func prepend(_ child: Node?) {
    guard let child else { return }
    cmark_node_prepend_child(pointer, child.pointer)
  }
}

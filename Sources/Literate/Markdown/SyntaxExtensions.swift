import CCmarkGFM

/// The syntax that the parser knows beyond CommonMark.
///
/// Ours are made once for the life of the program, as cmark's own are. Display math stands first:
/// a table takes every line behind it that nobody else wants.
enum SyntaxExtensions {
  /// Ours, then GitHub's in the order in which the differential test names them to `cmark-gfm`.
  nonisolated(unsafe) static let all: [OpaquePointer] = {
    cmark_gfm_core_extensions_ensure_registered()
    let github = ["table", "strikethrough", "autolink", "tagfilter", "tasklist"]
    return [displayMath, inlineMath, reference].compactMap { $0 }
      + github.compactMap { cmark_find_syntax_extension($0) }
  }()

  /// `$$` on lines of its own, or `$$…$$` on one: a code block node with this extension.
  nonisolated(unsafe) static let displayMath: OpaquePointer? = {
    let syntax = cmark_syntax_extension_new("book-display-math")
    cmark_syntax_extension_set_open_block_func(syntax) {
      syntax, indented, parser, parent, line, _ in
      guard indented == 0, let line, let parent else { return nil }
      let start = Int(cmark_parser_get_first_nonspace(parser))
      guard line[start] == dollar, line[start + 1] == dollar else { return nil }
      let form = DisplayMathLine(UnsafePointer(line + start))
      guard form != .other else { return nil }
      let node = cmark_parser_add_child(parser, parent, CMARK_NODE_CODE_BLOCK, Int32(start + 1))
      guard let node = Node(node) else { return nil }
      cmark_node_set_syntax_extension(node.pointer, syntax)
      if form == .whole { node.mark = 1 }
      return node.pointer
    }
    cmark_syntax_extension_set_match_block_func(syntax) { _, parser, line, _, container in
      guard let line, let node = Node(container), node.mark == nil else { return 0 }
      let start = Int(cmark_parser_get_first_nonspace(parser))
      if line[start] == dollar, line[start + 1] == dollar { node.mark = 1 }
      return 1
    }
    return syntax
  }()

  /// `$…$` within a paragraph: a code node that holds the source; its mark is the offset of the
  /// first `$` in the block's content.
  nonisolated(unsafe) static let inlineMath = inlineSyntax("book-inline-math", character: dollar) {
    _, _, parent, character, parser in
    guard character == dollar, let parent = Node(parent),
      let text = cmark_node_get_string_content(parent.pointer)
    else { return nil }
    return text.withMemoryRebound(to: UInt8.self, capacity: 1) { text in
      let start = Int(cmark_inline_parser_get_offset(parser))
      // A scan that found no end up to some place need not be made again from behind its start.
      guard start >= (parent.mark ?? 0) else { return nil }
      switch FormulaScan(text, from: start) {
      case .formula(let end):
        cmark_inline_parser_set_offset(parser, Int32(end))
        return inlineNode(text, start..<end)
      case .dollars(let end):
        cmark_inline_parser_set_offset(parser, Int32(end))
        return Node.text("$$")?.pointer
      case .none(let searched):
        parent.mark = searched
        return nil
      }
    }
  }

  /// `@name`: a code node that holds the source; its mark is the offset of `@`.
  nonisolated(unsafe) static let reference = inlineSyntax("book-reference", character: 0x40) {
    _, _, parent, character, parser in
    guard character == 0x40, let parent, let text = cmark_node_get_string_content(parent) else {
      return nil
    }
    return text.withMemoryRebound(to: UInt8.self, capacity: 1) { text in
      let start = Int(cmark_inline_parser_get_offset(parser))
      guard let end = endOfReference(text, at: start) else { return nil }
      cmark_inline_parser_set_offset(parser, Int32(end))
      return inlineNode(text, start..<end)
    }
  }

  private static func inlineSyntax(
    _ name: String, character: UInt8, match: @escaping cmark_match_inline_func
  ) -> OpaquePointer? {
    let syntax = cmark_syntax_extension_new(name)
    let characters = cmark_llist_append(
      cmark_get_default_mem_allocator(), nil, UnsafeMutableRawPointer(bitPattern: Int(character)))
    cmark_syntax_extension_set_special_inline_chars(syntax, characters)
    cmark_syntax_extension_set_match_inline_func(syntax, match)
    return syntax
  }

  private static func inlineNode(
    _ text: UnsafePointer<UInt8>, _ range: Range<Int>
  ) -> UnsafeMutablePointer<cmark_node>? {
    let source = UnsafeBufferPointer(start: text + range.lowerBound, count: range.count)
    // A code node: tables' cells, links and images know it.
    guard let node = Node(cmark_node_new(CMARK_NODE_CODE)) else { return nil }
    cmark_node_set_literal(node.pointer, String(decoding: source, as: UTF8.self))
    node.mark = range.lowerBound
    return node.pointer
  }

  /// Where `@name` ends: a name of letters, digits and `_`, with `: . - + /` inside.
  ///
  /// Nothing begins behind a letter or what an e-mail address may hold before its `@`.
  private static func endOfReference(_ text: UnsafePointer<UInt8>, at start: Int) -> Int? {
    if start > 0 {
      let before = text[start - 1]
      if isNameByte(before) || "./+-".utf8.contains(before) { return nil }
    }
    var end = start + 1
    guard isNameByte(text[end]) else { return nil }
    while isNameByte(text[end]) || (":.-+/".utf8.contains(text[end]) && isNameByte(text[end + 1])) {
      end += 1
    }
    return end
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    byte.isAlphanumeric || byte == UInt8(ascii: "_")
  }
}

/// What a line that begins with `$$` is.
enum DisplayMathLine {
  /// `$$` alone: it opens display math. Also `$$ {#eq:x}`, so that the misplaced label is told of.
  case opening
  /// `$$…$$` and perhaps a label: display math on one line.
  case whole
  /// Anything else: prose.
  case other

  /// Looks at a line from its `$$` on; it ends with a line end or NUL.
  init(_ line: UnsafePointer<UInt8>) {
    var at = 2
    func skipBlanks() { while line[at] == space || line[at] == tab { at += 1 } }
    func isAtEnd() -> Bool { line[at] == 0 || line[at] == newline || line[at] == carriageReturn }
    skipBlanks()
    if isAtEnd() || (line[at] == UInt8(ascii: "{") && line[at + 1] == UInt8(ascii: "#")) {
      self = .opening
      return
    }
    while !isAtEnd(), !(line[at] == dollar && line[at + 1] == dollar) {
      at += line[at] == backslash && line[at + 1] != newline && line[at + 1] != 0 ? 2 : 1
    }
    guard !isAtEnd() else {
      self = .other
      return
    }
    at += 2
    skipBlanks()
    self = isAtEnd() || line[at] == UInt8(ascii: "{") ? .whole : .other
  }
}

/// What begins at a `$` within a block's content.
enum FormulaScan {
  /// `$…$` or `$$…$$`, up to this offset.
  case formula(end: Int)
  /// `$$` that nothing closes: two dollar signs.
  case dollars(end: Int)
  /// Money: no formula begins here, nor at any `$` before this offset.
  case none(searched: Int)

  /// Looks at a block's content from a `$` on; the content ends with NUL.
  ///
  /// A formula opens before a non-space and goes to the next `$`, which stands behind a non-space
  /// and not before a digit; else the first one is money. It holds no backtick: code is stronger.
  init(_ text: UnsafePointer<UInt8>, from start: Int) {
    if text[start + 1] == dollar {
      var at = start + 2
      while text[at] != 0, text[at] != backtick {
        if text[at] == dollar, text[at + 1] == dollar, at > start + 2 {
          self = .formula(end: at + 2)
          return
        }
        at += text[at] == backslash && text[at + 1] != 0 ? 2 : 1
      }
      self = .dollars(end: start + 2)
      return
    }
    guard text[start + 1] != 0, !text[start + 1].isBlank else {
      self = .none(searched: start + 1)
      return
    }
    var at = start + 1
    while text[at] != 0, text[at] != backtick, text[at] != dollar {
      at += text[at] == backslash && text[at + 1] != 0 ? 2 : 1
    }
    let next = text[at] == dollar ? text[at + 1] : 0
    if text[at] == dollar, !text[at - 1].isBlank, !next.isDigit, next != dollar {
      self = .formula(end: at + 1)
    } else {
      self = .none(searched: at)
    }
  }
}

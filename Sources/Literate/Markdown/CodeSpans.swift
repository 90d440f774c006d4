extension BlockText {
  /// Where the code spans of the content stand; enough of an inline parser to find one again.
  struct CodeSpans {
    private let bytes: [UInt8]
    /// Runs of backticks, and for each the next run of the same length.
    private var runs: [(start: Int, length: Int, partner: Int?)] = []
    private var next = 0

    init(_ bytes: [UInt8]) {
      self.bytes = bytes
      var at = 0
      while at < bytes.count {
        if bytes[at] == backtick {
          let start = at
          while at < bytes.count, bytes[at] == backtick { at += 1 }
          runs.append((start, at - start, nil))
        } else {
          at += 1
        }
      }
      var nearest: [Int: Int] = [:]
      for i in runs.indices.reversed() {
        runs[i].partner = nearest[runs[i].length]
        nearest[runs[i].length] = i
      }
    }

    /// Offset of the text of the next span that reads so; spans before it are passed over.
    mutating func offset(ofNext literal: String) -> Int? {
      var run = next
      while run < runs.count {
        let (start, length, partner) = runs[run]
        if start > 0, bytes[start - 1] == backslash, isEscaped(start), length == 1 {
          run += 1
          continue
        }
        guard let partner else {
          run += 1
          continue
        }
        let inside = bytes[(start + length)..<runs[partner].start]
        if let skipped = Self.match(inside, literal) {
          next = partner + 1
          return start + length + skipped
        }
        run = partner + 1
      }
      return nil
    }

    /// Whether an odd number of backslashes stands before an offset.
    private func isEscaped(_ offset: Int) -> Bool {
      var at = offset
      while at > 0, bytes[at - 1] == backslash { at -= 1 }
      return (offset - at) % 2 == 1
    }

    /// How many bytes of a span cmark drops before a literal; `nil` if the span reads otherwise.
    private static func match(_ inside: ArraySlice<UInt8>, _ literal: String) -> Int? {
      let text = inside.filter { $0 != carriageReturn }.map { $0 == newline ? space : $0 }
      if text.elementsEqual(literal.utf8) { return 0 }
      let isPadded = text.count > 1 && text.first == space && text.last == space
      return isPadded && text.dropFirst().dropLast().elementsEqual(literal.utf8) ? 1 : nil
    }
  }
}

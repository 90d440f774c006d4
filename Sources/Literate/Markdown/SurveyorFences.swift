import CCmarkGFM

// Code blocks: cells, expected output, claims; display math is a code block too.

extension Surveyor {
  /// A fence of ours, taken apart.
  private struct Fence {
    var node: Node
    /// The info string as written, without the language.
    var attributes: ArraySlice<UInt8>
    /// Column of the fence, and of the first byte of `attributes`, from 1.
    var column: Int
    var attributesColumn: Int
    var line: Int
    /// The lines between the fences, each ended by `\n`.
    var code: String
    var lineCount: Int
    /// Columns that were removed before every line.
    var indent: Int
    var block: BlockText
  }

  mutating func visitCodeBlock(_ node: Node) {
    guard node.isFence else {
      // Code blocks of an extension are display math.
      if cmark_node_get_syntax_extension(node.pointer) != nil { visitEquation(node) }
      return
    }
    let word = node.fenceInfo.prefix { !$0.isWhitespace && $0 != "{" }
    guard word == "swift" || word == "output" || word == "claim" else { return }
    let fence = fence(node, word: String(word))
    if !isClosed(fence) {
      fail(
        at: text.location(line: fence.line, column: fence.column), "the fence is not closed",
        help: "end it with a line of the same fence")
    }
    switch word {
    case "swift": visitCell(fence)
    case "output": visitOutput(fence)
    default: visitClaims(fence)
    }
  }

  private func fence(_ node: Node, word: String) -> Fence {
    let line = text.line(node.startLine)
    let column = max(1, node.startColumn)
    var info = line.dropFirst(column - 1)
    if let mark = info.first { info = info.drop { $0 == mark } }
    info = info.drop(while: \.isBlank).dropFirst(word.utf8.count)
    let literal = node.literal
    let code = literal.utf8.contains(carriageReturn) ? literal.withUnixLineEnds : literal
    let bytes = Array(code.utf8)
    let block = BlockText(bytes, firstLine: node.startLine + 1, in: text)
    let firstText = bytes.firstIndex { $0 != newline }
    let indent = firstText.map { block.location(at: $0).column - 1 } ?? 0
    return Fence(
      node: node, attributes: info, column: column,
      attributesColumn: info.startIndex - line.startIndex + 1, line: node.startLine, code: code,
      lineCount: bytes.count { $0 == newline }, indent: indent, block: block)
  }

  /// Whether a line of fence characters ends the fence.
  private func isClosed(_ fence: Fence) -> Bool {
    let opening = text.line(fence.line).dropFirst(fence.column - 1)
    guard let mark = opening.first else { return false }
    let last = text.line(fence.line + fence.lineCount + 1).trimmed
    let run = last.reversed().prefix { $0 == mark }.count
    return run >= opening.prefix { $0 == mark }.count
      && last.dropLast(run).allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
  }

  /// The place of an offset in the attributes.
  private func location(_ fence: Fence, _ offset: Int) -> SourceLocation {
    text.location(line: fence.line, column: fence.attributesColumn + offset)
  }

  /// The code's lines without the last line end, and the place of its first character.
  private func step(_ kind: Step.Kind, _ fence: Fence) -> Step {
    let code = fence.code.hasSuffix("\n") ? String(fence.code.dropLast()) : fence.code
    return Step(
      index: 0, kind: kind, code: code,
      location: text.location(line: fence.line + 1, column: fence.indent + 1),
      indent: fence.indent)
  }

  private mutating func visitCell(_ fence: Fence) {
    let attributes = CellAttributes(fence.attributes)
    for problem in attributes.problems {
      fail(at: location(fence, problem.offset), problem.message, help: problem.help)
    }
    var step = step(.cell, fence)
    step.id = attributes.id
    step.options = attributes.options
    let options = attributes.options
    let kind: Label.Kind = options.captionsTable ? .table : .figure
    let idLocation = location(fence, (attributes.offsets["#"] ?? 1) - 1)
    let captionOffset = attributes.offsets["caption"] ?? attributes.offsets["table-caption"] ?? 0
    let title = PlainText.of(markdown: options.caption)
    var number = ""
    if !options.isHidden {
      number = count(.cell)
      if !step.id.isEmpty {
        addLabel(.cell, name: step.id, number: number, title: title, at: idLocation)
      }
    }
    var captionNumber = ""
    if !options.caption.isEmpty {
      captionNumber = count(kind)
      if !step.id.isEmpty {
        addLabel(kind, name: step.id, number: captionNumber, title: title, at: idLocation)
      }
    }
    let index = addStep(step)
    survey.cells.append(
      Survey.Cell(
        node: fence.node, step: index, number: number, captionNumber: captionNumber,
        captionLocation: location(fence, captionOffset)))
  }

  private mutating func visitOutput(_ fence: Fence) {
    let place = text.location(line: fence.line, column: fence.column)
    var tolerance = 0.0
    let attributes = FenceAttributes(fence.attributes)
    for attribute in attributes.attributes {
      guard attribute.name == "tolerance" else {
        let name = attribute.name.isEmpty ? "#\(attribute.value ?? "")" : attribute.name
        fail(
          at: location(fence, attribute.offset), "unknown attribute '\(name)' of expected output",
          help: didYouMean(name, among: ["tolerance"], kind: "attributes"))
        continue
      }
      if let value = attribute.value.flatMap(Double.init), value >= 0, value.isFinite {
        tolerance = value
      } else {
        fail(
          at: location(fence, attribute.offset),
          "'\(attribute.value ?? "")' is not a tolerance", help: "write for example tolerance=0.01")
      }
    }
    if let problem = attributes.problem {
      fail(at: location(fence, problem.offset), problem.message, help: problem.help)
    }
    survey.outputs.append(fence.node)
    guard let cell = survey.cells.last, cell.node == fence.node.previous else {
      fail(at: place, "expected output stands right behind a cell", help: "move it there")
      return
    }
    guard survey.steps[cell.step].options.runs else {
      fail(at: place, "a cell that does not run prints nothing", help: "remove no-run or the fence")
      return
    }
    survey.steps[cell.step].expected = ExpectedOutput(
      text: fence.code, tolerance: tolerance,
      location: text.location(line: fence.line + 1, column: fence.indent + 1),
      lineCount: fence.lineCount)
  }

  private mutating func visitClaims(_ fence: Fence) {
    if let first = fence.attributes.trimmed.indices.first {
      fail(
        at: location(fence, first - fence.attributes.startIndex), "claims take no attributes",
        help: "write ```claim")
    }
    var claims = Survey.Claims(node: fence.node)
    let bytes = fence.block.bytes
    for line in bytes.split(separator: newline) where !line.trimmed.isEmpty {
      let content = line.trimmed
      let separator = content.indices.dropLast(3).last { i in
        content[i...].starts(with: " :: ".utf8)
      }
      let place = fence.block.location(at: content.startIndex)
      guard let separator else {
        fail(
          at: place, "this claim has no condition", help: "write 'Statement :: Swift condition'")
        continue
      }
      let condition = content[(separator + 4)...].trimmed
      guard !content[..<separator].trimmed.isEmpty, !condition.isEmpty else {
        fail(at: place, "a claim is 'Statement :: Swift condition'")
        continue
      }
      let step = addStep(
        Step(
          index: 0, kind: .claim, code: String(decoding: condition, as: UTF8.self),
          location: fence.block.location(at: condition.startIndex)))
      let statement = String(decoding: content[..<separator].trimmed, as: UTF8.self)
      claims.lines.append((statement, place, step))
    }
    if claims.lines.isEmpty, bytes.trimmed.isEmpty {
      fail(
        at: text.location(line: fence.line, column: fence.column),
        "there is no claim in this fence",
        help: "write 'Statement :: Swift condition' on a line")
    }
    survey.claims.append(claims)
  }
}

extension String {
  /// With `\n` for `\r\n` and `\r`.
  fileprivate var withUnixLineEnds: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(utf8.count)
    for byte in utf8 {
      if byte == newline, bytes.last == carriageReturn { bytes.removeLast() }
      bytes.append(byte)
    }
    return String(decoding: bytes.map { $0 == carriageReturn ? newline : $0 }, as: UTF8.self)
  }
}

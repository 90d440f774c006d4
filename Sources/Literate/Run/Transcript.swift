import Notebook

/// What a chapter's process has said so far, step by step.
struct Transcript {
  /// What one step has said.
  struct Entry {
    var outputs: [CellOutput] = []
    /// Printed bytes that no displayed value has followed yet.
    var printed: [UInt8] = []
    /// How many of them were shown live.
    var shown = 0
    var errorBytes: [UInt8] = []
    var value = ""
    var claimHolds: Bool?
    var hasEnded = false
    /// The copy that had to trap, and how it ended.
    var trap: (process: Int, end: ProcessEnd)?
    /// Bytes that it wrote or displayed.
    var size = 0

    /// Its outputs, printed text included.
    var allOutputs: [CellOutput] {
      printed.isEmpty ? outputs : outputs + [.printed(String(decoding: printed, as: UTF8.self))]
    }
  }

  /// By step.
  var entries: [Int: Entry] = [:]
  /// The step that runs, or ran last; `nil` before the first.
  var current: Int?
  /// The step whose boundary came last on stderr.
  var currentOnError: Int?
  /// What came on stderr before the first step.
  var firstErrors: [UInt8] = []
  /// The parameters declared, in order.
  var parameters: [DeclaredParameter] = []
  /// What the chapter asked for that cannot be.
  var refusal: (message: String, help: String, line: Int, column: Int)?
  /// Whether the chapter came to its end.
  var isFinished = false

  /// Takes a piece of stdout.
  ///
  /// - Parameters:
  ///   - piece: the piece.
  ///   - tell: gets what is to be shown live.
  mutating func readOutput(_ piece: FrameReader.Piece, tell: (RunEvent) -> Void) {
    switch piece {
    case .text(let bytes):
      guard let current else { return }
      entries[current, default: Entry()].printed += bytes
      entries[current, default: Entry()].size += bytes.count
      show(current, all: false, tell: tell)
    case .frame(let frame):
      read(frame, tell: tell)
    }
  }

  /// Takes a piece of stderr.
  mutating func readError(_ piece: FrameReader.Piece) {
    switch piece {
    case .text(let bytes):
      guard let step = currentOnError else {
        firstErrors += bytes
        return
      }
      entries[step, default: Entry()].errorBytes += bytes
      entries[step, default: Entry()].size += bytes.count
    case .frame(let frame):
      if frame.kind == .begin { currentOnError = frame.fields.first.flatMap { Int($0) } }
    }
  }

  private mutating func read(_ frame: Frame, tell: (RunEvent) -> Void) {
    let fields = frame.fields
    func text(_ k: Int) -> String { fields.indices.contains(k) ? fields[k] : "" }
    func number(_ k: Int) -> Int { Int(text(k)) ?? 0 }
    switch frame.kind {
    case .begin:
      current = number(0)
      // Its stderr may have come first.
      entries[number(0)] = entries[number(0)] ?? Entry()
      tell(.step(index: number(0), elapsed: 0))
    case .end:
      show(number(0), all: true, tell: tell)
      entries[number(0), default: Entry()].hasEnded = true
    case .display:
      guard let current, let (value, terminalText) = Transcript.displayed(fields) else { return }
      show(current, all: true, tell: tell)
      var entry = entries[current, default: Entry()]
      entry.outputs = entry.allOutputs + [.displayed(value)]
      entry.printed = []
      entry.shown = 0
      entry.size += fields.reduce(0) { $0 + $1.utf8.count }
      entries[current] = entry
      var shown = value
      if !terminalText.isEmpty { shown.text = terminalText }
      tell(.output(step: current, .displayed(shown)))
    case .value:
      entries[number(0), default: Entry()].value = text(1)
    case .claim:
      entries[number(0), default: Entry()].claimHolds = text(1) == "1"
      entries[number(0), default: Entry()].value = text(2)
    case .parameter:
      parameters.append(
        DeclaredParameter(name: text(0), value: text(1), standard: text(2), range: text(3)))
    case .progress:
      tell(.progress(Double(text(0)) ?? 0, text(1)))
    case .failure:
      refusal = (text(0), text(1), number(2), number(3))
    case .trap:
      let end = ProcessEnd(status: Int32(truncatingIfNeeded: number(2)))
      entries[number(0), default: Entry()].trap = (number(1), end)
    case .finish:
      isFinished = true
    case .record:
      break
    }
  }

  /// Tells of printed text that is not shown yet: whole lines, or all.
  private mutating func show(_ step: Int, all: Bool, tell: (RunEvent) -> Void) {
    guard var entry = entries[step] else { return }
    let rest = entry.printed[entry.shown...]
    let newline = UInt8(ascii: "\n")
    let end = all ? rest.endIndex : (rest.lastIndex(of: newline).map { $0 + 1 } ?? rest.startIndex)
    guard end > rest.startIndex else { return }
    tell(.output(step: step, .printed(String(decoding: rest[..<end], as: UTF8.self))))
    entry.shown = end
    entries[step] = entry
  }

  /// Reads `Rendition.fields`.
  private static func displayed(_ fields: [String]) -> (DisplayedValue, terminalText: String)? {
    guard fields.count >= 7, let kind = DisplayedValue.Kind(rawValue: fields[0]),
      let rowCount = Int(fields[6])
    else { return nil }
    var rows: [[String]] = []
    var next = 7
    for _ in 0..<rowCount {
      guard next < fields.count, let count = Int(fields[next]), next + count < fields.count else {
        return nil
      }
      rows.append(Array(fields[(next + 1)..<(next + 1 + count)]))
      next += 1 + count
    }
    let value = DisplayedValue(
      kind: kind, text: fields[1], svg: fields[2], description: fields[3], table: rows,
      png: fields[4])
    return (value, fields[5])
  }
}

import Notebook

/// Takes frames out of a stream of bytes, however it is cut into pieces.
struct FrameReader {
  /// A piece of the stream.
  enum Piece: Hashable {
    /// What was printed.
    case text([UInt8])
    /// A message.
    case frame(Frame)
  }

  private let marker: [UInt8]
  private var buffer: [UInt8] = []

  /// A reader of one run's stream.
  init(nonce: String) {
    marker = [Frame.mark] + Array(nonce.utf8)
  }

  /// The pieces that are whole once these bytes have come too.
  mutating func read(_ bytes: some Sequence<UInt8>) -> [Piece] {
    buffer += bytes
    var pieces: [Piece] = []
    var start = 0
    while start < buffer.count {
      let mark = buffer[start...].firstIndex(of: Frame.mark) ?? buffer.count
      if mark > start { pieces.append(.text(Array(buffer[start..<mark]))) }
      start = mark
      guard mark < buffer.count else { break }
      switch frame(at: mark) {
      case .whole(let frame, let end):
        pieces.append(.frame(frame))
        start = end
      case .incomplete:
        buffer.removeFirst(start)
        return pieces
      case .none:
        pieces.append(.text([Frame.mark]))
        start += 1
      }
    }
    buffer.removeAll(keepingCapacity: true)
    return pieces
  }

  /// What is left when the stream ends.
  mutating func finish() -> [Piece] {
    defer { buffer = [] }
    // A frame that was cut off by the process's end is nothing that it printed.
    return buffer.isEmpty || buffer.starts(with: marker) ? [] : [.text(buffer)]
  }

  private enum Found {
    case whole(Frame, end: Int)
    case incomplete
    case none
  }

  private func frame(at start: Int) -> Found {
    let head = buffer[start...].prefix(marker.count)
    guard marker.starts(with: head) else { return .none }
    guard head.count == marker.count, start + marker.count < buffer.count else {
      return .incomplete
    }
    let kindPlace = start + marker.count
    let afterKind = buffer[(kindPlace + 1)...]
    guard let semicolon = afterKind.prefix(12).firstIndex(of: UInt8(ascii: ";")) else {
      return afterKind.count < 12 ? .incomplete : .none
    }
    let digits = String(decoding: afterKind[..<semicolon], as: UTF8.self)
    guard let kind = Frame.Kind(rawValue: Character(UnicodeScalar(buffer[kindPlace]))),
      let count = Int(digits), count >= 0
    else { return .none }
    let end = semicolon + 1 + count
    guard end <= buffer.count else { return .incomplete }
    guard let fields = Frame.fields(of: buffer[(semicolon + 1)..<end]) else { return .none }
    return .whole(Frame(kind, fields), end: end)
  }
}

/// A sequence of text and messages: `Piece`s that follow each other in one list keep their order.
extension FrameReader.Piece {
  /// The bytes of text; empty for a frame.
  var bytes: [UInt8] {
    if case .text(let bytes) = self { return bytes }
    return []
  }
}

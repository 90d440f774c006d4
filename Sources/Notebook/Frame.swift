/// One message from a chapter's process to the doc-runner, within the stream of what it prints.
///
/// On the wire: `0x1E`, the run's nonce, one character for the kind, the payload's length in decimal,
/// `;`, the payload. The nonce is random, so that no cell prints a frame by accident.
package struct Frame: Hashable, Sendable {
  /// What a frame says; the fields that follow it.
  package enum Kind: Character, Sendable {
    /// A step begins: its index. On stdout and on stderr.
    case begin = "b"
    /// A step has ended: its index. On stdout and on stderr.
    case end = "e"
    /// A displayed value: see `Rendition.fields`.
    case display = "d"
    /// An inline expression's text: index, text.
    case value = "v"
    /// A claim: index, `1` if it holds, the measured value.
    case claim = "c"
    /// A declared parameter: name, value, standard value, range, line, column.
    case parameter = "p"
    /// Progress: a fraction from 0 to 1, a note.
    case progress = "g"
    /// A recorded result: name, what became of it, and what belongs to that.
    case record = "r"
    /// The chapter asked for something that cannot be: message, help, line, column. The process ends.
    case failure = "f"
    /// The copy that had to trap has ended: index, its process, wait status.
    case trap = "t"
    /// The chapter has come to its end.
    case finish = "z"
  }

  /// The byte before every frame.
  package static let mark: UInt8 = 0x1E

  /// What it says.
  package var kind: Kind
  /// With what.
  package var fields: [String]

  /// A frame from its parts.
  package init(_ kind: Kind, _ fields: [String] = []) {
    self.kind = kind
    self.fields = fields
  }

  /// The frame as bytes.
  package func encoded(nonce: String) -> [UInt8] {
    var payload: [UInt8] = []
    for field in fields {
      payload += Array(String(field.utf8.count).utf8)
      payload.append(UInt8(ascii: ":"))
      payload += Array(field.utf8)
    }
    var bytes = [Frame.mark]
    bytes += Array(nonce.utf8)
    bytes += Array(String(kind.rawValue).utf8)
    bytes += Array(String(payload.count).utf8)
    bytes.append(UInt8(ascii: ";"))
    return bytes + payload
  }

  /// The fields of a payload; `nil` if it is damaged.
  package static func fields(of payload: some Collection<UInt8>) -> [String]? {
    var fields: [String] = []
    var rest = payload[...]
    while !rest.isEmpty {
      guard let colon = rest.firstIndex(of: UInt8(ascii: ":")),
        let count = Int(String(decoding: rest[..<colon], as: UTF8.self)), count >= 0
      else { return nil }
      let start = rest.index(after: colon)
      guard let end = rest.index(start, offsetBy: count, limitedBy: rest.endIndex) else {
        return nil
      }
      fields.append(String(decoding: rest[start..<end], as: UTF8.self))
      rest = rest[end...]
    }
    return fields
  }
}

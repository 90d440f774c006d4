/// Text made safe for a page.
enum HTML {
  /// Text for element content and for attributes in double quotes.
  ///
  /// Control characters that a page must not hold become U+FFFD.
  static func escape(_ text: some StringProtocol) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 16)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): result += "&amp;".utf8
      case UInt8(ascii: "<"): result += "&lt;".utf8
      case UInt8(ascii: ">"): result += "&gt;".utf8
      case UInt8(ascii: "\""): result += "&quot;".utf8
      case newline, tab: result.append(byte)
      case carriageReturn: break
      case 0..<0x20, 0x7F: result += "\u{FFFD}".utf8
      default: result.append(byte)
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// Text for the content of `<pre>`: a line end at its beginning would be dropped.
  static func preformatted(_ text: String) -> String {
    text.hasPrefix("\n") ? "\n" + escape(text) : escape(text)
  }
}

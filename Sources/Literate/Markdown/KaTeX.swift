import CDuktape
import Foundation

/// KaTeX in the Duktape engine.
final class KaTeX {
  private let context: OpaquePointer

  /// What KaTeX needs and Duktape, which is JavaScript of 2009 with a few later parts, lacks; and the
  /// function that is called for a formula.
  private static let polyfills = """
    Array.prototype.fill = Array.prototype.fill || function (value) {
      for (var i = 0; i < this.length; i++) this[i] = value;
      return this;
    };
    Array.prototype.find = Array.prototype.find || function (test) {
      for (var i = 0; i < this.length; i++) if (test(this[i], i, this)) return this[i];
    };
    Array.prototype.includes = Array.prototype.includes || function (value) {
      return this.indexOf(value) >= 0;
    };
    String.prototype.includes = String.prototype.includes || function (text) {
      return this.indexOf(text) >= 0;
    };
    Object.assign = Object.assign || function (target) {
      for (var i = 1; i < arguments.length; i++)
        for (var key in arguments[i]) target[key] = arguments[i][key];
      return target;
    };
    var console = { log: function () {}, warn: function () {}, error: function () {} };
    """

  private static let function = """
    function setFormula(tex, isDisplay) {
      try {
        return katex.renderToString(tex, {
          displayMode: isDisplay, output: 'htmlAndMathml', throwOnError: true, strict: 'ignore',
          trust: false, maxExpand: 1000
        });
      } catch (error) {
        return '!' + (error.position === undefined ? -1 : error.position) + '\\n' + error.message;
      }
    }
    """

  /// Loads KaTeX from its script.
  ///
  /// - Throws: `MathRenderer.Failure` if the script is missing or does not run.
  init(script: String) throws(MathRenderer.Failure) {
    guard let source = FileManager.default.contents(atPath: script) else {
      throw MathRenderer.Failure(
        message: "KaTeX is not installed: there is no \(script)",
        help: "install the Debian package libjs-katex")
    }
    guard let context = duk_create_heap(nil, nil, nil, nil, nil) else {
      throw MathRenderer.Failure(message: "the JavaScript engine cannot be started")
    }
    self.context = context
    try run(Data(Self.polyfills.utf8))
    try run(source)
    try run(Data(Self.function.utf8))
  }

  deinit { duk_destroy_heap(context) }

  /// Sets a formula.
  ///
  /// - Throws: `MathRenderer.Failure` with what KaTeX says.
  func render(_ tex: String, isDisplay: Bool) throws(MathRenderer.Failure) -> String {
    duk_get_global_string(context, "setFormula")
    push(tex)
    duk_push_boolean(context, isDisplay ? 1 : 0)
    let status = duk_pcall(context, 2)
    let result = popString()
    guard status == 0 else { throw MathRenderer.Failure(message: "KaTeX failed: \(result)") }
    guard result.hasPrefix("!") else {
      // HTML knows MathML without its name space.
      return result.replacingOccurrences(
        of: " xmlns=\"http://www.w3.org/1998/Math/MathML\"", with: "")
    }
    let lines = result.dropFirst().split(separator: "\n", maxSplits: 1)
    let position = lines.first.flatMap { Int($0) }.flatMap { $0 >= 0 ? $0 : nil }
    let message = lines.count > 1 ? String(lines[1]) : "the formula cannot be set"
    throw MathRenderer.Failure(message: Self.oneLine(message), position: position)
  }

  /// KaTeX's message as one line that begins with its name.
  private static func oneLine(_ message: String) -> String {
    message.replacingOccurrences(of: "KaTeX parse error: ", with: "KaTeX: ")
      .replacingOccurrences(of: "\n", with: " ").replacingOccurrences(of: "\u{332}", with: "")
  }

  private func run(_ source: Data) throws(MathRenderer.Failure) {
    let status = source.withUnsafeBytes { bytes in
      duk_eval_raw(
        context, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count,
        duk_uint_t(
          DUK_COMPILE_EVAL | DUK_COMPILE_SAFE | DUK_COMPILE_NOSOURCE | DUK_COMPILE_NOFILENAME))
    }
    let result = popString()
    guard status == 0 else {
      throw MathRenderer.Failure(message: "KaTeX cannot be loaded: \(result)")
    }
  }

  private func push(_ text: String) {
    let bytes = Array(cesu8(text))
    bytes.withUnsafeBytes { bytes in
      _ = duk_push_lstring(context, bytes.bindMemory(to: CChar.self).baseAddress, bytes.count)
    }
  }

  /// Takes the topmost value off the stack, as text.
  private func popString() -> String {
    defer { duk_pop(context) }
    var length = 0
    guard let text = duk_safe_to_lstring(context, -1, &length) else { return "" }
    let bytes = UnsafeRawBufferPointer(start: text, count: length)
    return Self.decode(bytes)
  }
}

// MARK: - Strings

extension KaTeX {
  /// UTF-8 with characters beyond U+FFFF as two surrogates of three bytes each, as Duktape wants it.
  private func cesu8(_ text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: { $0.value > 0xFFFF }) else {
      return Array(text.utf8)
    }
    return text.utf16.flatMap { unit -> [UInt8] in
      switch unit {
      case 0..<0x80: [UInt8(unit)]
      case 0x80..<0x800: [0xC0 | UInt8(unit >> 6), 0x80 | UInt8(unit & 0x3F)]
      default:
        [0xE0 | UInt8(unit >> 12), 0x80 | UInt8((unit >> 6) & 0x3F), 0x80 | UInt8(unit & 0x3F)]
      }
    }
  }

  /// The reverse.
  private static func decode(_ bytes: UnsafeRawBufferPointer) -> String {
    // Surrogates begin with 0xED 0xA0…0xBF.
    let hasSurrogates = bytes.indices.dropLast().contains { i in
      bytes[i] == 0xED && bytes[i + 1] >= 0xA0
    }
    guard hasSurrogates else { return String(decoding: bytes, as: UTF8.self) }
    var units: [UInt16] = []
    var at = 0
    while at < bytes.count {
      let byte = UInt16(bytes[at])
      func next(_ k: Int) -> UInt16 { at + k < bytes.count ? UInt16(bytes[at + k] & 0x3F) : 0 }
      switch byte {
      case 0..<0x80:
        units.append(byte)
        at += 1
      case 0x80..<0xE0:
        units.append((byte & 0x1F) << 6 | next(1))
        at += 2
      default:
        units.append((byte & 0x0F) << 12 | next(1) << 6 | next(2))
        at += 3
      }
    }
    return String(decoding: units, as: UTF16.self)
  }
}

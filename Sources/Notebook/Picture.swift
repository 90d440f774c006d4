/// A picture that a cell displays.
public struct Picture: Hashable, Sendable, Displayable {
  /// The picture in its forms.
  public var rendition: Rendition

  /// A PNG picture.
  ///
  /// - Parameters:
  ///   - png: the file's bytes.
  ///   - description: what it shows, for readers who cannot see it.
  ///   - line: where it is made; leave it out.
  ///   - column: where it is made; leave it out.
  ///
  /// Bytes that do not begin as a PNG file does end the run with an error at the call.
  public init(png: [UInt8], description: String, line: Int = #line, column: Int = #column) {
    guard png.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) else {
      fail(
        "these \(png.count) bytes are not a PNG picture",
        help: "give the whole PNG file, its first bytes too",
        line: line, column: column)
    }
    rendition = Rendition(
      kind: .image, text: "[picture: \(description)]", description: description, png: png)
  }

  /// A picture as SVG.
  ///
  /// - Parameters:
  ///   - svg: one `<svg>` element.
  ///   - description: what it shows, for readers who cannot see it.
  public init(svg: String, description: String) {
    rendition = Rendition(
      kind: .image, text: "[picture: \(description)]", svg: svg, description: description)
  }
}

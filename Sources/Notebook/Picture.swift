/// A picture that a cell displays.
public struct Picture: Hashable, Sendable, Displayable {
  /// The picture in its forms.
  public var rendition: Rendition

  /// A PNG picture.
  ///
  /// - Parameters:
  ///   - png: the file's bytes.
  ///   - description: what it shows, for readers who cannot see it.
  public init(png: [UInt8], description: String) {
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

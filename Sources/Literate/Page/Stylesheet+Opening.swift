extension Stylesheet {
  static let opening = """

    """
}

extension Stylesheet {
  static let cells = """

    """
}

extension Stylesheet {
  static let blocks = """

    """
}

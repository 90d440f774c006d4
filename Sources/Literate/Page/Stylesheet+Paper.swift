extension Stylesheet {
  static let paper = """

    """
}

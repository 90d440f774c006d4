extension Stylesheet {
  static let type = """

    """
}

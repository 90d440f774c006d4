extension Stylesheet {
  static let index = """

    """
}

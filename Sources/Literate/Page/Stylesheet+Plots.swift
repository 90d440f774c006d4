extension Stylesheet {
  static let plots = """

    """
}

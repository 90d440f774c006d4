extension Stylesheet {
  static let layout = """

    """
}

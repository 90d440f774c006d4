extension Stylesheet {
  static let controls = """

    """
}

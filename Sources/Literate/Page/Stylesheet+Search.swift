extension Stylesheet {
  static let search = """

    """
}

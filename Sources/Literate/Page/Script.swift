/// The book's script in parts, each in a file of its own.
enum Script {
  static let opening = ""
  static let reading = ""
  static let search = ""
  static let closing = ""
}

import ArgumentParser
import Foundation
import Literate

/// `book new`.
struct NewCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Start a chapter that renders as it is.",
    discussion: """
      EXAMPLES
        book new "Learning to learn"              behind the last chapter
        book new "Learning to learn" --number 9   chapters/09-learning-to-learn.md

      \(exitCodes)
      """)

  @Argument(help: "The chapter's title.") var title: String
  @Option(help: "The chapter's number. Default: one more than the last.") var number: Int?
  @OptionGroup var book: BookOptions

  func validate() throws {
    if slug.isEmpty {
      throw ValidationError("a title needs a letter or a digit, and '\(title)' has none")
    }
    if let number, !(0...999).contains(number) {
      throw ValidationError("--number must lie in 0…999, not \(number)")
    }
  }

  private var slug: String {
    let plain =
      title.lowercased().applyingTransform(.stripDiacritics, reverse: false) ?? title.lowercased()
    let words = plain.split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
    return words.joined(separator: "-")
  }

  func run() throws {
    let folder = try book.folder()
    // An appendix is no chapter's predecessor.
    let taken = folder.chapterPaths.compactMap { path -> Int? in
      guard case .chapter(let number)? = BookFolder.number(in: BookFolder.stem(of: path)) else {
        return nil
      }
      return number
    }
    let number = number ?? (taken.max() ?? 0) + 1
    let path = "chapters/\(number < 10 ? "0" : "")\(number)-\(slug).md"
    try orFail {
      if let other = folder.chapterPaths.first(where: {
        BookFolder.slug(of: $0) == slug
          || BookFolder.number(in: BookFolder.stem(of: $0)) == .chapter(number)
      }) {
        throw Diagnostic(
          "\(other) already has the number \(number) or the name '\(slug)'",
          help: "choose another title, or another number with --number")
      }
      try Files.write(Array(template.utf8), to: "\(folder.root)/\(path)")
    }
    Terminal.current.write("\(path)\n")
    Terminal.current.note(
      "next: edit it, then `book render \(slug)` and open output/\(BookFolder.stem(of: path)).html")
  }

  private var template: String {
    let quoted = title.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return """
      ---
      title: "\(quoted)"
      question: What does this chapter answer?
      objectives:
        - Say what a reader can do afterwards.
      prerequisites:
        - Say what a reader should know before.
      minutes:
        - The experiment: 5
      key-points:
        - Say what to remember.
      ---

      ## The experiment {#sec:\(slug)-experiment}

      Tell the experiment before the equation, and the equation before the code.

      ```swift {#\(slug)-first}
      let trials = parameter("trials", 10, in: 1...1_000)
      var value = 0.0
      for _ in 1...trials { value += 0.1 * (1 - value) }
      value
      ```

      After `= trials` trials the value is `= fixed(value, 3)`.

      ```claim
      The value stays below its limit :: value < 1
      ```

      """
  }
}

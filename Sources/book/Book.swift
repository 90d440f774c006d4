import ArgumentParser
import Literate
import MetaRL

@main
struct Book: ParsableCommand {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    // Before anything else: a chapter's process is this program too.
    if arguments.first == "__chapter" { runChapterChild(Array(arguments.dropFirst())) }
    main(nil)
  }
}

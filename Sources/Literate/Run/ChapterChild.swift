import Foundation
import Notebook
import Plots

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a chapter's process is told, in a file.
struct ChildSettings: Codable {
  /// The chapter as a shared object.
  var library: String
  /// Where it works.
  var folder: String
  /// Stands in every frame.
  var nonce: String
  /// The process that waits for this one.
  var parent: Int32
  /// Values of parameters, by name.
  var overrides: [String: String]
  /// Data files that may be read.
  var data: [String]
  /// Where the place of the running statement is noted.
  var place: String
  /// A terminal to draw plots for.
  var terminal: RunSettings.Terminal?
  /// Recorded results.
  var records: RecordSettings
}

/// Runs a chapter in this process: what the tool's hidden subcommand `__chapter` calls.
///
/// - Parameter arguments: those after the subcommand: the path of the settings that `ChapterRunner`
///   wrote.
/// - Returns: never.
public func runChapterChild(_ arguments: [String]) -> Never {
  endWithParent()
  System.limitFiles()
  guard let path = arguments.first, let data = FileManager.default.contents(atPath: path),
    let settings = try? JSONDecoder().decode(ChildSettings.self, from: data)
  else {
    complain("this subcommand is for the book's own use")
  }
  // The parent may have died before the kernel was told to watch it.
  guard getppid() == settings.parent, chdir(settings.folder) == 0 else { exit(71) }
  let terminal = settings.terminal.map { terminal in
    Session.Terminal(
      width: terminal.width,
      style: TextStyle(
        glyphs: terminal.isUnicode ? .unicode : .ascii, isColored: terminal.isColored))
  }
  let place = System.mapPlace(settings.place)
  noteLackOfMemory(place)
  Session.start(
    Session(
      nonce: settings.nonce, overrides: settings.overrides, data: settings.data,
      terminal: terminal, recorder: RecordKeeper(settings: settings.records),
      place: place.map(Session.Place.init(words:))))
  guard let library = dlopen(settings.library, RTLD_NOW | RTLD_GLOBAL),
    let main = dlsym(library, "main")
  else {
    complain("cannot load the chapter: \(dlerror().map { String(cString: $0) } ?? "no main")")
  }
  typealias Main =
    @convention(c) (Int32, UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>?) -> Int32
  let run = unsafeBitCast(main, to: Main.self)
  exit(run(CommandLine.argc, CommandLine.unsafeArgv))
}

/// Has an abort for want of memory leave a note: the runtime prints nothing then.
private func noteLackOfMemory(_ place: UnsafeMutablePointer<Int32>?) {
  abortNote = place.map { $0 + 2 }
  var action = sigaction()
  action.__sigaction_handler.sa_handler = { _ in
    if errno == ENOMEM { abortNote?.pointee = 1 }
    // Then to the crash handler that was there.
    sigaction(SIGABRT, &abortHandler, nil)
    raise(SIGABRT)
  }
  sigaction(SIGABRT, &action, &abortHandler)
}

/// Where the note is left, and what handled aborts before.
nonisolated(unsafe) private var abortNote: UnsafeMutablePointer<Int32>?
nonisolated(unsafe) private var abortHandler = sigaction()

/// Ends this process before the chapter has begun.
private func complain(_ text: String) -> Never {
  FileHandle.standardError.write(Data((text + "\n").utf8))
  exit(72)
}

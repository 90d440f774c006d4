import Foundation
import Literate
import Synchronization

/// Shows on stderr how far a command is: one line redrawn on a terminal, a line a chapter when piped.
final class ProgressView: Sendable {
  private enum Style {
    case bar, lines, quiet
  }

  private struct Running {
    var what: String
    var index = -1
    var elapsed = 0.0
    var note = ""
  }

  private struct State {
    var total = 0
    var done = 0
    var running: [String: Running] = [:]
    var hasLine = false
    var isOver = false
  }

  private let style: Style
  private let width: Int
  private let state = Mutex(State())

  init(quiet: Bool) {
    let terminal = Terminal.current
    style = quiet ? .quiet : terminal.isError ? .bar : .lines
    width = terminal.width
  }

  /// Takes note of an event and shows what has changed.
  func handle(_ event: BookEvent) {
    state.withLock { state in
      switch event {
      case .started(let count):
        state.total = count
      case .chapter(let path, let event):
        update(&state, BookFolder.stem(of: path), event)
      case .finished(let report):
        let name = BookFolder.stem(of: report.path)
        state.running[name] = nil
        state.done += 1
        if style == .lines, report.outcome != .unchanged {
          say(&state, "\(name): \(report.summary)")
        }
      }
      redraw(&state)
    }
  }

  /// Prints a line between the progress lines.
  func say(_ text: String) {
    state.withLock { state in
      say(&state, text)
      redraw(&state)
    }
  }

  /// Takes the bar away for good.
  func finish() {
    state.withLock { state in
      clear(&state)
      state.isOver = true
    }
  }

  private func update(_ state: inout State, _ name: String, _ event: RunEvent) {
    var running = state.running[name] ?? Running(what: "")
    switch event {
    case .compiling:
      running.what = "compiling"
    case .step(let index, let elapsed):
      if running.index != index { running = Running(what: "cell \(index + 1)", index: index) }
      running.elapsed = elapsed
    case .progress(let fraction, let note):
      let percent = "\(Int((fraction * 100).rounded(.down))) %"
      running.note = note.isEmpty ? percent : "\(percent) \(note)"
    case .decided, .output, .errorText, .finished, .notice:
      // What is to be said of these stands in the report, or is the output itself.
      break
    }
    state.running[name] = running
  }

  private func say(_ state: inout State, _ text: String) {
    clear(&state)
    Terminal.current.note(text)
  }

  private func clear(_ state: inout State) {
    guard state.hasLine else { return }
    FileHandle.standardError.write(Data("\r\u{1B}[K".utf8))
    state.hasLine = false
  }

  private func redraw(_ state: inout State) {
    guard style == .bar, !state.isOver, state.total > 0 else { return }
    let cells = 20
    let filled = state.done * cells / max(1, state.total)
    var line = "[" + String(repeating: "#", count: filled)
    line += String(repeating: "-", count: cells - filled) + "] \(state.done)/\(state.total)"
    for (name, running) in state.running.sorted(by: { $0.key < $1.key }) {
      line += "  \(name): \(running.what)"
      if running.elapsed >= 1 { line += " \(Int(running.elapsed)) s" }
      if !running.note.isEmpty { line += " \(running.note)" }
    }
    if line.count >= width { line = String(line.prefix(max(1, width - 2))) + "…" }
    FileHandle.standardError.write(Data("\r\(line)\u{1B}[K".utf8))
    state.hasLine = true
  }
}

import Foundation
import Literate
import Synchronization

/// Prints a running chapter's outputs on the terminal as they come.
final class CellPrinter: Sendable {
  private let chapter: Chapter
  private let showsCode: Bool
  private let only: String?
  private let isJSON: Bool
  private let begun = Mutex<Set<Int>>([])

  init(chapter: Chapter, showsCode: Bool, only: String?, isJSON: Bool) {
    self.chapter = chapter
    self.showsCode = showsCode
    self.only = only
    self.isJSON = isJSON
  }

  /// Prints an output event.
  func handle(_ event: RunEvent) {
    guard !isJSON else { return }
    if case .notice(let notice) = event { Terminal.current.note("\(notice)") }
    if case .errorText(let index, let text) = event, isShown(index) {
      FileHandle.standardError.write(Data(text.utf8))
    }
    guard case .output(let index, let output) = event, isShown(index) else { return }
    begin(index)
    switch output {
    case .printed(let text):
      Terminal.current.write(text)
    case .displayed(let value):
      Terminal.current.write(value.text.hasSuffix("\n") ? value.text : value.text + "\n")
    }
  }

  /// Prints what is known only at the end: the claims; or everything, as JSON.
  func finish(_ run: ChapterRun) throws {
    for (step, result) in zip(chapter.steps, run.results) where isShown(step.index) {
      if isJSON {
        try printJSON(Row(chapter: chapter.path, step: step, result: result))
        continue
      }
      if step.kind == .cell, showsCode, result.status == .ran, result.outputs.isEmpty {
        begin(step.index)
      }
      guard step.kind == .claim, result.status != .notRun else { continue }
      let sign = result.failure == nil ? "holds" : "FAILS"
      let measured = result.value.isEmpty ? "" : "  (\(result.value))"
      Terminal.current.write("claim \(sign)  \(step.code)\(measured)\n")
    }
  }

  private func isShown(_ index: Int) -> Bool {
    if let only {
      let cells = chapter.steps.filter { $0.kind == .cell }
      let number = cells.firstIndex { $0.index == index }.map { "\($0 + 1)" }
      return number == only || cells.contains { $0.index == index && $0.id == only }
    }
    return chapter.steps.indices.contains(index) && !chapter.steps[index].options.isHidden
  }

  /// Prints a cell's heading and, if asked for, its code, once.
  private func begin(_ index: Int) {
    guard begun.withLock({ $0.insert(index).inserted }), chapter.steps.indices.contains(index)
    else { return }
    let step = chapter.steps[index]
    let name = chapter.cellNames.first { $0.step.index == index }?.name ?? "\(index + 1)"
    let color = Terminal.current.hasColor
    Terminal.current.write(
      "\(color ? "\u{1B}[1m" : "")── \(name), line \(step.location.line)\(color ? "\u{1B}[0m" : "")\n"
    )
    guard showsCode else { return }
    for line in step.code.split(separator: "\n", omittingEmptySubsequences: false) {
      Terminal.current.write("\(color ? "\u{1B}[2m" : "")    \(line)\(color ? "\u{1B}[0m" : "")\n")
    }
  }

  private struct Row: Encodable {
    var chapter: String
    var step: Step
    var result: StepResult
  }
}

extension RunSettings {
  /// Which steps of a chapter run.
  ///
  /// - Parameter chapter: the chapter.
  /// - Returns: the options of the program; the step whose output alone is wanted.
  /// - Throws: a diagnostic that names the cells that there are.
  func selection(
    _ chapter: Chapter
  ) throws(Diagnostic) -> (options: TangleOptions, only: Int?) {
    var options = TangleOptions()
    guard let name = only ?? upTo else { return (options, nil) }
    let cells = chapter.steps.filter { $0.kind == .cell }
    let byNumber = Int(name).flatMap { cells.indices.contains($0 - 1) ? cells[$0 - 1] : nil }
    guard let cell = cells.first(where: { $0.id == name && !name.isEmpty }) ?? byNumber else {
      let names = cells.map(\.id).filter { !$0.isEmpty }
      let list = names.isEmpty ? "" : ", or \(names.joined(separator: ", "))"
      let near = closest(to: name, among: names).map { "did you mean '\($0)'? " } ?? ""
      throw Diagnostic(
        .error, "no cell '\(name)' in \(chapter.path)",
        help: cells.isEmpty ? "it has no cells" : "\(near)its cells are 1 to \(cells.count)\(list)")
    }
    options.end = cell.index + 1
    options.onlyCells = only != nil
    return (options, only == nil ? nil : cell.index)
  }

  /// Checks that every parameter that is set is one of the chapter's.
  ///
  /// - Parameters:
  ///   - chapter: the chapter.
  ///   - declared: those that a run has declared; `nil` before the run, when the code must tell.
  /// - Throws: a diagnostic that names the parameters that there are.
  func checkOverrides(
    _ chapter: Chapter, declared: [DeclaredParameter]? = nil
  ) throws(Diagnostic) {
    guard !overrides.isEmpty else { return }
    let calls = calls(of: "parameter", in: chapter)
    // A name that is computed is known only after the run.
    if declared == nil, calls.contains(where: { $0.name == nil }) { return }
    let names = calls.compactMap(\.name) + (declared ?? []).map(\.name)
    for name in overrides.keys.sorted() where !names.contains(name) {
      var known: [String] = []
      for name in names where !known.contains(name) { known.append(name) }
      let near = closest(to: name, among: known).map { "did you mean '\($0)'? " } ?? ""
      throw Diagnostic(
        .error, "no parameter '\(name)' in \(chapter.path)",
        help: known.isEmpty
          ? "it declares none" : "\(near)its parameters are \(known.joined(separator: ", "))")
    }
  }
}

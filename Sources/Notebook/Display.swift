import Plots

/// Displays a value as a cell's last expression is displayed: a plot as a plot, a table as a table,
/// anything else as text.
///
/// Outside the doc-runner it prints the value's text.
///
/// - Parameter value: a `Displayable`, a `Plot`, or anything that `print` can print.
public func display(_ value: some Any) {
  let rendition = Rendition(of: value)
  guard let session = Session.current else { return print(rendition.text) }
  var terminalText = ""
  if let terminal = session.terminal, let plot = value as? any Plot {
    terminalText = plot.text(width: terminal.width, style: terminal.style)
  }
  send(.display, rendition.fields(terminalText: terminalText))
}

/// Displays a cell's last expression, unless it is `Void`. Called by the tangled program.
///
/// - Parameter value: the expression's value.
public func _bookShow<Value>(_ value: Value) {
  if Value.self != Void.self { display(value) }
}

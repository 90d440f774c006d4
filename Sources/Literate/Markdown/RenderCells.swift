import CCmarkGFM
import Foundation

// Cells and what came out of them.

extension Renderer {
  /// Rows of a data table that stand on the page; the rest is in a file.
  private static let rowLimit = 40
  /// Bytes of base64 that a picture may have within the page.
  private static let pictureLimit = 48_000

  /// Puts a cell in the place of its fence.
  func render(_ cell: Survey.Cell) {
    guard cell.step < steps.count else { return }
    let step = steps[cell.step]
    let result = result(cell.step)
    if step.options.isHidden, result.status != .failed {
      remove(cell.node)
    } else {
      replace(cell.node, by: Node.block(html(cell, step, result)))
    }
  }

  private func html(_ cell: Survey.Cell, _ step: Step, _ result: StepResult) -> String {
    let options = step.options
    let hasCaption = !options.caption.isEmpty
    var classes = "cell"
    if result.status == .failed {
      classes += " failed"
    } else if !options.runs {
      classes += " no-run"
    } else if result.status == .notRun {
      classes += " not-run"
    }
    var attributes = ""
    if !step.id.isEmpty { attributes += " id=\"cell-\(step.id)\"" }
    if !cell.number.isEmpty { attributes += " data-number=\"\(cell.number)\"" }
    let element = hasCaption ? "figure" : "div"
    var html = "<\(element) class=\"\(classes)\"\(attributes)>\n"
    if !options.isHidden { html += code(step) }
    html += outputs(cell, step, result)
    if options.runs, result.status == .notRun { html += "<p class=\"state\">not run</p>\n" }
    if hasCaption {
      let word = options.captionsTable ? "Table" : "Figure"
      html += "<figcaption><span class=\"label\">\(word) \(cell.captionNumber)</span> "
      html += inline(options.caption, at: cell.captionLocation) + "</figcaption>\n"
    }
    return html + "</\(element)>"
  }

  private func code(_ step: Step) -> String {
    let pre = "<pre><code class=\"language-swift\">\(highlight(swift: step.code))</code></pre>"
    let code = "<div class=\"code\">\(pre)</div>\n"
    guard step.options.isFolded else { return code }
    return "<details class=\"fold\"><summary>Code</summary>\n\(code)</details>\n"
  }

  private func outputs(_ cell: Survey.Cell, _ step: Step, _ result: StepResult) -> String {
    var parts = result.outputs.map { output in
      switch output {
      case .printed(let text): "<pre class=\"printed\">\(HTML.preformatted(text))</pre>\n"
      case .displayed(let value): html(value, step: step)
      }
    }
    if let failure = step.options.failure, result.status == .ran {
      let kind =
        switch failure {
        case .compile: "compile"
        case .trap: "trap"
        }
      parts.append(labelled("This cell fails", "fails \(kind)", result.errorText))
    } else if !result.errorText.isEmpty {
      parts.append(labelled("Written to stderr", "stderr", result.errorText))
    }
    if !result.warnings.isEmpty {
      let text = result.warnings.map(\.description).joined(separator: "\n")
      parts.append(labelled("Compiler warnings", "warnings", text))
    }
    if let failure = result.failure {
      parts.append("<pre class=\"failure\">\(HTML.preformatted(failure.description))</pre>\n")
    }
    // The figure's id is here: the cell's own element has the cell's.
    let isFigure = !step.options.caption.isEmpty && !step.id.isEmpty
    let kind = step.options.captionsTable ? "tbl" : "fig"
    let id = isFigure ? " id=\"\(kind)-\(step.id)\"" : ""
    if parts.isEmpty, !isFigure { return "" }
    return
      "<div class=\"output\"\(id) role=\"group\" aria-label=\"Output\">\n\(parts.joined())</div>\n"
  }

  private func labelled(_ label: String, _ classes: String, _ text: String) -> String {
    "<p class=\"stream\">\(label)</p>\n<pre class=\"\(classes)\">\(HTML.preformatted(text))</pre>\n"
  }

  private func html(_ value: DisplayedValue, step: Step) -> String {
    let description =
      step.options.description.isEmpty ? value.description : step.options.description
    switch value.kind {
    case .text: return "<pre class=\"printed value\">\(HTML.preformatted(value.text))</pre>\n"
    case .table where value.table.isEmpty:
      return "<pre class=\"printed value\">\(HTML.preformatted(value.text))</pre>\n"
    case .table: return table(value.table, label: description)
    case .plot: return plot(value, description)
    case .image: return image(value, description)
    }
  }

  /// A plot as text, its picture one switch away, and its data behind a disclosure.
  private func plot(_ value: DisplayedValue, _ description: String) -> String {
    viewCount += 1
    let view = "view-\(viewCount)"
    let label = HTML.escape(description)
    let text = "<pre role=\"img\" aria-label=\"\(label)\">\(HTML.preformatted(value.text))</pre>\n"
    var html = "<div class=\"plot\">"
    if value.svg.isEmpty {
      html += text
    } else {
      html += """
        <div class="views" role="group" aria-label="View of the plot">\
        <input type="radio" name="\(view)" id="\(view)-text" checked><label for="\(view)-text">Text</label>\
        <input type="radio" name="\(view)" id="\(view)-svg"><label for="\(view)-svg">Picture</label>
        \(text)<div class="svg">\(scoped(value.svg, view))</div></div>

        """
    }
    if !value.table.isEmpty {
      html += "<details class=\"data\"><summary>Data</summary>\n"
      html += table(value.table, label: "") + "</details>\n"
    }
    return html + "</div>\n"
  }

  /// An SVG whose ids are made its own, so that two of them can stand on one page.
  private func scoped(_ svg: String, _ view: String) -> String {
    guard svg.contains(" id=\"") else { return svg }
    var result = svg
    for open in [" id=\"", "url(#", "href=\"#", "aria-labelledby=\"", "aria-describedby=\""] {
      result = result.replacingOccurrences(of: open, with: "\(open)\(view)-")
    }
    return result
  }

  /// A table's rows; what goes beyond the limit is in a file beside the page.
  private func table(_ rows: [[String]], label: String) -> String {
    guard let head = rows.first else { return "" }
    let body = rows.dropFirst()
    let numeric = head.indices.filter { column in
      body.allSatisfy { column >= $0.count || Self.isNumber($0[column]) } && !body.isEmpty
    }
    let classes = numeric.reduce(into: "data") { $0 += " n\($1 + 1)" }
    let name = label.isEmpty ? "Data" : label
    var html = "<div class=\"table-wrap\" role=\"region\" aria-label=\"\(HTML.escape(name))\" "
    html += "tabindex=\"0\"><table class=\"\(classes)\">\n<thead><tr>"
    for cell in head { html += "<th scope=\"col\">\(HTML.escape(cell))" }
    html += "\n<tbody>"
    for row in body.prefix(Self.rowLimit) {
      html += "<tr>"
      for cell in row { html += "<td>\(HTML.escape(cell))" }
      html += "\n"
    }
    html += "</table></div>\n"
    if body.count > Self.rowLimit {
      let file = addFile(rows.map(Self.commaSeparated).joined(), suffix: "csv")
      html += "<p class=\"more\">The first \(Self.rowLimit) of \(body.count) rows; "
      html += "<a href=\"\(HTML.escape(file))\" download>all as CSV</a></p>\n"
    }
    return html
  }

  /// Whether a table's cell reads as a number, or as none given.
  private static func isNumber(_ text: String) -> Bool {
    let plain = text.replacingOccurrences(of: "−", with: "-").filter { $0 != "%" && $0 != "," }
    return plain.isEmpty || plain == "–" || plain == "-" || Double(plain) != nil
  }

  private static func commaSeparated(_ row: [String]) -> String {
    row.map { cell in
      let isPlain = !cell.contains { ",\"\n\r".contains($0) }
      return isPlain ? cell : "\"\(cell.replacingOccurrences(of: "\"", with: "\"\""))\""
    }.joined(separator: ",") + "\n"
  }

  /// A picture: SVG as an image, so that nothing in it runs; a large one in a file.
  private func image(_ value: DisplayedValue, _ description: String) -> String {
    let source: String
    if !value.svg.isEmpty {
      let data = Data(value.svg.utf8)
      let base64 = data.base64EncodedString()
      source =
        base64.count > Self.pictureLimit
        ? addFile(value.svg, suffix: "svg") : "data:image/svg+xml;base64,\(base64)"
    } else if value.png.utf8.count > Self.pictureLimit, let data = Data(base64Encoded: value.png) {
      source = addFile(data, suffix: "png")
    } else {
      source = "data:image/png;base64,\(value.png.filter { $0.isASCII && !$0.isWhitespace })"
    }
    let alternative = HTML.escape(description.isEmpty ? value.text : description)
    return "<img class=\"picture\" src=\"\(HTML.escape(source))\" alt=\"\(alternative)\">\n"
  }

  private func addFile(_ text: String, suffix: String) -> String {
    addFile(Data(text.utf8), suffix: suffix)
  }

  /// Notes a file to write beside the page; returns its name.
  private func addFile(_ contents: Data, suffix: String) -> String {
    let stem = page.hasSuffix(".html") ? String(page.dropLast(5)) : page
    let name = "assets/\(stem)/\(files.count + 1).\(suffix)"
    files.append(Fragment.File(name: name, contents: contents))
    return name
  }
}

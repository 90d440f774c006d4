extension TextFigure {
  /// What the marks mean: as many entries a row as fit.
  func legend() -> [TextRow] {
    var lines: [TextRow] = []
    for key in figure.keys {
      var entry = glyphs.sample(key.sample)
      let room = width - margin - 2 - entry.width
      if !key.words.isEmpty {
        entry.append(" " + key.words.onOneLine.cut(to: max(2, room), ellipsis: glyphs.ellipsis))
      }
      if var last = lines.last, last.width + 3 + entry.width <= width {
        last.append("   ")
        last.append(entry)
        lines[lines.count - 1] = last
      } else {
        var line = TextRow()
        line.pad(to: min(margin + 1, max(0, width - entry.width)))
        line.append(entry)
        lines.append(line)
      }
    }
    return lines
  }
}

extension Glyphs {
  /// What stands before the words of a legend's entry.
  func sample(_ sample: Key.Sample) -> TextRow {
    switch sample {
    case .line(let series, let hasMarker):
      let middle = hasMarker ? marker(series) : horizontal
      return TextRow(horizontal + middle + horizontal, .series(series))
    case .marker(let series): return TextRow(marker(series), .series(series))
    case .band: return TextRow(band + band + band, .faint)
    case .guide(.x): return TextRow(vertical, .faint)
    case .guide: return TextRow(horizontal + " " + horizontal, .faint)
    case .shades(let lower, let middle, let upper):
      var row = TextRow(lower + " ")
      if let middle {
        for step in -9...(-1) { appendShade(Double(step) / 9, isDiverging: true, &row) }
        row.append(" " + middle + " ")
      }
      let isDiverging = middle != nil
      for step in (isDiverging ? 1 : 0)...9 {
        appendShade(Double(step) / 9, isDiverging: isDiverging, &row)
      }
      row.append(" " + upper)
      return row
    case .missing: return TextRow(missing, .faint)
    }
  }

  private func appendShade(_ value: Double, isDiverging: Bool, _ row: inout TextRow) {
    row.append(shade(value), .shade(value, isDiverging: isDiverging))
  }
}

extension Axis.Slots {
  /// The smallest round number of slots that are at least `apart` characters apart.
  func step(apart: Int, in characters: Int) -> Int {
    var (step, index) = (1, 0)
    while step * characters < apart * names.count, step < names.count {
      step = [1, 2, 5][(index + 1) % 3] * power((index + 1) / 3)
      index += 1
    }
    return step
  }

  private func power(_ exponent: Int) -> Int { (0..<exponent).reduce(1) { value, _ in value * 10 } }

  /// Names of every `step`th slot, in its middle; a group's name before its first slot's.
  func ticks(every step: Int) -> [Tick] {
    let widest = groups.map { displayWidth($0.onOneLine) }.max() ?? 0
    return stride(from: 0, to: names.count, by: max(1, step)).map {
      let group = groups.isEmpty ? "" : groups[$0].onOneLine.padded(widest + 2)
      return Tick(value: Double($0) + 0.5, label: group + names[$0].onOneLine)
    }
  }
}

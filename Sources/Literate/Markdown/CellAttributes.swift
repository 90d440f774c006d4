/// What the line of a `swift` fence says: the cell's id and options.
struct CellAttributes {
  /// The name that references use; empty if there is none.
  var id = ""
  /// The options.
  var options = CellOptions()
  /// Offset of the id, caption and so on in the info string, by attribute name (`#` for the id).
  var offsets: [String: Int] = [:]
  /// What is wrong, and at which offset of the info string.
  var problems: [(offset: Int, message: String, help: String)] = []

  static let names = [
    "caption", "table-caption", "description", "hide", "fold", "no-run", "local", "time", "memory",
    "fails-to-compile", "traps",
  ]

  /// Reads what stands behind the word `swift`.
  init(_ info: some Sequence<UInt8>) {
    let parsed = FenceAttributes(info)
    for attribute in parsed.attributes { apply(attribute) }
    if let problem = parsed.problem { problems.append(problem) }
    check()
  }

  private mutating func apply(_ attribute: FenceAttributes.Attribute) {
    let key = attribute.name.isEmpty ? "#" : attribute.name
    guard attribute.name.isEmpty || Self.names.contains(attribute.name) else {
      problems.append(
        (
          attribute.offset, "unknown attribute '\(attribute.name)' of a cell",
          didYouMean(attribute.name, among: Self.names, kind: "attributes")
        ))
      return
    }
    guard offsets[key] == nil else {
      let name = attribute.name.isEmpty ? "the id" : "'\(attribute.name)'"
      problems.append((attribute.offset, "\(name) stands twice", "keep one of the two"))
      return
    }
    offsets[key] = attribute.valueOffset
    switch attribute.name {
    case "": setID(attribute)
    case "hide": options.isHidden = isFlag(attribute)
    case "fold": options.isFolded = isFlag(attribute)
    case "no-run": options.runs = !isFlag(attribute)
    case "local": options.isLocal = isFlag(attribute)
    case "time": options.timeLimit = quantity(attribute, units: ["ms": 0.001, "s": 1, "m": 60])
    case "memory":
      options.memoryLimit = quantity(attribute, units: ["MB": 1, "GB": 1024]).map { Int($0) }
    case "description": options.description = text(attribute)
    case "caption": options.caption = text(attribute)
    case "table-caption":
      options.caption = text(attribute)
      options.captionsTable = true
    case "fails-to-compile": options.failure = .compile(containing: text(attribute))
    default: options.failure = .trap(containing: text(attribute))
    }
  }

  private mutating func setID(_ attribute: FenceAttributes.Attribute) {
    id = attribute.value ?? ""
    let parts = id.split(separator: ":", maxSplits: 1)
    if parts.count == 2, Label.Kind(rawValue: String(parts[0])) != nil {
      problems.append(
        (
          attribute.offset, "a cell's id is a bare name",
          "write {#\(parts[1])}, and @\(id) to refer to it"
        ))
      id = ""
    } else if let problem = LabelSyntax.problem(ofName: id, example: "{#blocking}") {
      problems.append((attribute.offset, problem.message, problem.help))
      id = ""
    }
  }

  private mutating func isFlag(_ attribute: FenceAttributes.Attribute) -> Bool {
    if attribute.value != nil {
      problems.append(
        (
          attribute.offset, "'\(attribute.name)' takes no value",
          "write \(attribute.name) without '='"
        ))
    }
    return true
  }

  private mutating func text(_ attribute: FenceAttributes.Attribute) -> String {
    let value = attribute.value ?? ""
    if value.isEmpty {
      problems.append(
        (
          attribute.offset, "'\(attribute.name)' needs a text", "write \(attribute.name)=\"…\""
        ))
    }
    return value
  }

  /// A number with a unit, greater than 0.
  private mutating func quantity(
    _ attribute: FenceAttributes.Attribute, units: KeyValuePairs<String, Double>
  ) -> Double? {
    let value = attribute.value ?? ""
    for (unit, factor) in units where value.hasSuffix(unit) {
      if let number = Double(value.dropLast(unit.count)), number > 0, number.isFinite,
        number * factor >= (attribute.name == "time" ? 0.001 : 1), number * factor < 1e9
      {
        return number * factor
      }
    }
    let examples = attribute.name == "time" ? "time=10s, time=500ms" : "memory=512MB, memory=2GB"
    problems.append(
      (
        attribute.offset, "'\(value)' is not a \(attribute.name == "time" ? "time" : "size")",
        "write for example \(examples)"
      ))
    return nil
  }

  /// Attributes that contradict each other.
  private mutating func check() {
    let conflicts = [
      ("table-caption", "caption"), ("traps", "fails-to-compile"), ("fails-to-compile", "no-run"),
      ("traps", "no-run"), ("time", "no-run"), ("memory", "no-run"), ("hide", "no-run"),
      ("fold", "hide"), ("caption", "hide"), ("table-caption", "hide"),
    ]
    for (later, earlier) in conflicts {
      guard let offset = offsets[later], offsets[earlier] != nil else { continue }
      problems.append(
        (offset, "'\(later)' and '\(earlier)' exclude each other", "keep one of the two"))
    }
  }
}

/// What names in labels look like.
enum LabelSyntax {
  /// What is wrong with a name, if anything: letters, digits, `-` and `_`, a letter first.
  static func problem(
    ofName name: String, example: String
  ) -> (message: String, help: String)? {
    let rest = name.utf8.allSatisfy { $0.isAlphanumeric || "-_".utf8.contains($0) }
    if let first = name.utf8.first, rest, first.isAlphanumeric, !first.isDigit { return nil }
    return (
      "'\(name)' is not a name",
      "a name has letters, digits, '-' and '_', and begins with a letter: \(example)"
    )
  }

  /// The id of a label's element on the page: `fig-blocking` for `fig:blocking`.
  static func elementID(_ label: String) -> String {
    String(label.map { $0 == ":" ? "-" : $0 })
  }
}

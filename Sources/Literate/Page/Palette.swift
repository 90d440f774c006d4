/// The colours of one scheme, as `#rrggbb`. The stylesheet's variables and the tests of contrast are
/// both made from them.
struct Palette: Sendable {
  /// The page's ground.
  let paper: String
  /// The ground of code.
  let panel: String
  /// The ground of output.
  let sheet: String
  /// Hairlines; they carry no meaning.
  let rule: String
  /// Borders of controls.
  let edge: String
  /// Text.
  let ink: String
  /// Text of less weight: captions, minutes, comments.
  let muted: String
  /// The one accent: numbers, labels, what is current.
  let accent: String
  /// Links.
  let link: String
  /// The ground of a selected or found word.
  let highlight: String
  /// What holds.
  let holds: String
  /// What fails.
  let fails: String
  /// The classes of highlighted Swift, by the name of their class.
  let tokens: [(name: String, colour: String)]
  /// The kinds of callout, by the name of their class: the colour of rule, icon and label, and the
  /// ground under the text.
  let callouts: [(name: String, colour: String, ground: String)]
  /// The series of a plot, in order.
  let series: [String]

  /// Warm paper.
  static let light = Palette(
    paper: "#fcfaf5", panel: "#f5f1e8", sheet: "#fffefa", rule: "#e3dccd", edge: "#8f8575",
    ink: "#26221c", muted: "#665e53", accent: "#9c3b1b", link: "#8f3a16", highlight: "#fbe5b6",
    holds: "#2f6a3a", fails: "#a2272e",
    tokens: [
      ("k", "#8c2a60"), ("s", "#7c4a05"), ("c", "#6c6459"), ("n", "#1d5c86"), ("t", "#12625a"),
      ("f", "#31509c"), ("o", "#5b5348"), ("a", "#774b06"),
    ],
    callouts: [
      ("note", "#1f5c84", "#eef4f6"), ("warning", "#7d5200", "#fbf3de"),
      ("misconception", "#a2272e", "#fbeeea"), ("biology", "#2f6a3a", "#eff4e8"),
      ("history", "#644a86", "#f4f0f6"),
    ],
    series: [
      "#0072b2", "#d0700f", "#0f3d22", "#774073", "#954e02", "#2990f8", "#3b259d", "#94857b",
    ])

  /// Warm black.
  static let dark = Palette(
    paper: "#191714", panel: "#23201c", sheet: "#1e1b18", rule: "#3a352e", edge: "#8b8172",
    ink: "#e8e1d3", muted: "#a89e8e", accent: "#f0946d", link: "#f3a583", highlight: "#40310c",
    holds: "#8cc894", fails: "#f08f8a",
    tokens: [
      ("k", "#e892bd"), ("s", "#e2b272"), ("c", "#a0968a"), ("n", "#86bde6"), ("t", "#74cbb9"),
      ("f", "#9db8f5"), ("o", "#bdb2a2"), ("a", "#d9a664"),
    ],
    callouts: [
      ("note", "#86bde6", "#1e2326"), ("warning", "#e5b95f", "#272319"),
      ("misconception", "#f08f8a", "#2a201d"), ("biology", "#8cc894", "#1e241c"),
      ("history", "#c4aae8", "#242126"),
    ],
    series: [
      "#5ab0e8", "#d4561a", "#d5f0d2", "#94639a", "#eba53a", "#8adbfa", "#6f68dc", "#a49184",
    ])

  /// The scheme as declarations of CSS variables, one a line.
  var declarations: String {
    let named = [
      ("paper", paper), ("panel", panel), ("sheet", sheet), ("rule", rule), ("edge", edge),
      ("ink", ink), ("muted", muted), ("accent", accent), ("link", link),
      ("highlight", highlight), ("holds", holds), ("fails", fails),
    ]
    let all =
      named
      + tokens.map { ("token-\($0.name)", $0.colour) }
      + callouts.flatMap { [($0.name, $0.colour), ("\($0.name)-ground", $0.ground)] }
      + series.enumerated().map { ("series-\($0.offset + 1)", $0.element) }
    return all.map { "  --\($0.0): \($0.1);\n" }.joined()
  }

  /// Both schemes: light by default, dark where the reader's system or the page's switch says so,
  /// and never dark on paper.
  static var stylesheet: String {
    """
    :root {
      color-scheme: light;
    \(light.declarations)}
    @media screen and (prefers-color-scheme: dark) {
    :root:not([data-theme="light"]) {
      color-scheme: dark;
    \(dark.declarations)}
    }
    @media screen {
    :root[data-theme="dark"] {
      color-scheme: dark;
    \(dark.declarations)}
    }

    """ + tokenRules + calloutRules
  }

  private static var tokenRules: String {
    light.tokens.map { "code .\($0.name) { color: var(--token-\($0.name)); }\n" }.joined()
  }

  private static var calloutRules: String {
    light.callouts.map {
      ".callout.\($0.name) { --kind: var(--\($0.name)); background: var(--\($0.name)-ground); }\n"
    }.joined()
  }
}

/// The book's picture: how the prediction error walks from the reward to the cue while a TD model
/// learns, drawn as one line a trial.
///
/// It is the model of chapter 1 (25 steps, cue at 5, reward at 15, learning rate 0.1, no
/// discounting), run anew when the page is made: nothing in it is drawn by hand.
enum Masthead {
  private static let steps = 25
  private static let cue = 5
  private static let reward = 15
  /// Trials between two lines; the last line is one more trial, without its reward.
  private static let stride = 5
  private static let lines = 34

  /// The mark in the bar: a burst at the cue and a dip where the reward should have been.
  static let mark = """
    <svg class="mark" viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">\
    <path d="\(markPath)"/></svg>
    """

  /// The same mark as a file, `assets/mark.svg`, for the window's tab. A file that is not part of a
  /// page has to name its language.
  static let markFile = """
    <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">\
    <rect width="32" height="32" rx="6" fill="#9c3b1b"/>\
    <path d="\(markPath)" fill="none" stroke="#fcfaf5" stroke-width="2.6" \
    stroke-linecap="round" stroke-linejoin="round"/></svg>

    """

  private static let markPath = "M3 18h5c2 0 2-12 4-12s2 12 4 12h4c1.5 0 1.5 8 3 8s1.5-8 3-8h3"

  /// The picture with its caption.
  static var figure: String {
    """
    <figure class="ridges">
    <svg viewBox="0 0 \(width) \(height)" role="img" aria-label="\(description)">
    \(ridges)\(axis)</svg>
    <figcaption>\(caption)</figcaption>
    </figure>

    """
  }

  private static let caption = """
    The error of prediction as a model learns, the first trial at the back: \
    it leaves the reward and arrives at the cue. In the last trial the reward is withheld.
    """
  private static let description = """
    \(lines) curves behind one another. At the back a peak stands at the time of the reward; from \
    line to line it moves to the left, until at the front it stands at the cue. The last curve has \
    the peak at the cue and a dip at the time of the reward.
    """

  // The picture's measures, in its own units.
  private static let width = 480
  private static let height = 430
  private static let left = 6.0
  private static let stepWidth = 19.5
  private static let top = 88.0
  private static let lineDistance = 8.2
  private static let amplitude = 84.0

  private static var ridges: String {
    errors().enumerated().map { line, errors in
      let base = top + Double(line) * lineDistance
      let isLast = line == lines - 1
      let points = errors.enumerated().map { step, error in
        (x: left + Double(step) * stepWidth, y: base - error * amplitude * (isLast ? 0.6 : 1))
      }
      return "<path\(isLast ? " class=\"last\"" : "") d=\"\(curve(points))\"/>\n"
    }.joined()
  }

  private static var axis: String {
    let y = height - 8
    let marks = [(cue, "cue"), (reward, "reward")].map { step, name in
      let x = number(left + Double(step) * stepWidth)
      return "<text x=\"\(x)\" y=\"\(y)\">\(name)</text>\n"
    }
    return marks.joined()
  }

  /// The errors of every `stride`-th trial, and of one trial without its reward.
  private static func errors() -> [[Double]] {
    var weights = [Double](repeating: 0, count: steps)
    var kept: [[Double]] = []
    for trial in 0..<(stride * (lines - 1)) {
      let errors = run(&weights, rewarded: true)
      if trial % stride == 0 { kept.append(errors) }
    }
    return kept + [run(&weights, rewarded: false)]
  }

  /// One trial: `δ(t) = r(t) + V(t) − V(t−1)`, and the weight of the step before learns from it.
  private static func run(_ weights: inout [Double], rewarded: Bool) -> [Double] {
    var errors = [Double](repeating: 0, count: steps)
    for step in 1..<steps {
      let reward = rewarded && step == Self.reward ? 1.0 : 0
      let before = step - 1 >= cue ? weights[step - 1] : 0
      let now = step >= cue ? weights[step] : 0
      errors[step] = reward + now - before
      if step - 1 >= cue { weights[step - 1] += 0.1 * errors[step] }
    }
    return errors
  }

  /// A smooth line through points at equal distances, level in each of them.
  private static func curve(_ points: [(x: Double, y: Double)]) -> String {
    guard let first = points.first else { return "" }
    var path = "M\(number(first.x)) \(number(first.y))"
    for (from, to) in zip(points, points.dropFirst()) {
      if number(from.y) == number(to.y) {
        path += "H\(number(to.x))"
      } else {
        let middle = number((from.x + to.x) / 2)
        path += "C\(middle) \(number(from.y)) \(middle) \(number(to.y)) "
        path += "\(number(to.x)) \(number(to.y))"
      }
    }
    return path
  }

  /// With one decimal, the same on every machine.
  private static func number(_ value: Double) -> String {
    let tenths = Int((value * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let rest = abs(tenths) % 10
    return sign + "\(abs(tenths) / 10)" + (rest == 0 ? "" : ".\(rest)")
  }
}

/// Where a line carries markers: at every point where there is room, else now and then, at other
/// columns than the other lines.
struct LineMarkers {
  /// How many columns the drawing area has, each wide enough for a marker.
  let columns: Int
  /// How many lines the figure has: one alone needs no marker to be told from others.
  let lineCount: Int

  /// Which points get a marker.
  ///
  /// - Parameters:
  ///   - places: the column of each point.
  ///   - series: the line's number.
  /// - Returns: indices of points, none twice.
  func chosen(_ places: [Int], series: Int) -> [Int] {
    guard let first = places.min(), let last = places.max() else { return [] }
    // Room is three columns a point.
    if places.count * 3 <= last - first + 4 { return Array(places.indices) }
    guard lineCount > 1 else { return [] }
    let spacing = max(8, columns / 6)
    let offset = spacing / 2 + (2 * series + 1 - lineCount) * spacing / (2 * lineCount)
    var chosen: [Int] = []
    for target in stride(from: max(0, offset), to: columns, by: spacing) {
      let nearest = places.indices.min { a, b in
        (places[a] - target).magnitude < (places[b] - target).magnitude
      }
      guard let nearest, (places[nearest] - target).magnitude <= spacing / 2 else { continue }
      if !chosen.contains(nearest) { chosen.append(nearest) }
    }
    return chosen
  }
}

/// Where a line carries markers in text: at every point where there is room, else now and then, at
/// other columns than the other lines.
struct LineMarkers {
  let projection: Projection
  /// How many lines the figure has: one alone needs no marker to be told from others.
  let lineCount: Int

  /// The points of a line that get a marker.
  func points(_ points: [Point], series: Int) -> [Point] {
    let columns = points.map { projection.column($0.x) }
    guard let first = columns.min(), let last = columns.max() else { return [] }
    // Room is three columns a point.
    if points.count * 3 <= last - first + 4 { return points }
    guard lineCount > 1 else { return [] }
    let spacing = max(8, projection.columns / 6)
    let offset = spacing / 2 + (2 * series + 1 - lineCount) * spacing / (2 * lineCount)
    var chosen: [Point] = []
    for target in stride(from: offset, to: projection.columns, by: spacing)
    where target >= first - spacing && target <= last + spacing {
      let nearest = points.indices.min { a, b in
        (columns[a] - target).magnitude < (columns[b] - target).magnitude
      }
      if let nearest, chosen.last != points[nearest] { chosen.append(points[nearest]) }
    }
    return chosen
  }
}

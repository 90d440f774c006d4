/// A plot before it is drawn: axes and marks in data units. Each kind of plot makes one; text and
/// SVG are drawn from it and know no kinds.
struct Figure {
  /// What stands above it.
  var title: String
  /// The horizontal axis.
  var x: Axis
  /// The vertical axis.
  var y: Axis
  /// What is drawn, from back to front.
  var marks: [Mark] = []
  /// What the marks mean.
  var keys: [Key] = []
  /// About how many rows of text a numeric vertical axis has.
  var height = 16
  /// Texts right of the drawing area, at heights in data units.
  var notes: [Note] = []
  /// Words in the middle of the drawing area when there is nothing to draw.
  var emptyNote: String?

  /// A text at a height.
  struct Note {
    var y: Double
    var text: String
  }
}

/// A point in data units.
struct Point: Hashable {
  var x: Double
  var y: Double

  /// Whether both coordinates are numbers to draw.
  var isFinite: Bool { x.isFinite && y.isFinite }
}

/// Something to draw, in data units. `series` counts from 0 and gives colour, marker and dash.
enum Mark {
  /// Joined points, all finite. Markers stand at the points, or now and then if there are many.
  case line([Point], series: Int)
  /// Points with markers.
  case points([Point], series: Int)
  /// The area between `lower[i]` and `upper[i]` at `x[i]`, all finite.
  case band(x: [Double], lower: [Double], upper: [Double], series: Int)
  /// A filled rectangle from `origin` along the x axis (`isHorizontal`) or the y axis.
  case bar(x: ClosedRange<Double>, y: ClosedRange<Double>, isHorizontal: Bool, series: Int)
  /// A line with ends that reaches from `lower` to `upper` along an axis, at `position` on the other;
  /// `middle` is marked if there is no bar that ends there.
  case error(lower: Double, upper: Double, position: Double, isHorizontal: Bool, series: Int)
  /// Short vertical strokes: `rows[slot]` are places on the x axis, all finite.
  case events(rows: [[Double]], series: Int)
  /// A matrix of shades, `[row][column]` over the slots of both axes.
  case shades(Shades)
  /// A line to compare with.
  case guide(Guide)
}

/// A matrix as shades.
struct Shades {
  /// In -1…1 (0…1 in one direction): how dark, and on which side of the middle. NaN: missing.
  var values: [[Double]]
  /// Whether there are two directions.
  var isDiverging = false
  /// The numbers as text, if they are to be written into the cells; else empty.
  var numbers: [[String]] = []
}

/// An entry of the legend.
struct Key {
  /// What is drawn beside the words.
  enum Sample {
    case line(series: Int, hasMarker: Bool)
    case marker(series: Int)
    case band
    case guide(Guide)
    /// Shades from the least to the most, with the values that they mean.
    case shades(lower: String, middle: String?, upper: String)
    /// A cell of a matrix that has no value.
    case missing
  }

  var sample: Sample
  var words: String
}

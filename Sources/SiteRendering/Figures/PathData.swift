/// The `d` of a path, short: places are rounded to tenths of a pixel, and each is told from the one before it.
///
/// The steps are between rounded places, so that rounding never adds up.
struct PathData {
  private(set) var text = ""
  /// The current point, in tenths of a pixel.
  private var pen = (x: 0, y: 0)

  mutating func move(to point: PlotPoint) { step("m", to: point) }
  mutating func line(to point: PlotPoint) { step("l", to: point) }

  /// A line of no length, of which a style sheet draws the round or square ends.
  mutating func dot(at point: PlotPoint) {
    move(to: point)
    text += "h0"
  }

  private mutating func step(_ command: String, to point: PlotPoint) {
    let (x, y) = (Int((point.x * 10).rounded()), Int((point.y * 10).rounded()))
    let (dx, dy) = (x - pen.x, y - pen.y)
    // The first step is from the origin; a minus sign needs no space before it.
    text += command + Self.tenths(dx) + (dy < 0 ? "" : " ") + Self.tenths(dy)
    pen = (x, y)
  }

  private static func tenths(_ count: Int) -> String {
    let (whole, rest) = abs(count).quotientAndRemainder(dividingBy: 10)
    return (count < 0 ? "-" : "") + (whole == 0 && rest > 0 ? "" : String(whole)) + (rest > 0 ? ".\(rest)" : "")
  }
}

/// A place in a plot: across from 0 to `PlotFrame.width`, down from 0 to `PlotFrame.height`.
struct PlotPoint: Hashable {
  var x: Double
  var y: Double
}

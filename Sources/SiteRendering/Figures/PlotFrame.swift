import Foundation

/// The axes of a chart, and its marks between them.
///
/// Across, all places are shares of the width, whatever it is; upwards they are pixels. So the chart fills its column, while text,
/// strokes and marks keep their size on every screen.
struct PlotFrame {
  static let height = 240.0
  /// The width of the drawing inside, which is stretched to the width there is.
  static let width = 1000.0

  var x: AxisScale?
  /// Names under the axis instead of numbers: the share at which each stands.
  var labels: [(text: String, place: Double)] = []
  var xName: String
  var y: AxisScale
  var legend: HTML = .empty
  /// Texts at the right end, and how much room they need.
  var endLabels: HTML = .empty
  var right = 12
  var marks: HTML

  func html(alternative: String) -> HTML {
    let left = 10 + Int(7.2 * Double(y.ticks.labels.map(\.count).max() ?? 0))
    let height = Int(Self.height)
    return """
      <div class="chart" role="img" aria-label="\(alternative)" style="--left:\(left)px;--right:\(right)px">
      <p class="axis">\(y.name)</p>\(legend)
      <svg height="\(height)">\(grid)\(marks)\(ticks)\(endLabels)</svg>
      <p class="axis across">\(xName)</p></div>
      """
  }

  private var grid: HTML {
    y.ticks.values.map { value -> HTML in
      let at = Self.upwards(y.place(of: value) ?? 0)
      let role: HTML = value == 0 ? " class=\"zero\"" : .empty
      return "<line\(role) x2=\"100%\" y1=\"\(at)\" y2=\"\(at)\"/>"
    }.joined()
  }

  private var ticks: HTML {
    let below = Self.height + 20
    let upward = zip(y.ticks.values, y.ticks.labels).map { value, label -> HTML in
      "<text class=\"end\" x=\"-8\" y=\"\(Self.pixels((Double(Self.upwards(y.place(of: value) ?? 0)) ?? 0) + 4.5))\">\(label)</text>"
    }
    let across = places.map { label, place -> HTML in
      let at = Self.percent(place)
      return """
        <line class="tick" x1="\(at)" x2="\(at)" y1="\(Self.pixels(Self.height))" y2="\(Self.pixels(Self.height + 5))"/>\
        <text x="\(at)" y="\(Self.pixels(below))">\(label)</text>
        """
    }
    return upward.joined() + across.joined()
  }

  private var places: [(text: String, place: Double)] {
    guard let x else { return labels }
    return zip(x.ticks.labels, x.ticks.values).map { ($0, x.place(of: $1) ?? 0) }
  }
}

// MARK: - Places as text

extension PlotFrame {
  /// From the bottom, as pixels from the top.
  static func upwards(_ share: Double) -> String { pixels((1 - share) * height) }

  static func percent(_ share: Double) -> String { "\(shortest(share * 100, decimals: 2))%" }

  static func pixels(_ length: Double) -> String { shortest(length, decimals: 1) }

  /// Without zeros that say nothing.
  static func shortest(_ value: Double, decimals: Int) -> String {
    var text = String(format: "%.\(decimals)f", value)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text == "-0" ? "0" : text
  }
}

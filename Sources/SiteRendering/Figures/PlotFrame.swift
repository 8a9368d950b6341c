import Foundation

/// The axes of a chart, and its marks between them.
///
/// Across, all places are shares of the width, whatever it is; upwards they are pixels. So the chart fills its column, while text,
/// strokes and marks keep their size on every screen.
struct PlotFrame {
  static let height = 240.0
  /// The width of the drawing inside, which is stretched to the width there is.
  static let width = 1000.0
  /// What the narrowest screen leaves for the plot.
  private static let narrowest = 220

  var across: Across
  var y: AxisScale
  var legend = Legend()
  var ends: EndLabels?
  var marks: HTML

  /// What stands along the x axis: numbers or names, each at its share of the width.
  struct Across {
    var name: String
    var texts: [String]
    var places: [Double]
    /// Names are all shown; of numbers, every second may be left out where room is short.
    var mayBeThinned: Bool
    /// The attribute that names the language of the labels.
    var language = HTML.empty

    init(_ scale: AxisScale) {
      name = scale.name
      texts = scale.ticks.labels
      places = scale.ticks.values.map { scale.place(of: $0) ?? 0 }
      mayBeThinned = true
    }

    init(name: String, labels: [String], language: HTML) {
      self.language = language
      self.name = name
      texts = labels
      places = labels.indices.map { (Double($0) + 0.5) / Double(labels.count) }
      mayBeThinned = false
    }

    /// In pixels, so that no text touches the next.
    var width: Int { texts.count * (textWidth(texts) + 8) }
  }

  /// - Parameter alternative: What a reader hears who doesn't see it.
  func html(title: String, alternative: String, minimumWidth: Int = 0) -> HTML {
    let minimum = max(minimumWidth, across.mayBeThinned ? 0 : across.width)
    let isWide = minimum > Self.narrowest
    let picture: HTML = """
      <div class="chart" role="img" aria-label="\(alternative)" style="\(style(minimum: isWide ? minimum : 0))">
      <p class="axis">\(TypesetText(y.name).html)</p>\(legend.html)
      <svg height="\(Int(Self.height))">\(grid)\(ticks)\(marks)\(zero)\(ends?.html ?? .empty)</svg>
      <p class="axis across">\(TypesetText(across.name).html)</p></div>
      """
    return isWide ? Scroller.html(picture, name: title, mayScroll: true) : picture
  }

  private func style(minimum: Int) -> HTML {
    let left = 12 + textWidth(y.ticks.labels)
    // Half of the last text may stand beyond the plot.
    let right = max(8, textWidth([across.texts.last ?? ""]) / 2 + 2)
    let ends: HTML = self.ends.map { ";--ends:\($0.width)px" } ?? .empty
    let width: HTML = minimum > 0 ? ";min-width:\(minimum + left + right)px" : .empty
    return "--left:\(left)px;--right:\(right)px\(ends)\(width)"
  }

  /// One path, stretched to the width.
  private var grid: HTML { lines(at: y.ticks.values.filter { $0 != 0 }, kind: "grid") }
  /// Over the bars that stand on it.
  private var zero: HTML { lines(at: y.ticks.values.filter { $0 == 0 }, kind: "zero") }

  private func lines(at values: [Double], kind: String) -> HTML {
    let lines = values.map { "M0 \(Self.pixels(height(of: $0)))h\(Int(Self.width))" }.joined()
    return lines.isEmpty ? .empty : Self.stretched("<path class=\"\(kind)\" d=\"\(lines)\"/>")
  }

  private var ticks: HTML {
    let upward = zip(y.ticks.values, y.ticks.labels).map { value, label -> HTML in
      "<text class=\"up\" x=\"-8\" y=\"\(Self.pixels(height(of: value) + 4.5))\">\(label)</text>"
    }
    let isCrowded = across.mayBeThinned && across.width > Self.narrowest
    let along = across.texts.indices.map { index -> HTML in
      let at = Self.percent(across.places[index])
      let role: HTML = isCrowded && !index.isMultiple(of: 2) ? " class=\"odd\"" : .empty
      return "<text\(role)\(across.language) x=\"\(at)\" y=\"\(Int(Self.height) + 20)\">\(TypesetText(across.texts[index]).svg)</text>"
    }
    let marks =
      across.mayBeThinned
      ? across.places.map { "M\(Self.pixels($0 * Self.width)) \(Int(Self.height))v5" }.joined() : ""
    let tickMarks: HTML = marks.isEmpty ? .empty : Self.stretched("<path class=\"zero\" d=\"\(marks)\"/>")
    return tickMarks + upward.joined() + along.joined()
  }

  /// In pixels from the top.
  private func height(of value: Double) -> Double { (1 - (y.place(of: value) ?? 0)) * Self.height }

  /// Paths in the plot's own units.
  static func stretched(_ content: HTML, style: String = "") -> HTML {
    let style: HTML = style.isEmpty ? .empty : " class=\"\(style)\""
    return "<svg\(style) viewBox=\"0 0 \(Int(width)) \(Int(height))\" preserveAspectRatio=\"none\">\(content)</svg>"
  }
}

// MARK: - Places as text

extension PlotFrame {
  /// From the bottom, as pixels from the top.
  static func upwards(_ share: Double) -> String { pixels((1 - share) * height) }

  static func percent(_ share: Double) -> String { "\(shortest(share * 100, decimals: 2))%" }

  static func pixels(_ length: Double) -> String { shortest(length, decimals: 1) }

  /// A number without trailing zeros.
  static func shortest(_ value: Double, decimals: Int) -> String {
    var text = String(format: "%.\(decimals)f", value)
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text == "-0" ? "0" : text
  }
}

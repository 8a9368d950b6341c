import CellOutputs

/// What a figure is drawn from, part by part, so that the page can draw it anew with a reader's numbers.
struct LiveFigure {
  /// By which name the page draws it, and so which scripts the page loads.
  enum Drawing: String, CaseIterable {
    case attention, bars, clocks, flow, lines, map, masks, plane, quantities, steps, table

    /// Behind `figures.js`; they run in the order of their names.
    var scripts: [String] {
      switch self {
      case .bars, .lines: ["figures-axes.js", "figures-\(rawValue).js"]
      case .map, .steps, .table: ["figures-tables.js"]
      case .attention, .clocks, .flow, .masks, .plane, .quantities: ["figures-\(rawValue).js"]
      }
    }

    var attribute: HTML { " data-draw=\"\(rawValue)\"" }
  }

  let drawing: Drawing
  /// The numbers of each part, in the order in which the script takes them.
  private(set) var parts: [[Double]] = []
  /// Attributes with what else it needs to know.
  private(set) var attributes = HTML.empty

  /// More cells than these are no table on the page, but a text.
  private static let mostCells = 500

  /// nil for a kind of figure that stays as it is.
  init?(_ figure: Figure) {
    switch figure {
    case .heatMap(let map):
      guard !map.values.elements.isEmpty else { return nil }
      drawing = map.isTable ? .table : .map
      parts = [map.values.elements]
      switch map.scale {
      case .automatic: break
      case .symmetric: attributes = " data-scale=\"symmetric\""
      case .range(let low, let high): attributes = " data-scale=\"\(String(low)),\(String(high))\""
      case .perRow: attributes = " data-scale=\"row\""
      }
    case .attentionLines(let lines):
      // Whose lines are drawn is the reader's choice.
      guard lines.choices == nil else { return nil }
      drawing = .attention
      parts = [lines.weights.elements]
    case .rotations(let diagram):
      drawing = .clocks
      parts = [diagram.angles.elements]
    case .steps(let diagram):
      drawing = .steps
      parts = diagram.steps.map(\.values.elements)
    case .vectors(let diagram):
      drawing = .plane
      parts = diagram.vectors.flatMap(\.tips).map { [$0.x, $0.y] }
      let angles = diagram.angles.map { "\($0.first),\($0.second)" }.joined(separator: " ")
      if !angles.isEmpty { attributes = " data-angles=\"\(angles)\"" }
    case .bars(let chart):
      guard chart.y.isDrawnAnew, chart.labels.count * (chart.groups.count + 1) <= Self.mostCells else { return nil }
      drawing = .bars
      parts = chart.groups.map(\.values)
    case .chart(let chart):
      guard chart.y.isDrawnAnew, chart.series.reduce(0, { $0 + 3 * $1.x.count }) <= Self.mostCells else { return nil }
      drawing = .lines
      parts = chart.series.flatMap { [$0.x, $0.y] }
      attributes = " data-marks=\"\(chart.series.map(\.mark.rawValue).joined(separator: " "))\""
    case .table(let table):
      drawing = .quantities
      var columns: [String] = []
      for column in table.columns {
        guard case .numbers(let numbers, let decimals) = column.cells else {
          columns.append(String(column.letters))
          continue
        }
        parts.append(numbers)
        columns.append("\(TableFigure.letters(of: [column.heading])):\(decimals.map(String.init) ?? "")")
      }
      attributes = " data-columns=\"\(columns.joined(separator: " "))\""
    case .masks(let gallery):
      guard gallery.masks.reduce(0, { $0 + 3 * $1.queries }) <= Self.mostCells else { return nil }
      drawing = .masks
      parts = gallery.masks.map(\.visibility.elements)
      attributes = " data-open=\"\(parts.map { _ in "1" }.joined(separator: " "))\""
    case .flow(let diagram):
      drawing = .flow
      // Of each arrow, the parts that are in the boxes at its ends.
      var places: [Int: Int] = [:]
      for (index, box) in diagram.boxes.enumerated() {
        guard let values = box.values else { continue }
        places[index] = parts.count
        parts.append(values)
      }
      guard !parts.isEmpty else { return nil }
      let ends = diagram.arrows.flatMap { [$0.from, $0.to] }.map { places[$0].map(String.init) ?? "" }
      attributes = " data-boxes=\"\(ends.joined(separator: ","))\""
    case .shapes, .histogram: return nil
    }
    guard case .heatMap = figure else {
      guard parts.joined().allSatisfy(\.isFinite) else { return nil }
      return
    }
  }
}

extension LiveFigure {
  /// A histogram of values that it doesn't know itself; nil if they aren't what it shows.
  init?(_ histogram: Histogram, of values: [Double]) {
    let bins = histogram.counts.count
    guard histogram.x.isDrawnAnew, bins > 1, 3 * bins <= Self.mostCells,
      histogram == Histogram(title: histogram.title, x: histogram.x, values: values, bins: bins), histogram.leftOut == 0
    else { return nil }
    drawing = .bars
    parts = [values]
    attributes = " data-bins=\"\(bins)\""
  }

  /// A gallery some of whose masks are given by what is added to scores: 0 where a key is seen.
  mutating func setAdded(_ isAdded: [Bool]) {
    attributes = " data-open=\"\(isAdded.map { $0 ? "0" : "1" }.joined(separator: " "))\""
  }
}

extension LiveFigure {
  /// Where a part comes from.
  enum Source {
    case variable(place: Int, start: Int, count: Int)
    /// It stays.
    case numbers([Double])

    var text: String {
      switch self {
      case .variable(let place, let start, let count): "\(place):\(start):\(count)"
      case .numbers(let numbers):
        // A Float's own digits, and not those of the wider number.
        numbers.map { Double(Float($0)) == $0 ? "\(Float($0))" : "\($0)" }.joined(separator: ",")
      }
    }

    var isVariable: Bool { if case .variable = self { true } else { false } }
  }

  /// The sources as an attribute. Where no x of a chart changes, its places across stand for it, whatever the axis is.
  func attribute(_ sources: [Source], of figure: Figure) -> HTML? {
    guard sources.contains(where: \.isVariable) else { return nil }
    var sources = sources
    var axis = HTML.empty
    if case .chart(let chart) = figure {
      let across = stride(from: 0, to: sources.count, by: 2)
      if across.contains(where: { sources[$0].isVariable }) {
        guard chart.x.isDrawnAnew else { return nil }
        axis = chart.kind == .line ? " data-x=\"tight\"" : " data-x=\"padded\""
      } else {
        let x = chart.xScale
        for place in across { sources[place] = .numbers(parts[place].map { (x.place(of: $0) ?? 0) * PlotFrame.width }) }
      }
    }
    return " data-live=\"\(sources.map(\.text).joined(separator: " "))\"\(drawing.attribute)\(axis)\(attributes)"
  }
}

extension Axis {
  /// Whether `figures.js` finds the axis' ends and ticks for other numbers.
  fileprivate var isDrawnAnew: Bool { scale == .linear && unit != "°" }
}

extension LiveFigure {
  /// The scripts with which the figures of an article are drawn anew.
  static func scripts(of article: HTML, offersChoice: Bool) -> [String] {
    let begin = " data-draw=\""
    var drawings = Set(
      article.markup.ranges(of: begin).compactMap { Drawing(rawValue: String(article.markup[$0.upperBound...].prefix { $0 != "\"" })) })
    if offersChoice { drawings.insert(.attention) }
    let all = Drawing.allCases.filter { drawings.contains($0) }.flatMap(\.scripts)
    return all.isEmpty ? [] : ["figures.js"] + Set(all).sorted()
  }
}

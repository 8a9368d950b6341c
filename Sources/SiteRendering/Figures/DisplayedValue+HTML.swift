import CellOutputs
import LessonChecks

extension DisplayedValue {
  /// The value as the page shows it under its cell.
  func html(_ localization: FigureLocalization) -> HTML {
    switch content {
    case .numbers(let array, let decimals): array.table(decimals: decimals, localization) ?? samp
    case .text: samp
    case .figure(let figure): figure.html(alternative: localization.spoken(figure, recordedText), localization)
    }
  }

  private var samp: HTML { Listing.html(HTML(text: text), of: text, tag: "samp") }
}

extension Figure {
  /// - Parameter alternative: What a reader hears who doesn't see it: in English what is recorded of it, and so is checked.
  func html(alternative: String, _ localization: FigureLocalization) -> HTML {
    switch self {
    case .heatMap(let map): map.html(alternative: alternative, localization)
    case .shapes(let diagram): diagram.html(localization)
    case .attentionLines(let lines): lines.html(alternative: alternative, localization)
    case .chart(let chart): chart.html(alternative: alternative, localization)
    case .bars(let chart): chart.html(alternative: alternative, localization)
    case .histogram(let histogram): histogram.html(alternative: alternative, localization)
    case .masks(let gallery): gallery.html(alternative: alternative, localization)
    case .flow(let diagram): diagram.html(alternative: alternative, localization)
    case .vectors(let diagram): diagram.html(alternative: alternative, localization)
    case .rotations(let diagram): diagram.html(alternative: alternative, localization)
    case .steps(let diagram): diagram.html(localization)
    case .table(let table): table.html(localization)
    }
  }
}

extension NumericArray {
  /// A larger table is harder to read than its text, which leaves out the middle.
  private static let largestSide = 12

  /// Whether it is shown as a table, and not as its text.
  var isTable: Bool { (1...2).contains(shape.count) && !elements.isEmpty && shape.allSatisfy { $0 <= Self.largestSide } }

  /// A vector or a matrix as a table; nil for anything else.
  func table(decimals: Int, _ localization: FigureLocalization) -> HTML? {
    guard isTable, let columns = shape.last else { return nil }
    let rows = shape.count == 2 ? shape[0] : 1
    let table = NumberTable(
      rowNames: shape.count == 2 ? (0..<rows).map(String.init) : [""], columnNames: (0..<columns).map(String.init),
      values: elements, decimals: decimals, shares: elements.map { NumberTable.percentage($0, scale: largestMagnitude) })
    return table.html(named: localization.values)
  }
}

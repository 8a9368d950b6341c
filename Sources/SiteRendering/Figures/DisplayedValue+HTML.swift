import CellOutputs

extension DisplayedValue {
  /// The value as the page shows it under its cell.
  var html: HTML {
    switch content {
    case .numbers(let array, let decimals): array.table(decimals: decimals) ?? samp
    case .text: samp
    case .figure(.heatMap(let map)): map.html
    case .figure(.shapes(let diagram)): "<div class=\"picture\">\(diagram.svg)</div>"
    }
  }

  private var samp: HTML { Listing.html(HTML(text: text), of: text, tag: "samp") }
}

extension NumericArray {
  /// A larger table is harder to read than its text, which leaves out the middle.
  private static let largestSide = 12

  /// A vector or a matrix as a table; nil for anything else.
  func table(decimals: Int) -> HTML? {
    guard (1...2).contains(shape.count), let columns = shape.last, !elements.isEmpty else { return nil }
    let rows = shape.count == 2 ? shape[0] : 1
    guard rows <= Self.largestSide, columns <= Self.largestSide else { return nil }
    let table = NumberTable(
      rowNames: shape.count == 2 ? (0..<rows).map(String.init) : [""], columnNames: (0..<columns).map(String.init),
      values: elements, decimals: decimals, scale: largestMagnitude)
    return table.html(named: "values")
  }
}

import CellOutputs

extension StepDiagram {
  /// A list of small tables, each colored on its own scale: one step's numbers may be far larger than another's.
  func html(_ localization: FigureLocalization) -> HTML {
    let items = steps.map { step -> HTML in
      "<li><p>\(TypesetText(step.name).html)</p>\(step.table)</li>"
    }
    return FigureFrame(title: title, picture: "<ol class=\"steps\">\(items.joined())</ol>").html(localization)
  }
}

extension StepDiagram.Step {
  /// As many as the largest of some numbers leaves room for; none for whole numbers.
  static func decimals(of values: [Double]) -> Int {
    if values.allSatisfy({ !$0.isFinite || $0 == $0.rounded() }) { return 0 }
    let largest = values.filter(\.isFinite).map(abs).max() ?? 0
    return largest >= 100 ? 1 : largest >= 10 ? 2 : 3
  }

  fileprivate var table: HTML {
    let columns = values.shape.last ?? 1
    let rows = values.shape.count == 2 ? values.shape[0] : 1
    let largest = values.largestMagnitude
    return NumberTable(
      rowNames: Array(repeating: "", count: rows), columnNames: Array(repeating: "", count: columns), values: values.elements,
      decimals: Self.decimals(of: values.elements),
      shares: values.elements.map { NumberTable.percentage($0, scale: largest) }
    ).html(named: name)
  }
}

import CellOutputs

extension StepDiagram {
  /// A list of small tables, each coloured on its own scale: one step's numbers may be far larger than another's.
  func html(_ localization: FigureLocalization) -> HTML {
    let items = steps.map { step -> HTML in
      "<li><p>\(TypesetText(step.name).html)</p>\(step.table)</li>"
    }
    return FigureFrame(title: title, picture: "<ol class=\"steps\">\(items.joined())</ol>").html(localization)
  }
}

extension StepDiagram.Step {
  fileprivate var table: HTML {
    let columns = values.shape.last ?? 1
    let rows = values.shape.count == 2 ? values.shape[0] : 1
    let largest = values.largestMagnitude
    let isWhole = values.elements.allSatisfy { !$0.isFinite || $0 == $0.rounded() }
    return NumberTable(
      rowNames: Array(repeating: "", count: rows), columnNames: Array(repeating: "", count: columns), values: values.elements,
      decimals: isWhole ? 0 : largest >= 100 ? 1 : largest >= 10 ? 2 : 3,
      shares: values.elements.map { NumberTable.percentage($0, scale: largest) }
    ).html(named: name)
  }
}

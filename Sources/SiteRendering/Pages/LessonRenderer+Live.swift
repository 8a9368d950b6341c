import CellAnalysis
import CellOutputs
import Diagnostics
import LessonChecks
import LessonDocument
import LessonRunner

/// What of a page changes with a reader's numbers.
extension LessonRenderer {
  /// An attribute that names the page's variables which an output shows, so that a reader's numbers can be shown there, or which it depends on.
  ///
  /// - Parameter value: The value that ends the cell; nil for what it printed before.
  func followed(_ value: DisplayedValue?, of cell: Cell) -> HTML {
    guard case .ownPage = placement, let live else { return .empty }
    let needed = needed(cell.statements.reduce(into: []) { $0.formUnion($1.usedNames) }, afterCells: cell.index + 1)
    guard !needed.isEmpty else { return .empty }
    return (value.flatMap { shown($0, of: cell, in: live) } ?? .empty) + needed
  }

  /// The same for an expression.
  func needed(_ expression: SwiftExpression) -> HTML {
    needed(SwiftExpression.names(in: expression.code), afterCells: expression.cellsBefore)
  }

  /// The same for a formula in a paragraph that states numbers of the recorded run, and holds for no others.
  func needed(_ formula: LessonFormula) -> HTML {
    guard case .ownPage = placement, live != nil, !formula.isDisplay, let comparison = report.formulas[formula.index].comparison else {
      return .empty
    }
    switch comparison.variation {
    case .holds, .ofShapes, nil: return .empty
    default: break
    }
    let names = comparison.symbols.reduce(into: Set<String>()) { $0.formUnion(SwiftExpression.names(in: $1.source)) }
    return needed(names, afterCells: formula.cellsBefore)
  }

  /// An attribute with the inputs of the page that some names may depend on; empty if there are none.
  func needed(_ names: Set<String>, afterCells count: Int) -> HTML {
    guard case .ownPage = placement, let live else { return .empty }
    let inputs = live.inputs(among: document.names(behind: names, afterCells: count))
    return inputs.isEmpty ? .empty : " data-needs=\"\(inputs.map(String.init).joined(separator: " "))\""
  }

  private func shown(_ value: DisplayedValue, of cell: Cell, in live: LivePage) -> HTML? {
    guard let last = cell.statements.last, let handed = last.handed else { return nil }
    let known = Dictionary(
      uniqueKeysWithValues: handed.names.union(handed.others).compactMap { name in
        variable(name, after: cell, in: live).map { (name, $0) }
      })
    switch value.content {
    case .numbers(let array, _):
      let code = String(decoding: Array(cell.code.text.utf8)[last.range], as: UTF8.self)
      guard array.isTable, let found = known[code], found.values.elements == array.elements else { return nil }
      let source = LiveFigure.Source.variable(place: found.place, start: 0, count: array.elements.count)
      return " data-live=\"\(source.text)\"\(LiveFigure.Drawing.table.attribute)"
    case .figure(let figure):
      let variables = known.filter { handed.names.contains($0.key) }.values.sorted { $0.place < $1.place }
      let masks = handed.names.flatMap { live.masks(named: $0) }
      let counted = variables.first { variable in histogram(figure, of: variable.values) != nil }
      guard var drawn = LiveFigure(figure) ?? counted.flatMap({ histogram(figure, of: $0.values) }) else { return nil }
      // Nothing else that it is made of may change.
      let rest = handed.others.union(handed.names.filter { known[$0] == nil && (!isGallery(figure) || live.masks(named: $0).isEmpty) })
      guard needed(rest, afterCells: cell.index + 1).isEmpty else { return nil }
      var isAdded: [Bool] = []
      let sources = drawn.parts.compactMap { part -> LiveFigure.Source? in
        guard isGallery(figure) else { return Self.source(of: part, among: variables) }
        let found = masks.filter { $0.visibility == part }
        isAdded.append(found.first?.isAdded ?? false)
        return Set(found.map(\.name)).count > 1
          ? nil
          : found.first.map { .variable(place: $0.place, start: 0, count: part.count) } ?? .numbers(part)
      }
      if isGallery(figure) { drawn.setAdded(isAdded) }
      return sources.count == drawn.parts.count ? drawn.attribute(sources, of: figure) : nil
    case .text: return nil
    }
  }

  private func isGallery(_ figure: Figure) -> Bool { if case .masks = figure { true } else { false } }

  private func histogram(_ figure: Figure, of values: NumericArray) -> LiveFigure? {
    if case .histogram(let histogram) = figure { LiveFigure(histogram, of: values.elements) } else { nil }
  }

  private func variable(_ name: String, after cell: Cell, in live: LivePage) -> (place: Int, values: NumericArray)? {
    guard let made = run.value(of: name, afterCells: cell.index + 1, in: document), case .numbers(let values, _) = made.value else {
      return nil
    }
    let last = document.lastCell(setting: name, seenIn: made.cell, before: cell.index + 1)
    return live.place(of: name, madeIn: last, values.elements).map { ($0, values) }
  }

  /// Whether a figure has several matrices, of which a reader chooses one.
  var offersChoice: Bool {
    run.cells.contains { cell in
      cell.outputs.contains { output in
        guard case .value(let value) = output, case .figure(.attentionLines(let lines)) = value.content else { return false }
        return lines.choices != nil
      }
    }
  }

  /// Where the numbers of a figure's part come from: a variable, or a row or an entry of one. nil if that can't be told by the numbers.
  private static func source(of part: [Double], among variables: [(place: Int, values: NumericArray)]) -> LiveFigure.Source? {
    var found: [LiveFigure.Source] = []
    for (place, values) in variables where !part.isEmpty && values.elements.count >= part.count {
      guard (0...values.shape.count).contains(where: { values.shape.suffix($0).reduce(1, *) == part.count }) else { continue }
      for start in stride(from: 0, to: values.elements.count, by: part.count)
      where values.elements[start..<start + part.count].elementsEqual(part, by: { $0 == $1 || $0.isNaN && $1.isNaN }) {
        found.append(.variable(place: place, start: start, count: part.count))
      }
    }
    return found.count > 1 ? nil : found.first ?? .numbers(part)
  }
}

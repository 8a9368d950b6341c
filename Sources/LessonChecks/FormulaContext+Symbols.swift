import CellAnalysis
import CellOutputs
import Diagnostics
import Formulas
import Foundation
import LessonDocument
import LessonRunner

/// The meaning of a formula's symbols: the Swift code of each, and the line that computes it.
extension FormulaContext {
  /// What a name is bound to.
  struct Source {
    /// The Swift variable or expression.
    var code: String
    var value: BoundValue?
    var origin: FormulaComparison.Origin?
    /// Whether its value is a literal, not computed.
    var isWritten: Bool
    /// Whether the check comment binds it to a literal.
    var isFixed = false
  }

  /// The largest number of entries that is shown beside a formula.
  private static let shownValues = 9

  func symbols(_ evaluation: FormulaEvaluation) -> [FormulaComparison.Symbol] {
    // The same name may occur many times.
    var sources: [Name: Source?] = [:]
    return evaluation.uses.compactMap { use in
      let found = sources[use.name] ?? source(of: use.name)
      sources[use.name] = found
      // A name that the formula itself defines has no Swift code.
      guard let source = found else { return nil }
      var symbol = FormulaComparison.Symbol(
        range: use.range, latex: use.name.latex, shape: [], source: source.code, origin: source.origin, isWritten: source.isWritten,
        isFixed: source.isFixed)
      switch (use.target, source.value) {
      case (.value, .numbers(let numbers, _)?):
        // The value's own: a recurrence sees of it only the rows before the one that it computes.
        symbol.shape = numbers.shape
        if numbers.elements.count <= Self.shownValues { symbol.values = numbers.elements }
      case (.value(let shape), _): symbol.shape = shape
      case (.function, .function(let signature)?): symbol.function = signature.type
      default: return nil
      }
      return symbol
    }
  }

  /// The Swift code of a name.
  ///
  /// - Parameter call: The left side as written. A key such as `f(x)` binds the whole left side.
  func source(of name: Name, written call: String? = nil) -> Source? {
    let names = [name] + (call.flatMap { try? Name(parsing: $0) }.map { [$0] } ?? [])
    for (bound, index) in boundNames {
      guard let bound, names.contains(bound) else { continue }
      let expression = document.expressions[index]
      let variable = run.value(of: expression.code, afterCells: expression.cellsBefore, in: document)
      return Source(
        code: expression.code, value: run.expressions[index],
        origin: variable.map { origin(of: expression.code, in: $0.cell) }, isWritten: isWritten(index),
        isFixed: expression.isLiteral)
    }
    for identifier in name.identifiers + name.matrixIdentifiers {
      guard let found = run.value(of: identifier, afterCells: formula.cellsBefore, in: document) else { continue }
      switch found.value {
      case .numbers(let numbers, _) where numbers.shape.count < 2 && !name.identifiers.contains(identifier): continue
      case .function where !name.identifiers.contains(identifier): continue
      case .numbers, .function:
        return Source(
          code: identifier, value: found.value, origin: origin(of: identifier, in: found.cell),
          isWritten: document.isWritten(identifier, in: found.cell))
      case .tooLarge, .truth, .opaque: continue
      }
    }
    return nil
  }

  func origin(of identifier: String, in index: Int) -> FormulaComparison.Origin {
    let cell = document.cells[index]
    let declaration = cell.statements.first { $0.declaredNames.contains(identifier) }
    let lines = cell.code.text.split(separator: "\n", omittingEmptySubsequences: false)
    let line = declaration.flatMap { lines.indices.contains($0.line - 1) ? lines[$0.line - 1] : nil }
    return .init(cell: index, code: line.map { $0.trimmingCharacters(in: .whitespaces) })
  }
}

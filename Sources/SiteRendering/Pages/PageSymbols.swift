import LessonChecks

/// The numbers of the symbols of a page: what stands for the same Swift value has the same number in every formula, so that
/// the page's script lights it up everywhere.
struct PageSymbols {
  private var numbers: [Key: Int] = [:]

  private struct Key: Hashable {
    var source: String
    var cell: Int?
    /// A value without an origin is told apart by its name: the `0.5` of two names has nothing in common.
    var latex: String?

    init(_ symbol: FormulaComparison.Symbol) {
      (source, cell) = (symbol.source, symbol.origin?.cell)
      latex = symbol.origin == nil ? symbol.latex : nil
    }
  }

  init(_ findings: [FormulaFinding]) {
    for symbol in findings.flatMap({ $0.comparison?.symbolsInOrder ?? [] }) where numbers[Key(symbol)] == nil {
      numbers[Key(symbol)] = numbers.count + 1
    }
  }

  func number(of symbol: FormulaComparison.Symbol) -> Int? { numbers[Key(symbol)] }
}

extension FormulaComparison {
  /// The symbols in the order of the formula.
  var symbolsInOrder: [Symbol] { symbols.sorted { $0.range.lowerBound < $1.range.lowerBound } }
}

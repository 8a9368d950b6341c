import LessonChecks

/// The numbers of the symbols of a page: what stands for the same Swift value has the same number in every formula, so that
/// the style sheet lights it up everywhere.
struct PageSymbols {
  private var numbers: [Key: Int] = [:]

  /// The number of symbols that the style sheet knows. On a page with more, the last ones don't light up.
  private static let limit = 48

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
      guard numbers.count < Self.limit else { return }
      numbers[Key(symbol)] = numbers.count + 1
    }
  }

  func number(of symbol: FormulaComparison.Symbol) -> Int? { numbers[Key(symbol)] }

  /// The rule that lights up a symbol on the whole page. `--more` shows what the legend has to tell of it, which the theme hides
  /// wherever the reader isn't.
  static var styleSheet: String {
    let symbols = (1...limit).map { "[data-symbol=\"\($0)\"]" }
    return symbols.map { "main:has(\($0):is(:hover,:focus-within)) \($0)" }.joined(separator: ",\n")
      + " { --more: inline; color: var(--link); background: color-mix(in oklab, var(--above) 18%, transparent); }\n"
  }
}

extension FormulaComparison {
  /// The symbols in the order of the formula.
  var symbolsInOrder: [Symbol] { symbols.sorted { $0.range.lowerBound < $1.range.lowerBound } }
}

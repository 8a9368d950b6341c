import Formulas
import LessonChecks

/// What the symbols of a formula stand for: each once, with the Swift code behind it and its shape.
///
/// The symbols of the formula and the lines of the legend carry the same number, so that the style sheet can light up
/// all that belongs together.
struct SymbolLegend {
  private let words: Words
  private var entries: [FormulaComparison.Symbol] = []
  /// The number of each symbol, by its bytes in the LaTeX.
  private(set) var numbers: [Range<Int>: String] = [:]

  /// As many as the style sheet knows.
  private static let limit = 12

  init(_ comparison: FormulaComparison?, words: Words) {
    self.words = words
    var indices: [String: Int] = [:]
    let symbols = comparison?.symbols ?? []
    for symbol in symbols.sorted(by: { $0.range.lowerBound < $1.range.lowerBound }) {
      if indices[symbol.latex] == nil {
        guard entries.count < Self.limit else { continue }
        entries.append(symbol)
        indices[symbol.latex] = entries.count
      }
      numbers[symbol.range] = indices[symbol.latex].map(String.init)
    }
  }

  var html: HTML {
    guard !entries.isEmpty else { return .empty }
    let items = entries.enumerated().map { index, symbol -> HTML in
      // A name that is the code's own needs no second mention.
      let source: HTML = symbol.source == symbol.latex ? .empty : " <code>\(symbol.source)</code>,"
      return "<li data-symbol=\"\(index + 1)\">\(Self.name(symbol))\(source) \(shape(symbol))</li>"
    }
    return "<ul class=\"symbols\" aria-label=\"\(words.symbols)\">\(items.joined(separator: "\n"))</ul>"
  }

  private static func name(_ symbol: FormulaComparison.Symbol) -> HTML {
    guard let layout = try? Layout(parsing: symbol.latex) else { return "<code>\(symbol.latex)</code>" }
    return HTML(verbatim: layout.mathML(display: false))
  }

  private func shape(_ symbol: FormulaComparison.Symbol) -> HTML {
    switch symbol.shape.count {
    case 0: words.aNumber
    case 1: words.counted(symbol.shape[0], .number)
    default: "\(symbol.shape.map(String.init).joined(separator: " × "))"
    }
  }
}

extension FormulaFinding {
  var comparison: FormulaComparison? {
    switch self {
    case .agrees(let comparison), .disagrees(let comparison), .disagreesAsExpected(let comparison, _): comparison
    case .cannotBeEvaluated, .notChecked: nil
    }
  }
}

import Formulas
import LaTeXSyntax
import LessonChecks

/// What the symbols of a formula stand for, or of several: each once, with the Swift code behind it and its shape; and for a reader who
/// points at one, its values and the line that made it.
struct SymbolLegend {
  private let localization: Localization
  private var entries: [(symbol: FormulaComparison.Symbol, number: Int?)] = []
  /// The number of each symbol, by its bytes in the LaTeX.
  private(set) var numbers: [Range<Int>: String] = [:]

  private static let limit = 12
  /// The width of a line of the narrowest margin, in small letters of 7 pixels, a little less.
  private static let lettersInLine = 27

  init(_ comparisons: [FormulaComparison], _ symbols: PageSymbols, localization: Localization) {
    self.localization = localization
    for symbol in comparisons.flatMap(\.symbolsInOrder) {
      let number = symbols.number(of: symbol)
      numbers[symbol.range] = number.map(String.init)
      if entries.count < Self.limit, !entries.contains(where: { $0.symbol.latex == symbol.latex }) {
        entries.append((symbol, number))
      }
    }
  }

  /// - Parameter addressOfCell: Where a link to the cell of that index leads.
  func html(addressOfCell: (Int) -> String) -> HTML {
    guard !entries.isEmpty else { return .empty }
    let items = entries.map { symbol, number -> HTML in
      // A name that is the code's own needs no second mention.
      let source: HTML = symbol.source == symbol.latex ? .empty : "\u{A0}<code>\(breakable(symbol.source))</code>"
      let mark: HTML = number.map { " data-symbol=\"\($0)\"" } ?? .empty
      let gap: HTML = symbol.source == symbol.latex ? "\u{A0}" : localization.comma
      let long: HTML = letters(of: symbol) > Self.lettersInLine ? " class=\"long\"" : .empty
      return "<li\(long)\(mark)>\(Self.name(symbol))\(source)\(gap)\(kind(symbol))\(more(symbol, addressOfCell))</li>"
    }
    return "<ul class=\"symbols\" aria-label=\"\(localization.symbols)\">\(items.joined(separator: "\n"))</ul>"
  }

  // A pattern is read each time that it is met in code, which takes longer than to look for it.
  private nonisolated(unsafe) static let silentCommand = /\\(?:text|operatorname|mathrm|mathbf|hat|bar|tilde)\b/
  private nonisolated(unsafe) static let command = /\\[A-Za-z]+/
  private nonisolated(unsafe) static let dotBeforeName = /\.(?=[A-Za-z])/

  /// About how wide an entry is.
  private func letters(of symbol: FormulaComparison.Symbol) -> Int {
    let name = symbol.latex.replacing(Self.silentCommand, with: "").replacing(Self.command, with: "m")
      .count { !"{}_^ ".contains($0) }
    let source = symbol.source == symbol.latex ? 0 : symbol.source.count * 8 / 7 + 2
    let kind = symbol.function.map { $0.count * 8 / 7 } ?? (symbol.shape.count < 2 ? 9 : symbol.shape.count * 4)
    return name + source + kind + 1
  }

  /// An expression that is longer than the margin is broken before a dot, not within a name.
  private func breakable(_ code: String) -> HTML {
    guard code.count > 22 else { return "\(code)" }
    return HTML(verbatim: HTML(text: code).markup.replacing(Self.dotBeforeName, with: "<wbr>."))
  }

  private static func name(_ symbol: FormulaComparison.Symbol) -> HTML {
    guard let syntax = try? SyntaxTree(parsing: symbol.latex) else { return "<code>\(symbol.latex)</code>" }
    return HTML(verbatim: syntax.mathML(display: false))
  }

  private func kind(_ symbol: FormulaComparison.Symbol) -> HTML {
    if let function = symbol.function { return "<code>\(function)</code>" }
    switch symbol.shape.count {
    case 0: return localization.aNumber
    case 1: return localization.counted(symbol.shape[0], .number)
    default: return "\(Prose.shape(symbol.shape))"
    }
  }

  private func more(_ symbol: FormulaComparison.Symbol, _ addressOfCell: (Int) -> String) -> HTML {
    var more = HTML.empty
    if !symbol.values.isEmpty { more += "\(localization.colon)\(Self.text(of: symbol.values[...], shape: symbol.shape[...]))" }
    if let origin = symbol.origin {
      let line: HTML = origin.code.map { "<code>\(Self.shortened($0))</code>" } ?? localization.itsCell
      more += "\(localization.citationSeparator)<a href=\"\(addressOfCell(origin.cell))\">\(line)</a>"
    }
    return more.isEmpty ? .empty : "<span class=\"more\">\(more)</span>"
  }

  private static func shortened(_ line: String) -> String { line.count <= 48 ? line : line.prefix(47) + "…" }

  /// Rows in brackets, as Swift writes them.
  private static func text(of values: ArraySlice<Double>, shape: ArraySlice<Int>) -> String {
    guard let count = shape.first, count > 0, shape.reduce(1, *) == values.count else {
      return values.map(FormulaComparison.text(value:)).joined(separator: ", ")
    }
    let size = values.count / count
    let parts = (0..<count).map { index in
      let start = values.startIndex + index * size
      return text(of: values[start..<start + size], shape: shape.dropFirst())
    }
    return "[\(parts.joined(separator: ", "))]"
  }
}

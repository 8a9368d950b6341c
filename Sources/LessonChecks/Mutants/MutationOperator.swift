import Formulas
import LaTeXSyntax

/// A common mistake in formulas. It changes one place at a time.
///
/// All operators are rows of one table.
struct MutationOperator: Sendable {
  var name: String
  /// The changes that it can make to a formula.
  var changes: @Sendable (FormulaParts) -> [Change]

  /// The replacement of a range of the LaTeX.
  struct Change: Sendable, Hashable {
    var range: Range<Int>
    var replacement: String

    init(_ range: Range<Int>, _ replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  static let all: [MutationOperator] = [
    .init(name: "transpose dropped") { parts in parts.transposes.map { Change($0.mark, "") } },
    .init(name: "transpose added") { parts in parts.matrices.map { Change($0.range.upperBound..<$0.range.upperBound, "^\\top ") } },
    .init(name: "indices swapped") { parts in
      parts.indexPairs.map { Change($0.first.range.lowerBound..<$0.second.range.upperBound, parts.text($0.second) + parts.text($0.first)) }
    },
    .init(name: "index shifted") { parts in parts.indices.map { Change($0.range.upperBound..<$0.range.upperBound, "+1") } },
    .init(name: "index exchanged") { parts in
      parts.indices.flatMap { index in
        parts.indexLetters.subtracting([parts.text(index)]).sorted().map { Change(index.range, $0 + " ") }
      }
    },
    .init(name: "sign") { parts in
      parts.signs("+").map { Change($0.range, "-") } + parts.signs("−").map { Change($0.range, "+") }
        + parts.rightSides.map { Change($0..<$0, "-") }
    },
    .init(name: "bound") { parts in
      parts.lowerBounds.map { Change($0.range, "(\(parts.text($0))+1)") }
        + parts.upperBounds.map { Change($0.range, "{(\(parts.text($0)))-1}") }
    },
    .init(name: "axis") { parts in
      parts.sumIndices.flatMap { index in
        parts.indexLetters.subtracting([parts.text(index)]).sorted().map { Change(index.range, $0 + " ") }
      }
    },
    .init(name: "factor") { parts in parts.rightSides.map { Change($0..<$0, "2 ") } },
    .init(name: "term dropped") { parts in parts.addedTerms.map { Change($0, "") } },
    .init(name: "factor dropped") { parts in parts.factors.map { Change($0.range, "") } },
    .init(name: "root dropped") { parts in parts.roots.map { Change($0.whole, "{\(parts.text($0.radicand))}") } },
    .init(name: "power dropped") { parts in parts.powers.map { Change($0.mark, "") } },
    .init(name: "fraction inverted") { parts in
      parts.fractions.map {
        Change($0.numerator.lowerBound..<$0.denominator.upperBound, parts.text($0.denominator) + parts.text($0.numerator))
      }
    },
    .init(name: "symbol exchanged") { parts in
      parts.names.flatMap { name in parts.replacements(for: name).map { Change(name.range, "{\($0)}") } }
    },
    .init(name: "product order") { parts in
      parts.neighbors.map { Change($0.0.range.lowerBound..<$0.1.range.upperBound, parts.text($0.1) + " " + parts.text($0.0)) }
    },
    .init(name: "argument doubled") { parts in
      parts.arguments.map { Change($0.lowerBound..<$0.lowerBound, "2 ") }
    },
    .init(name: "function exchanged") { parts in
      parts.functions.compactMap { function in
        ["\\max": "\\min ", "\\min": "\\max ", "\\exp": "\\log ", "\\sin": "\\cos ", "\\cos": "\\sin ", "\\tanh": "\\sin "][
          parts.text(function)
        ].map { Change(function.range, $0) }
      }
    },
  ]
}

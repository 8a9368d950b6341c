import Foundation

/// A wrong variant of a formula: one place of its LaTeX is changed.
struct FormulaMutation: Hashable, Sendable {
  /// What was changed: `sign`, `transpose`, `index`, `factor`, `bound` or `symbol`.
  var kind: String
  var latex: String

  /// The variants of a formula, each changed in one place; none twice.
  static func all(of latex: String) throws -> [FormulaMutation] {
    var found: [FormulaMutation] = []
    for (kind, pattern, template) in rules {
      let expression = try NSRegularExpression(pattern: pattern)
      for match in expression.matches(in: latex, range: NSRange(latex.startIndex..., in: latex)) {
        let replacement = expression.replacementString(for: match, in: latex, offset: 0, template: template)
        let variant = (latex as NSString).replacingCharacters(in: match.range, with: replacement)
        if variant != latex, !found.contains(where: { $0.latex == variant }) {
          found.append(FormulaMutation(kind: kind, latex: variant))
        }
      }
    }
    return found
  }

  /// A pattern, and what takes its place; in a template a backslash is written twice.
  private static let rules: [(kind: String, pattern: String, template: String)] = [
    ("sign", #" \+ "#, " - "),
    ("sign", #" - "#, " + "),
    ("sign", #"= (?!-)"#, "= -"),
    ("sign", #"= -"#, "= "),
    ("transpose", #"\^\\top"#, ""),
    ("transpose", #"(?<![\\A-Za-z{])([A-Z])(?![A-Za-z_^(])"#, #"$1^\\top"#),
    ("index", #"_\{([a-z])([a-z])\}"#, "_{$2$1}"),
    ("index", #"_i(?![A-Za-z])"#, "_j"),
    ("index", #"_j(?![A-Za-z])"#, "_i"),
    ("factor", #"= "#, "= 2 "),
    ("factor", #"\\sqrt\{([A-Za-z_{}]+)\}"#, "$1"),
    ("factor", #"\\frac\{1\}\{[A-Za-z_]+\}"#, ""),
    ("bound", #"=1\}\^"#, "=2}^"),
    ("bound", #"(\\sum_\{[a-z]=1\})\^\{?(d_[a-z]|[A-Za-z])\}?"#, "$1^{$2-1}"),
    ("bound", #"\\le "#, "< "),
    ("symbol", #"(?<![\\A-Za-z{])Q(?![A-Za-z])"#, "K"),
    ("symbol", #"(?<![\\A-Za-z{])K(?![A-Za-z])"#, "V"),
    ("symbol", #"(?<![\\A-Za-z{])V(?![A-Za-z])"#, "Q"),
    ("symbol", #"d_k"#, "n"),
    ("symbol", #"\\max"#, #"\\min"#),
    ("symbol", #"e\^"#, "2^"),
  ]
}

import Diagnostics
import LaTeXSyntax

/// What a formula calls something: a letter, a word or a run of letters with all that belongs to its name.
///
/// Two spellings of one name are equal, because a name is compared by its normal form:
///
///     try Name(parsing: "W_i^Q") == Name(parsing: "W^{Q}_{i}")   // true
///     try Name(parsing: #"\mathbf{x}"#) == Name(parsing: "x")    // false: the font belongs to the name
package struct Name: Sendable {
  /// The normal form.
  package let latex: String
  /// What the Swift identifiers are made of.
  let spelling: Spelling

  /// Whole numbers beyond this are no index, and no loop comes near them.
  package static let indexLimit = 1 << 40

  /// Reads a key of a binding table: a name, a call such as `f(x)`, or a derivative such as
  /// `\frac{\partial a}{\partial b}`.
  package init(parsing latex: String) throws(Problem) {
    // The root has no name of its own, because in TeX its command needs an argument.
    let latex = latex == "\\sqrt" ? "\\operatorname{sqrt}" : latex
    let syntax = try SyntaxTree(parsing: latex)
    let nodes = SyntaxTree.normalized(syntax.nodes)
    guard !nodes.isEmpty else { throw Problem("a name is missing", at: 0..<latex.utf8.count) }
    if let symbol = Symbol(wholeOf: nodes) {
      self = symbol.name(sub: true, sup: true)
    } else {
      self.init(opaque: nodes)
    }
  }

  /// A name that is not taken apart, such as `\frac{\partial a}{\partial b}`.
  package init(opaque nodes: [SyntaxTree.Node]) {
    self.init(latex: SyntaxTree.canonicalLaTeX(of: nodes), spelling: Spelling())
  }

  /// A name whose normal form is known.
  package init(normalForm latex: String) { self.init(latex: latex, spelling: Spelling()) }

  init(latex: String, spelling: Spelling) {
    self.latex = latex
    self.spelling = spelling
  }
}

extension Name {
  /// The letters of an upright word: `softmax` for `\text{softmax}`.
  package var word: String {
    latex.hasPrefix("\\text{") && latex.hasSuffix("}") ? String(latex.dropFirst("\\text{".count).dropLast()) : latex
  }
}

extension Name: Hashable, Comparable, CustomStringConvertible {
  package var description: String { latex }
  package static func == (a: Name, b: Name) -> Bool { a.latex == b.latex }
  package static func < (a: Name, b: Name) -> Bool { a.latex < b.latex }
  package func hash(into hasher: inout Hasher) { hasher.combine(latex) }
}

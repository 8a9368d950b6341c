import LaTeXSyntax

/// A definition with parameters: `K(u) = e^{-u^2/2}`, or `R_m = …` with the parameter `m`.
package struct Function: Sendable, Hashable {
  package let name: Name
  package let parameters: [Name]
  /// The LaTeX of the whole definition.
  package let latex: String
  /// Whether each parameter is known to be a matrix, so that a row handed to it is a 1×d matrix.
  package var takesMatrix: [Bool]
  package var isElementwise: Bool
  /// Whether `\mid` or `\|` separates its arguments.
  package var separatesAtBars: Bool
  /// Whether its argument is a subscript: `R_m`.
  package var isSubscript: Bool
  /// Whether the author gave it, as opposed to a statement of the formula itself.
  package var isGiven: Bool
  package var body: [SyntaxTree.Node]
  package var bodyRange: Range<Int>
}

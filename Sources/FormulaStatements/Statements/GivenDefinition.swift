import LaTeXSyntax

/// A definition in LaTeX: `K(u) = e^{-u^2/2}`, or an earlier formula.
package struct GivenDefinition: Sendable, Hashable {
  package var syntax: SyntaxTree
  /// Whether it is applied to each entry of its argument.
  package var isElementwise: Bool
  /// The name in its subscript that stands for a value: `m` in `R_m`.
  package var parameter: Name?
  /// Whether it is an earlier formula that was compared with the code.
  package var isChecked: Bool

  package init(_ syntax: SyntaxTree, isElementwise: Bool = false, parameter: Name? = nil, isChecked: Bool = false) {
    self.syntax = syntax
    self.isElementwise = isElementwise
    self.parameter = parameter
    self.isChecked = isChecked
  }
}

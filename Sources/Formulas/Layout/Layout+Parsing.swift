import Diagnostics

extension Layout {
  /// Reads a formula, without its dollars.
  ///
  ///     try Layout(parsing: #"\frac{QK^\top}{\sqrt{d_k}}"#)
  ///
  /// A top-level `\\` makes the rows of a `gathered` table.
  /// - Throws: A `Problem` that marks the characters at fault.
  /// - Complexity: O(length); nesting is limited to `LayoutParser.depthLimit`.
  package init(parsing latex: String) throws(Problem) {
    var parser = LayoutParser(latex)
    self.init(latex: latex, nodes: try parser.formula())
  }
}

import Diagnostics

extension SyntaxTree {
  /// Reads a formula, without its dollars.
  ///
  ///     try SyntaxTree(parsing: #"\frac{QK^\top}{\sqrt{d_k}}"#)
  ///
  /// A top-level `\\` makes the rows of a `gathered` table.
  /// - Throws: A `Problem` that marks the characters at fault.
  /// - Complexity: O(length); nesting is limited to `SyntaxParser.depthLimit`.
  package init(parsing latex: String) throws(Problem) {
    var parser = SyntaxParser(latex)
    self.init(latex: latex, nodes: try parser.formula())
  }
}

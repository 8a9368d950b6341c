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
    (self, _) = try Self.parse(latex)
  }

  /// Reads a formula in which macros may be used and defined.
  ///
  /// - Returns: The formula, whose ranges are those of the author's text, and the macros for later formulas.
  package static func parse(_ latex: String, with macros: Macros = Macros()) throws(Problem) -> (tree: SyntaxTree, macros: Macros) {
    let refusal: Problem
    if !macros.definitions.isEmpty || MacroExpansion.defines(in: latex) {
      if let known = try parse(latex, expandedWith: macros) { return known }
      return (try plain(latex), macros)
    }
    do throws(Problem) {
      return (try plain(latex), macros)
    } catch {
      refusal = error
    }
    // Most formulas have none of the usual macros.
    guard let known = try parse(latex, expandedWith: macros) else { throw refusal }
    return known
  }

  private static func plain(_ latex: String) throws(Problem) -> SyntaxTree {
    var parser = SyntaxParser(latex)
    return SyntaxTree(latex: latex, nodes: try parser.formula())
  }

  /// nil if the formula uses and defines no macro.
  private static func parse(_ latex: String, expandedWith macros: Macros) throws(Problem) -> (tree: SyntaxTree, macros: Macros)? {
    let expansion = try MacroExpansion(latex, macros, beside: .usual)
    guard expansion.hasExpanded else { return nil }
    var parser = SyntaxParser(expansion.latex)
    do throws(Problem) {
      let nodes = try parser.formula().map { $0.movingRanges(expansion.source) }
      return (SyntaxTree(latex: latex, nodes: nodes), expansion.macros)
    } catch {
      throw expansion.located(error)
    }
  }
}

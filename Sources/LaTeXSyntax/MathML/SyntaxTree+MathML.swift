extension SyntaxTree {
  private nonisolated(unsafe) static let plainPattern = /\s*(?:[A-Za-z]|[0-9]+)\s*/

  /// The formula as MathML Core, with its LaTeX as annotation; but for a letter or a whole number, which is its own LaTeX.
  ///
  ///     try SyntaxTree(parsing: "d_k").mathML(display: false)
  ///     // <math><semantics><msub><mi>d</mi><mi>k</mi></msub><annotation …>d_k</annotation></semantics></math>
  ///
  /// - Parameters:
  ///   - display: Whether the formula stands on a line of its own.
  ///   - symbols: Names in the formula, by their byte range in `latex`. The element that shows a name gets
  ///     the value as `data-symbol` and can be focused by a script, without being a stop of the keyboard. A range may span several neighbors, as in `pos`.
  ///   - isAnnotated: Whether its LaTeX comes with it.
  ///   - links: What the addresses of `\href` and `\url` are on the page. The text of one that isn't among them is no link.
  /// - Complexity: O(length · depth)
  package func mathML(display: Bool, isAnnotated: Bool = true, symbols: [Range<Int>: String] = [:], links: [String: String] = [:]) -> String
  {
    let writer = MathMLWriter(symbols: symbols, links: links)
    let row = writer.row(nodes, .init(size: display ? .display : .text))
    let attributes = display ? [("display", "block")] : []
    guard isAnnotated, latex.wholeMatch(of: Self.plainPattern) == nil else {
      return MathMLElement("math", attributes, row.markup).markup
    }
    let source = MathMLElement("annotation", [("encoding", "application/x-tex")], text: latex)
    let semantics = MathMLElement("semantics", row.markup + source.markup)
    return MathMLElement("math", attributes, semantics.markup).markup
  }
}

/// Swift code in a check comment. The lesson's program evaluates it at that point.
package struct SwiftExpression: Sendable, Hashable {
  /// Its index among the document's expressions.
  package typealias Index = Int

  package var index: Index
  package let code: String
  /// Whether all of its numbers are literals, as in `[0.5, -1]`.
  package let isLiteral: Bool
  package var range: Range<Int>
  /// The number of cells after which it is evaluated: those before it, or more if it uses names that a later cell declares.
  package var cellsBefore: Int

  package init(index: Index, code: String, range: Range<Int>, cellsBefore: Int) {
    self.index = index
    self.code = code
    isLiteral = Self.isLiteral(code)
    self.range = range
    self.cellsBefore = cellsBefore
  }
}

/// Swift code in a check comment, which the lesson's program evaluates at that point.
package struct SwiftExpression: Sendable, Hashable {
  /// Its place in the document's expressions.
  package typealias Index = Int

  package var index: Index
  package var code: String
  package var range: Range<Int>
  /// After how many cells it is evaluated: as many as stand before it, or more if it names what a later cell declares.
  package var cellsBefore: Int

  package init(index: Index, code: String, range: Range<Int>, cellsBefore: Int) {
    self.index = index
    self.code = code
    self.range = range
    self.cellsBefore = cellsBefore
  }
}

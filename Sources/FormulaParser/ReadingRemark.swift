/// How a part was read that has another reading.
package struct ReadingRemark: Sendable, Hashable {
  package var range: Range<Int>
  package var text: String
}

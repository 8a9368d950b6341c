/// A text that the author wrote, and its place in the file.
package struct LocatedText: Sendable, Hashable {
  package var text: String
  package var range: Range<Int>

  package init(text: String, range: Range<Int>) {
    self.text = text
    self.range = range
  }
}

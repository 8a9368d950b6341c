/// Collects the inlines of a text, among them elements that are opened and closed by marks of their own: `~~` and tags.
struct InlineBuilder {
  private(set) var content: [Inline] = []
  private var open: [Opening] = []

  /// The mark of an element's beginning. Until its end is found, it is a text of its own in `content`.
  private struct Opening {
    var mark: Mark
    var index: Int
    /// The place of a tag, to report one that is never closed.
    var offset: Int
    var makeInline: ([Inline]) -> Inline
  }

  enum Mark: Hashable {
    /// `~` or `~~`.
    case tildes(Int)
    case tag(String)
  }

  mutating func append(_ inline: Inline) { content.append(inline) }
  mutating func append(contentsOf inlines: [Inline]) { content += inlines }

  /// - Parameter text: What stands there if the element is never closed.
  mutating func begin(_ mark: Mark, text: String, at offset: Int, makeInline: @escaping ([Inline]) -> Inline) {
    // Later stages recurse into the elements, and a file made of openings would take minutes.
    if open.count < MarkdownNode.depthLimit {
      open.append(Opening(mark: mark, index: content.count, offset: offset, makeInline: makeInline))
    }
    content.append(.text(text))
  }

  /// - Returns: Whether such an element was open.
  mutating func end(_ mark: Mark) -> Bool {
    guard let place = open.lastIndex(where: { $0.mark == mark }) else { return false }
    let opening = open[place]
    let inner = Array(content[(opening.index + 1)...])
    content[opening.index...] = [opening.makeInline(inner)]
    // What was opened within it and not closed by now stays a text.
    open.removeLast(open.count - place)
    return true
  }

  /// Changes the inlines after the last mark that is still open.
  mutating func changeTail(_ change: (inout [Inline]) -> Void) {
    let start = open.last.map { $0.index + 1 } ?? 0
    var tail = Array(content[start...])
    change(&tail)
    content[start...] = tail[...]
  }

  /// The tags that were never closed: their names and where they are.
  var openTags: [(name: String, offset: Int)] {
    open.compactMap { opening in if case .tag(let name) = opening.mark { (name, opening.offset) } else { nil } }
  }
}

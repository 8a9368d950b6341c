import LessonDocument

extension LessonRenderer {
  /// The number that stands in the text. It leads to the note, which on a narrow screen follows the paragraph.
  func footnoteReference(_ index: Int) -> HTML {
    "<sup><a href=\"\(address(ofID: Self.noteID(index)))\" aria-label=\"\(localization.note(index + 1))\">\(index + 1)</a></sup>"
  }

  /// The numbers of all notes that a link's words refer to: a link can't stand within another one, so they follow it.
  func footnoteReferences(in content: [Inline]) -> HTML {
    content.footnotes.map { footnoteReference($0.index) }.joined()
  }

  /// The notes to which a text is the first to refer.
  func sidenotes(in content: [Inline]) -> [HTML] {
    content.footnotes.filter(\.isFirst).map { sidenote($0.index) }
  }

  private func sidenote(_ index: Int) -> HTML {
    var blocks = document.footnotes[index].content[...]
    var first: [Inline] = []
    if case .paragraph(let content)? = blocks.first {
      first = content
      blocks.removeFirst()
    }
    let rest: HTML = blocks.isEmpty ? .empty : "\n" + html(Array(blocks))
    return """
      <div class="sidenote" role="note" id="\(id(Self.noteID(index)))"><p><span class="number">\(index + 1)</span> \
      \(html(first))</p>\(checkNotes(in: first).joined())\(rest)</div>
      """
  }

  /// With a dot, which no heading's id has.
  private static func noteID(_ index: Int) -> String { "note.\(index + 1)" }
}

extension [Inline] {
  var hasLinks: Bool { depthFirst.contains { if case .link = $0 { true } else { false } } }

  /// The footnotes that the text refers to, in order.
  var footnotes: [(index: Int, isFirst: Bool)] {
    depthFirst.compactMap { if case .footnote(let index, let isFirst) = $0 { (index, isFirst) } else { nil } }
  }
}

import CellAnalysis
import Diagnostics

/// The footnotes of a lesson while it is parsed: their references and their definitions.
struct FootnoteReader {
  /// The names, in the order in which the text first refers to them.
  fileprivate var names: [String] = []
  fileprivate var numbers: [String: Int] = [:]
  fileprivate var references: [String: Range<Int>] = [:]
  fileprivate var definitions: [String: (content: [Block], range: Range<Int>)] = [:]
  /// Whether a definition is being read.
  fileprivate var isDefining = false
}

extension DocumentParser {
  /// Reads a reference `[^name]` in the text.
  mutating func footnoteReference(_ item: PreparedMarkdown.Item) -> Inline? {
    let name = item.body.text
    guard !footnotes.isDefining else {
      problems.append(
        Problem("a footnote can't refer to a footnote", at: item.range, help: "say it in the note itself"))
      return nil
    }
    if let index = footnotes.numbers[name] { return .footnote(index, isFirst: false) }
    footnotes.references[name] = item.range
    footnotes.numbers[name] = footnotes.names.count
    footnotes.names.append(name)
    return .footnote(footnotes.names.count - 1, isFirst: true)
  }

  /// Reads a list item as the definition of a footnote, which the scanner made it.
  ///
  /// - Returns: Whether it is one.
  mutating func readFootnote(_ node: MarkdownNode) -> Bool {
    guard let first = node.children.first, first.kind == .paragraph, let start = first.children.first, case .text(let text) = start.kind,
      case .item(let index)? = prepared.pieces(of: text).first, prepared.items[index].kind == .footnoteDefinition
    else { return false }
    var content = node.children
    let rest = prepared.text(text, afterItem: index).drop(while: \.isWhitespace)
    content[0].children[0].kind = .text(String(rest))
    if rest.isEmpty { content[0].children.removeFirst() }
    if content[0].children.isEmpty { content.removeFirst() }
    define(prepared.items[index], content)
    return true
  }

  private mutating func define(_ item: PreparedMarkdown.Item, _ nodes: [MarkdownNode]) {
    let name = item.body.text
    footnotes.isDefining = true
    let cellsBefore = cells.count
    let content = blocks(nodes)
    footnotes.isDefining = false
    if content.isEmpty {
      problems.append(Problem("the footnote `[^\(name)]` says nothing", at: item.range, help: "write its text after the colon"))
    }
    if cells.count > cellsBefore {
      problems.append(
        Problem(
          "a cell can't be in a footnote", at: cells[cellsBefore].range.lowerBound..<cells[cellsBefore].range.lowerBound + 3,
          help: "put it into the text, or write `swift norun` if it isn't to run"))
    }
    if footnotes.definitions[name] != nil {
      problems.append(Problem("two footnotes are named `\(name)`", at: item.range, help: "give each its own name"))
    } else {
      footnotes.definitions[name] = (content, item.range)
    }
  }

  private func isDefinedInQuotation(_ name: String) -> Bool {
    file.text.split(whereSeparator: \.isNewline).contains { line in
      line.first == ">" && line.drop { $0 == ">" || $0 == " " }.hasPrefix("[^\(name)]:")
    }
  }

  /// The footnotes in the order of their references. Reports those without a text or without a reference.
  ///
  /// A reference and a note whose names differ by a slip are one mistake, reported at the reference. Only the first few problems get a suggestion,
  /// because each suggestion compares a name with all others.
  mutating func finishedFootnotes() -> [Footnote] {
    var suggestions = 20
    func nearest(to name: String, among names: some Sequence<String>) -> String? {
      suggestions -= 1
      return suggestions >= 0 ? nearestName(to: name, among: names) : nil
    }
    let missing = footnotes.names.filter { footnotes.definitions[$0] == nil }
    var unread = Set(footnotes.definitions.keys.filter { footnotes.references[$0] == nil })
    for name in missing {
      let meant = nearest(to: name, among: unread) ?? nearest(to: name, among: footnotes.definitions.keys)
      if let meant { unread.remove(meant) }
      problems.append(
        Problem(
          "there is no footnote `[^\(name)]`", at: footnotes.references[name] ?? 0..<0,
          help: meant.map { "did you mean `[^\($0)]`?" }
            ?? (isDefinedInQuotation(name)
              ? "its text is in a quotation: write it outside, on a line of its own"
              : "write its text on a line of its own: `[^\(name)]: …`")))
    }
    for name in unread {
      problems.append(
        Problem(
          "nothing refers to the footnote `[^\(name)]`", at: footnotes.definitions[name]?.range ?? 0..<0,
          help: "write `[^\(name)]` in the text, or take the note out"))
    }
    return footnotes.names.map { Footnote(name: $0, content: footnotes.definitions[$0]?.content ?? []) }
  }
}

extension [Inline] {
  /// The text without white space at its ends.
  var trimmingSpace: [Inline] {
    var rest = self[...]
    func isSpace(_ inline: Inline?) -> Bool {
      switch inline {
      case .softBreak, .lineBreak: true
      case .text(let text): text.allSatisfy(\.isWhitespace)
      default: false
      }
    }
    while isSpace(rest.first) { rest.removeFirst() }
    while isSpace(rest.last) { rest.removeLast() }
    if case .text(let text)? = rest.first { rest[rest.startIndex] = .text(String(text.drop(while: \.isWhitespace))) }
    if case .text(let text)? = rest.last {
      let end = text.lastIndex { !$0.isWhitespace }.map(text.index(after:)) ?? text.startIndex
      rest[rest.endIndex - 1] = .text(String(text[..<end]))
    }
    return Array(rest)
  }
}

import Diagnostics

/// The footnotes of a lesson while it is parsed: their references and their definitions.
struct FootnoteReader {
  /// The names, in the order in which the text first refers to them.
  fileprivate var names: [String] = []
  fileprivate var numbers: [String: Int] = [:]
  fileprivate var references: [String: Range<Int>] = [:]
  fileprivate var definitions: [String: (content: [Inline], range: Range<Int>)] = [:]
  /// Whether a definition is being read.
  fileprivate var isDefining = false
  /// Whether the previous block was a definition.
  var hasJustEnded = false
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

  /// Removes the definitions from a paragraph. Several may follow each other, each on one or more lines.
  ///
  /// - Returns: The nodes before the first definition. Most paragraphs have none, and are returned whole.
  mutating func takeFootnotes(from nodes: [MarkdownNode], in block: MarkdownNode) -> [MarkdownNode] {
    var parts: [(item: PreparedMarkdown.Item?, nodes: [MarkdownNode])] = [(nil, [])]
    for node in nodes {
      if let (item, rest) = definition(beginning: node) {
        parts.append((item, [rest]))
      } else {
        parts[parts.count - 1].nodes.append(node)
      }
    }
    for case (let item?, let content) in parts { define(item, inlines: content, in: block) }
    footnotes.hasJustEnded = parts.count > 1
    return parts[0].nodes
  }

  private func definition(beginning node: MarkdownNode) -> (PreparedMarkdown.Item, MarkdownNode)? {
    guard case .text(let text) = node.kind, case .item(let index)? = prepared.pieces(of: text).first,
      prepared.items[index].kind == .footnoteDefinition
    else {
      return nil
    }
    var rest = node
    rest.kind = .text(prepared.text(text, afterItem: index))
    return (prepared.items[index], rest)
  }

  private mutating func define(_ item: PreparedMarkdown.Item, inlines nodes: [MarkdownNode], in block: MarkdownNode) {
    let name = item.body.text
    footnotes.isDefining = true
    let content = inlines(nodes, in: block).trimmingSpace
    footnotes.isDefining = false
    if content.isEmpty {
      problems.append(Problem("the footnote `[^\(name)]` says nothing", at: item.range, help: "write its text after the colon"))
    }
    if footnotes.definitions[name] != nil {
      problems.append(Problem("two footnotes are named `\(name)`", at: item.range, help: "give each its own name"))
    } else {
      footnotes.definitions[name] = (content, item.range)
    }
  }

  /// Reports an indented block after a footnote, which other tools would read as its second paragraph.
  mutating func reportFootnoteGoingOn(at node: MarkdownNode) {
    let start = prepared.fileOffset(line: node.startLine, column: 1)
    problems.append(
      Problem("a footnote is one paragraph", at: start..<start, help: "take out the blank line, or say it in the text"))
  }

  /// The footnotes in the order of their references. Reports those without a text or without a reference.
  ///
  /// Only the first few problems get a suggestion, because each suggestion compares a name with all others.
  mutating func finishedFootnotes() -> [Footnote] {
    var suggestions = 20
    func suggests() -> Bool {
      suggestions -= 1
      return suggestions >= 0
    }
    let missing = footnotes.names.filter { footnotes.definitions[$0] == nil }
    for (name, definition) in footnotes.definitions where footnotes.references[name] == nil {
      problems.append(
        Problem(
          "nothing refers to the footnote `[^\(name)]`", at: definition.range,
          help: (suggests() ? nearestName(to: name, among: missing) : nil).map { "is it meant by `[^\($0)]`?" }
            ?? "write `[^\(name)]` in the text, or take the note out"))
    }
    return footnotes.names.map { name in
      if let definition = footnotes.definitions[name] { return Footnote(name: name, content: definition.content) }
      problems.append(
        Problem(
          "there is no footnote `[^\(name)]`", at: footnotes.references[name] ?? 0..<0,
          help: (suggests() ? suggestion(for: name, among: footnotes.definitions.keys, as: { "[^\($0)]" }) : nil)
            ?? "write its text on a line of its own: `[^\(name)]: …`"))
      return Footnote(name: name, content: [])
    }
  }
}

extension [Inline] {
  fileprivate var trimmingSpace: [Inline] {
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
    return Array(rest)
  }
}

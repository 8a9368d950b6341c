import Diagnostics
import LaTeXSyntax

/// Blocks of a lesson: paragraphs, quotes, lists and their like.
extension DocumentParser {
  mutating func blocks(_ nodes: [MarkdownNode]) -> [Block] {
    var result: [Block] = []
    var open: [OpenDetails] = []
    for node in nodes {
      if case .htmlBlock(let literal) = node.kind {
        readHTMLBlock(literal, at: node, open: &open, blocks: &result)
      } else if let captioned = captioned(node, after: open.last?.content.last ?? (open.isEmpty ? result.last : nil)) {
        if captioned.replacesBlock {
          if open.isEmpty { result.removeLast() } else { open[open.count - 1].content.removeLast() }
        }
        if open.isEmpty { result.append(captioned.block) } else { open[open.count - 1].content.append(captioned.block) }
      } else if open.isEmpty {
        result.append(contentsOf: blocks(node), joiningDefinitions: true)
      } else {
        let inner = blocks(node)
        open[open.count - 1].content.append(contentsOf: inner, joiningDefinitions: true)
      }
    }
    reportOpenDetails(open)
    requireOutputs(afterPredictionsIn: result)
    return result
  }

  mutating func blocks(_ node: MarkdownNode) -> [Block] {
    if case .codeBlock(let info, let literal) = node.kind { return codeBlock(info: info, literal: literal, node) }
    cellAwaitingOutput = nil
    formulaAwaitingCheck = nil
    switch node.kind {
    case .heading(let level):
      beginProse(.heading, node)
      let content = inlines(node.children, in: node)
      let text = content.plainText { formulas[$0].latex.text }
      if firstHeading == nil { firstHeading = content.plainText { formulas[$0].syntax?.reading ?? formulas[$0].latex.text } }
      let id = uniqueID(for: plainHeading(text, node))
      let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
      headingPlaces[id] = start..<start
      return [.heading(level: level, id: id, content)]
    case .paragraph:
      if let table = table(node) { return [table] }
      beginProse(.paragraph, node)
      return paragraph(node)
    case .list(let ordered, let start, let isTight):
      let items = node.children.filter { !readFootnote($0) }.map { item($0) }
      cellAwaitingOutput = nil
      return items.isEmpty ? [] : [.list(.init(start: ordered ? start : nil, isTight: isTight, items: items))]
    case .quote:
      // A cell in a quotation or list can't get its output after the end of it.
      defer { cellAwaitingOutput = nil }
      return [quote(node)]
    case .thematicBreak:
      return [.thematicBreak]
    default:
      return []
    }
  }

  /// Reads a paragraph, split at its display formulas.
  private mutating func paragraph(_ node: MarkdownNode) -> [Block] {
    var result: [Block] = []
    var line: [Inline] = []
    func close(_ line: inout [Inline], _ result: inout [Block]) {
      while case .softBreak? = line.first { line.removeFirst() }
      while case .softBreak? = line.last { line.removeLast() }
      let isBlank = line.allSatisfy { if case .text(let text) = $0 { text.allSatisfy(\.isWhitespace) } else { false } }
      if !isBlank { result.append(.paragraph(line)) }
      line = []
    }
    if let definition = definition(node) { return [definition] }
    for inline in inlines(node.children, in: node) {
      if case .formula(let index) = inline, formulas[index].isDisplay {
        close(&line, &result)
        result.append(.formula(index))
      } else {
        line.append(inline)
      }
    }
    close(&line, &result)
    return result
  }

  private mutating func quote(_ node: MarkdownNode) -> Block {
    guard let first = node.children.first, first.kind == .paragraph, let (word, title, rest) = alertWord(first.children) else {
      return .quote(blocks(node.children))
    }
    guard let alert = Block.Alert(rawValue: word) else {
      let names = Block.Alert.allCases.map(\.rawValue)
      let start = prepared.fileOffset(line: first.startLine, column: first.startColumn)
      problems.append(
        Problem(
          "unknown alert `[!\(word)]`", at: start..<start + word.utf8.count + 3,
          help: suggestion(for: word.uppercased(), among: names, as: { "[!\($0)]" })
            ?? "the alerts are \(names.joined(separator: ", "))"))
      return .quote(blocks(node.children))
    }
    var opening = first
    opening.children = rest
    // The title is read by itself.
    var titleLine = first
    titleLine.endLine = first.startLine
    if !rest.isEmpty { opening.startLine += 1 }
    let children = rest.isEmpty ? Array(node.children.dropFirst()) : [opening] + node.children.dropFirst()
    if !title.isEmpty { beginProse(.paragraph, titleLine) }
    let words = title.isEmpty ? [] : inlines(title, in: first)
    let start = prepared.fileOffset(line: first.startLine, column: first.startColumn)
    let range = start..<start + word.utf8.count + 3
    if alert == .question { return question(title: words, children, at: range) }
    if alert == .predict {
      let inner = blocks(children)
      predictions.append(range)
      return .alert(alert, title: words, inner)
    }
    return .alert(alert, title: words, blocks(children))
  }

  private nonisolated(unsafe) static let alertPattern = #/\[!(\p{L}+)\](?:[ \t]+|$)/#

  /// Reads `[!WORD]` and a title on a paragraph's first line. Returns the word, the nodes of the title, and the nodes after that line.
  private func alertWord(_ inlines: [MarkdownNode]) -> (word: String, title: [MarkdownNode], rest: [MarkdownNode])? {
    let line = inlines.prefix { $0.kind != .softBreak && $0.kind != .lineBreak }
    guard let first = line.first, case .text(let text) = first.kind,
      let found = text.prefixMatch(of: Self.alertPattern)
    else { return nil }
    var title = Array(line)
    title[0].kind = .text(String(text[found.range.upperBound...]))
    if text.endIndex == found.range.upperBound { title.removeFirst() }
    return (String(found.1), title, Array(inlines[line.endIndex...].dropFirst()))
  }
}

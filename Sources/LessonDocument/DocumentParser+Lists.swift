import Diagnostics

extension DocumentParser {
  mutating func item(_ node: MarkdownNode) -> Block.List.Item {
    let task = task(of: node)
    if let task { readTasks.insert(task.range.lowerBound) }
    let content = blocks(node.children)
    cellAwaitingOutput = nil
    return .init(isDone: task.map { $0.kind == .task(isDone: true) }, content: content)
  }

  /// The box of a task that begins a list item: `[ ]` or `[x]`.
  func task(of node: MarkdownNode) -> PreparedMarkdown.Item? {
    guard let first = node.children.first, first.kind == .paragraph, case .text(let text)? = first.children.first?.kind,
      case .item(let index)? = prepared.pieces(of: text).first, case .task = prepared.items[index].kind
    else { return nil }
    return prepared.items[index]
  }

  // MARK: - Definition lists

  /// Reads a paragraph as a part of a definition list: lines with terms, and lines that begin with `: ` and say what they mean. In a paragraph
  /// without terms, they are those of the paragraph before it.
  mutating func definition(_ node: MarkdownNode) -> Block? {
    let lines = node.children.split(omittingEmptySubsequences: false) { $0.kind == .softBreak }
    let firstDescription = lines.firstIndex(where: isDescription)
    guard let firstDescription else { return nil }
    // A term is a line of its own, so that a sentence with a colon at the beginning of a line isn't one.
    var definition = Block.Definition(
      terms: lines[..<firstDescription].map { inlines(Array($0), in: node).trimmingSpace }, descriptions: [])
    var descriptions: [[MarkdownNode]] = []
    for line in lines[firstDescription...] {
      if isDescription(line) {
        descriptions.append(Array(line))
      } else {
        descriptions[descriptions.count - 1] += [MarkdownNode(softBreakIn: node)] + line
      }
    }
    definition.descriptions = descriptions.map { inlines($0.withoutColon, in: node).trimmingSpace }
    return .definitions([definition])
  }

  private func isDescription(_ line: ArraySlice<MarkdownNode>) -> Bool {
    guard case .text(let text)? = line.first?.kind else { return false }
    return text.hasPrefix(": ") || text == ":" && line.count > 1
  }
}

extension MarkdownNode {
  fileprivate init(softBreakIn block: MarkdownNode) {
    self = block
    kind = .softBreak
    children = []
  }
}

extension [MarkdownNode] {
  fileprivate var withoutColon: [MarkdownNode] {
    var nodes = self
    if case .text(let text)? = nodes.first?.kind { nodes[0].kind = .text(String(text.dropFirst())) }
    return nodes
  }
}

extension [Block] {
  /// Appends blocks. A description without a term takes the paragraph before it as one, and definitions that follow each other are one list.
  mutating func append(contentsOf blocks: [Block], joiningDefinitions: Bool) {
    for block in blocks {
      guard joiningDefinitions, case .definitions(var new) = block else {
        append(block)
        continue
      }
      if new[0].terms.isEmpty, case .paragraph(let term)? = last, !term.contains(where: \.isBreak) {
        removeLast()
        new[0].terms = [term]
      }
      guard case .definitions(var before)? = last else {
        append(.definitions(new))
        continue
      }
      if new[0].terms.isEmpty {
        before[before.count - 1].descriptions += new.removeFirst().descriptions
      }
      self[count - 1] = .definitions(before + new)
    }
  }
}

extension Inline {
  fileprivate var isBreak: Bool {
    switch self {
    case .softBreak, .lineBreak: true
    default: false
    }
  }
}

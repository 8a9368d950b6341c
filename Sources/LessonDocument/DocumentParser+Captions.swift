import CellAnalysis
import Diagnostics

/// Captions: a paragraph right after a table, a picture or a cell that begins with `Table:` or `Figure:`, with its id in a comment.
///
///     Table: The shapes of the weights. <!-- id: shapes -->
extension DocumentParser {
  /// Reads a paragraph as the caption of the block before it, or of the picture that it begins with.
  ///
  /// - Returns: nil for another paragraph.
  mutating func captioned(_ node: MarkdownNode, after block: Block?) -> (block: Block, replacesBlock: Bool)? {
    guard node.kind == .paragraph else { return nil }
    if let block, block.mayHaveCaption, let (kind, rest) = captionWord(node.children[...]) {
      return (.captioned(caption(kind, rest, in: node), block), true)
    }
    // A picture, and its caption on the next line.
    guard let start = node.children.firstIndex(where: { !isMark($0) }), case .image = node.children[start].kind,
      let lineEnd = node.children[(start + 1)...].firstIndex(where: { !isMark($0) }), node.children[lineEnd].kind == .softBreak,
      let (kind, rest) = captionWord(node.children[(lineEnd + 1)...])
    else { return nil }
    cellAwaitingOutput = nil
    formulaAwaitingCheck = nil
    beginProse(.paragraph, node)
    let picture = inlines(Array(node.children[...start]), in: node)
    return (.captioned(caption(kind, rest, in: node, continuesProse: true), .paragraph(picture)), false)
  }

  /// Whether a text holds nothing but marks of suspected markup, which no page shows.
  private func isMark(_ node: MarkdownNode) -> Bool {
    guard case .text(let text) = node.kind else { return false }
    return prepared.pieces(of: text).allSatisfy { piece in
      guard case .item(let index) = piece, case .suspect = prepared.items[index].kind else { return false }
      return true
    }
  }

  private nonisolated(unsafe) static let captionPattern = /(Table|Figure|表|图)(?:: ?|：)/

  /// The kind of a caption, and what follows its word.
  private func captionWord(_ nodes: ArraySlice<MarkdownNode>) -> (Block.Caption.Kind, [MarkdownNode])? {
    guard case .text(let text)? = nodes.first?.kind, let found = text.prefixMatch(of: Self.captionPattern) else { return nil }
    var rest = Array(nodes)
    rest[0].kind = .text(String(text[found.range.upperBound...]))
    return (["Table", "表"].contains(found.1) ? .table : .figure, rest)
  }

  private mutating func caption(
    _ kind: Block.Caption.Kind, _ nodes: [MarkdownNode], in node: MarkdownNode, continuesProse: Bool = false
  ) -> Block.Caption {
    cellAwaitingOutput = nil
    formulaAwaitingCheck = nil
    if !continuesProse { beginProse(.paragraph, node) }
    isReadingCaption = true
    let words = inlines(nodes, in: node).trimmingSpace
    isReadingCaption = false
    let caption = Block.Caption(kind: kind, number: captions.count { $0.kind == kind } + 1, id: captionID, words: words)
    captionID = nil
    captions.append(caption)
    return caption
  }

  private nonisolated(unsafe) static let idPattern = /\s*id\s*:\s*(\S+)\s*/

  /// Reads `<!-- id: name -->` in a caption.
  ///
  /// - Returns: false for another comment.
  mutating func readCaptionComment(_ item: PreparedMarkdown.Item) throws(Problem) -> Bool {
    let body = item.body
    guard formulaAwaitingCheck == nil || isReadingCaption, let found = body.text.wholeMatch(of: Self.idPattern) else {
      return false
    }
    // Elsewhere it may be a note about a number: `<!-- id: 3 -->`.
    guard isReadingCaption || found.1.first?.isLetter == true else { return false }
    guard isReadingCaption else {
      throw Problem(
        "this id belongs to no caption", at: item.range,
        help: "write a caption right after a table, a picture or a cell: `Table: words <!-- id: \(found.1) -->`")
    }
    let start = body.text.utf8.distance(from: body.text.startIndex, to: found.1.startIndex)
    let range = body.fileRange(of: start..<start + found.1.utf8.count)
    if captionID != nil { throw Problem("this caption has an id already", at: range, help: "keep one of them") }
    captionID = LocatedText(text: try AnchorName.checked(String(found.1), at: range), range: range)
    return true
  }
}

extension Block {
  /// Whether a paragraph after it can be its caption.
  fileprivate var mayHaveCaption: Bool {
    switch self {
    case .table, .cell: true
    case .paragraph(let content): content.count == 1 && content.allSatisfy { if case .image = $0 { true } else { false } }
    case .heading, .list, .quote, .alert, .question, .details, .definitions, .thematicBreak, .listing, .captioned, .formula: false
    }
  }
}

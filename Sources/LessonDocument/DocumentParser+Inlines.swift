import Diagnostics

/// What stands within a block: words, links, images.
extension DocumentParser {
  mutating func inlines(_ nodes: [MarkdownNode], in block: MarkdownNode) -> [Inline] {
    var builder = InlineBuilder()
    for node in nodes {
      switch node.kind {
      case .text(let text): read(text, into: &builder)
      case .code(let code): builder.append(.code(prepared.restored(code, from: file)))
      case .emphasis: builder.append(.emphasis(inlines(node.children, in: block)))
      case .strong: builder.append(.strong(inlines(node.children, in: block)))
      case .link(let destination, let title):
        let link = Link(
          destination: prepared.restored(destination, from: file), title: prepared.restored(title, from: file),
          range: place(of: node, in: block))
        let index = addLink(link)
        if node.children.isEmpty, link.destination.hasSuffix("#") { reportAimless(link) }
        builder.append(.link(index, inlines(node.children, in: block)))
      case .image(let source, let title):
        builder.append(
          addImage(
            Image(
              source: prepared.restored(source, from: file), title: prepared.restored(title, from: file),
              alternative: words(of: node.children), range: place(of: node, in: block))))
      case .softBreak: builder.append(.softBreak)
      case .lineBreak: builder.append(.lineBreak)
      case .htmlInline(let html):
        readInlineHTML(html, at: node, into: &builder)
        markNumbers(in: &builder)
      default: break
      }
    }
    reportOpenTags(of: builder)
    return builder.content.withoutBreaksInChinese
  }

  /// Reads a text with what was taken out of it before CommonMark read it.
  mutating func read(_ text: String, into builder: inout InlineBuilder) {
    let pieces = prepared.pieces(of: text)
    for (number, piece) in pieces.enumerated() {
      switch piece {
      case .text(let text): builder.append(.text(text))
      case .item(let index):
        let item = prepared.items[index]
        switch item.kind {
        case .suspect(let problem):
          if pieces.dropFirst(number + 1).first.map({ isPrinted(item, in: $0) }) ?? false { problems.append(problem) }
        case .tildes(let opens, let closes):
          let mark = InlineBuilder.Mark.tildes(item.range.count)
          if closes, builder.end(mark) { continue }
          if opens {
            builder.begin(mark, text: item.body.text, at: item.range.lowerBound) { .element(.del, $0) }
          } else {
            builder.append(.text(item.body.text))
          }
        default: builder.append(contentsOf: inline(of: item).map { [$0] } ?? [])
        }
      }
    }
  }

  /// The words of a text without markup, for those who can't see an image.
  func words(of nodes: [MarkdownNode]) -> String {
    nodes.map { node in
      switch node.kind {
      case .text(let text):
        prepared.pieces(of: text).map { piece -> String in
          switch piece {
          case .text(let text): text
          case .item(let index): prepared.items[index].kind == .comment ? "" : prepared.items[index].body.text
          }
        }.joined()
      case .code(let code): prepared.restored(code, from: file)
      case .softBreak, .lineBreak: " "
      default: words(of: node.children)
      }
    }.joined()
  }

  /// `[](#)` would show the title of the page itself.
  private mutating func reportAimless(_ link: Link) {
    problems.append(
      Problem(
        "this link has neither words nor the name of what it leads to", at: link.range,
        help: "write the id of a heading, a formula, a cell or a caption after `#`, or words between the brackets"))
  }

  /// - Returns: The link's index.
  mutating func addLink(_ link: Link) -> Int {
    links.append(link)
    return links.count - 1
  }

  /// - Parameter isTag: Whether the author wrote it as `<img>`.
  mutating func addImage(_ image: Image, isTag: Bool = false) -> Inline {
    images.append(image)
    if image.alternative.allSatisfy(\.isWhitespace) {
      problems.append(
        Problem(
          "this image has no words for those who can't see it", at: image.range,
          help: isTag
            ? "say in `alt` what it shows: `<img src=\"\(image.source)\" alt=\"…\">`"
            : "say between the brackets what it shows: `![…](\(image.source))`"))
    }
    return .image(images.count - 1)
  }

  mutating func inline(of item: PreparedMarkdown.Item) -> Inline? {
    switch item.kind {
    case .formula: return .formula(addFormula(item))
    case .footnoteReference: return footnoteReference(item)
    case .footnoteDefinition:
      problems.append(
        Problem(
          "the footnote `[^\(item.body.text)]` is within other text", at: item.range,
          help: "put a blank line before it"))
      return nil
    case .citation: return citation(item)
    case .equationReference: return .link(addLink(Link(destination: "#" + item.body.text, title: "", range: item.range)), [])
    case .literal: return .text(item.body.text)
    case .task: return readTasks.contains(item.range.lowerBound) ? nil : .text(item.body.text)
    case .address(let destination):
      let index = addLink(Link(destination: destination, title: "", range: item.range))
      return .link(index, [.text(item.body.text)])
    case .comment, .suspect, .tildes: return nil
    }
  }

  /// Whether CommonMark has left the suspected markup as text. The first character of the text after the mark then is the one in the file,
  /// or the one after a removed backslash, or a typographic quotation mark.
  private func isPrinted(_ suspect: PreparedMarkdown.Item, in text: PreparedMarkdown.Piece) -> Bool {
    guard case .text(let text) = text, let printed = text.unicodeScalars.first else { return false }
    let written = file.slice(suspect.range).unicodeScalars.prefix(2)
    return written.contains(printed) || written.first == "'" && ["‘", "’"].contains(printed)
  }

  /// The range of an inline. cmark's columns are right only in the first line of a block; elsewhere the range is the whole line.
  private func place(of node: MarkdownNode, in block: MarkdownNode) -> Range<Int> {
    let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
    if let first = file.slice(start..<start + 1).utf8.first, ["[", "<", "!"].contains(Character(Unicode.Scalar(first))) {
      return start..<start + 1
    }
    let line = max(node.startLine, block.startLine)
    let lineStart = prepared.fileOffset(line: line, column: 1)
    let lineEnd = prepared.fileOffset(ofEndOfLine: line, in: file)
    let indent = file.slice(lineStart..<lineEnd).prefix { $0 == " " || $0 == ">" }.utf8.count
    return lineStart + indent..<max(lineEnd, lineStart + indent)
  }
}

import CellAnalysis
import Diagnostics

/// HTML in a lesson. A list of what is allowed decides what reaches a page: names of elements, and attributes whose values are numbers,
/// words or checked addresses. Everything is made anew from them, so that no byte of the author's HTML is in a page.
extension DocumentParser {
  /// A `<details>` whose end hasn't been read.
  struct OpenDetails {
    var offset: Int
    var isOpen: Bool
    var summary: [Inline] = []
    var content: [Block] = []
  }

  // MARK: - Within a text

  /// Reads a tag or a comment within a text.
  mutating func readInlineHTML(_ html: String, at node: MarkdownNode, into builder: inout InlineBuilder) {
    let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
    for token in HTMLTag.tokens(of: readComments(in: html, at: start)) {
      switch token {
      case .tag(let tag): read(tag, at: start, into: &builder)
      // The tokenizer knows all tags that CommonMark knows; declarations and processing instructions remain.
      case .text(let text) where text.allSatisfy(\.isWhitespace): break
      case .text: reportHTML(start..<start)
      }
    }
  }

  private mutating func read(_ tag: HTMLTag, at offset: Int, into builder: inout InlineBuilder) {
    let mark = InlineBuilder.Mark.tag(tag.name)
    switch tag.name {
    case "br" where !tag.isClosing: builder.append(.lineBreak)
    case "img" where !tag.isClosing: builder.append(image(tag, at: offset))
    case "span" where tag.isClosing: _ = builder.end(mark)  // The start tag of one without a language has been reported.
    case "span" where tag.attributes["lang"] != nil:
      reportAttributes(of: tag, except: ["lang"], at: offset)
      if let language = language(of: tag, at: offset) { builder.begin(mark, text: "", at: offset) { .passage(language, $0) } }
    case _ where Self.makesInline(tag) == nil && tag.name != "a":
      // The start tag has been reported; the end tag needs no report of its own.
      if !tag.isClosing { reportHTML(offset..<offset) }
    case _ where tag.isClosing:
      if !builder.end(mark) {
        problems.append(Problem("nothing begins the `</\(tag.name)>` here", at: offset..<offset, severity: .warning, help: "take it out"))
      }
    case "a":
      guard let destination = tag.attributes["href"] else { return reportHTML(offset..<offset) }
      let index = addLink(Link(destination: destination, title: tag.attributes["title"] ?? "", range: offset..<offset))
      reportAttributes(of: tag, except: ["href", "title"], at: offset)
      builder.begin(mark, text: "", at: offset) { .link(index, $0) }
    default:
      reportAttributes(of: tag, except: tag.name == "code" ? [] : ["lang"], at: offset)
      guard let makeInline = Self.makesInline(tag) else { return }
      let language = tag.name == "code" ? nil : language(of: tag, at: offset)
      builder.begin(mark, text: "", at: offset) { content in makeInline(language.map { [.passage($0, content)] } ?? content) }
    }
  }

  /// The language that a tag names for its words.
  private mutating func language(of tag: HTMLTag, at offset: Int) -> LanguageTag? {
    guard let text = tag.attributes["lang"] else { return nil }
    if let language = LanguageTag(text) { return language }
    problems.append(
      Problem(
        "`\(text)` isn't a tag of a language", at: offset..<offset, help: "write one of BCP 47, such as `de`, `fr`, `ja` or `zh-Hant`"))
    return nil
  }

  private static func makesInline(_ tag: HTMLTag) -> (([Inline]) -> Inline)? {
    switch tag.name {
    case "b", "strong": { .strong($0) }
    case "i", "em": { .emphasis($0) }
    case "code": { .code($0.plainText) }
    case "s", "strike": { .element(.del, $0) }
    default: TextElement(rawValue: tag.name).map { element in { .element(element, $0) } }
    }
  }

  /// Reports the tags that were opened in a text and not closed.
  mutating func reportOpenTags(of builder: InlineBuilder) {
    for (name, offset) in builder.openTags {
      problems.append(
        Problem("this `<\(name)>` is never closed", at: offset..<offset, help: "write `</\(name)>` in the same paragraph, or take it out"))
    }
  }

  private mutating func image(_ tag: HTMLTag, at offset: Int) -> Inline {
    reportAttributes(of: tag, except: ["src", "alt", "title", "width", "height"], at: offset)
    var image = Image(
      source: tag.attributes["src"] ?? "", title: tag.attributes["title"] ?? "", alternative: tag.attributes["alt"] ?? "",
      range: offset..<offset)
    image.width = length(tag.attributes["width"], at: offset)
    image.height = length(tag.attributes["height"], at: offset)
    return addImage(image, isTag: true)
  }

  /// A width or height in pixels or in percent.
  private mutating func length(_ text: String?, at offset: Int) -> Image.Length? {
    guard let text else { return nil }
    if let length = Image.Length(text) { return length }
    problems.append(
      Problem("`\(text)` isn't a size of an image", at: offset..<offset, help: "write pixels, `300`, or a part of the text's width, `50%`"))
    return nil
  }

  private mutating func reportAttributes(of tag: HTMLTag, except known: Set<String>, at offset: Int) {
    guard let other = tag.attributes.keys.filter({ !known.contains($0) }).sorted().first else { return }
    problems.append(
      Problem("`\(other)` of `<\(tag.name)>` is left out of the page", at: offset..<offset, severity: .warning, help: "take it out"))
  }

  // MARK: - As a block

  private static let deepestDetails = 8

  private nonisolated(unsafe) static let spacePattern = #/\s+/#

  /// Reads a block of HTML. Its text isn't Markdown.
  ///
  /// - Parameter open: The `<details>` around it, in the same list, quotation or document; the innermost is the last.
  mutating func readHTMLBlock(_ html: String, at node: MarkdownNode, open: inout [OpenDetails], blocks: inout [Block]) {
    let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
    let tokens = HTMLTag.tokens(of: readComments(in: html, at: start))
    guard tokens.allSatisfy(Self.isAllowed) else { return reportHTML(start..<start) }
    var text = InlineBuilder()
    var hasReported = false
    func append(_ block: Block, _ open: inout [OpenDetails], _ blocks: inout [Block]) {
      if open.isEmpty { blocks.append(block) } else { open[open.count - 1].content.append(block) }
    }
    func close(_ text: inout InlineBuilder, _ open: inout [OpenDetails], _ blocks: inout [Block]) {
      let content = text.content.trimmingSpace
      if !content.isEmpty { append(.paragraph(content), &open, &blocks) }
      text = InlineBuilder()
    }
    for token in tokens {
      switch token {
      case .tag(let tag) where tag.name == "details" && !tag.isClosing:
        close(&text, &open, &blocks)
        cellAwaitingOutput = nil
        reportAttributes(of: tag, except: ["open"], at: start)
        if open.count == Self.deepestDetails {
          problems.append(Problem("`<details>` are nested too deeply", at: start..<start, help: "use fewer levels"))
        }
        // Later stages recurse into them; what is nested deeper has been reported, and isn't shown.
        guard open.count < Self.deepestDetails else { continue }
        open.append(OpenDetails(offset: start, isOpen: tag.attributes["open"] != nil))
      case .tag(let tag) where tag.name == "details":
        close(&text, &open, &blocks)
        cellAwaitingOutput = nil
        guard let details = open.popLast() else {
          problems.append(Problem("nothing begins the `</details>` here", at: start..<start, help: "take it out"))
          continue
        }
        if details.summary.isEmpty {
          problems.append(
            Problem("this `<details>` has no summary", at: details.offset..<details.offset, help: "write `<summary>…</summary>` after it"))
        }
        append(.details(.init(summary: details.summary, isOpen: details.isOpen, content: details.content)), &open, &blocks)
      case .tag(let tag) where tag.name == "summary":
        if tag.isClosing, !open.isEmpty {
          open[open.count - 1].summary = text.content.trimmingSpace
          text = InlineBuilder()
        } else {
          close(&text, &open, &blocks)
        }
      case .tag(let tag) where ["p", "div", "center"].contains(tag.name):
        reportAttributes(of: tag, except: ["align"], at: start)
        close(&text, &open, &blocks)
      case .tag(let tag): read(tag, at: start, into: &text)
      case .text(let words):
        if words.contains(where: { "*_`$[".contains($0) }), !hasReported {
          hasReported = true
          problems.append(
            Problem(
              "Markdown isn't read within HTML: the page would show it as typed", at: start..<start, severity: .warning,
              help: "leave a blank line before the text"))
        }
        if !words.allSatisfy(\.isWhitespace) || !text.content.isEmpty { text.append(.text(words.replacing(Self.spacePattern, with: " "))) }
      }
    }
    reportOpenTags(of: text)
    close(&text, &open, &blocks)
  }

  private static func isAllowed(_ token: HTMLTag.Token) -> Bool {
    switch token {
    case .text(let text): !text.contains("<")
    case .tag(let tag):
      ["details", "summary", "p", "div", "center", "img", "br", "a", "span"].contains(tag.name) || makesInline(tag) != nil
    }
  }

  mutating func reportOpenDetails(_ open: [OpenDetails]) {
    for details in open {
      problems.append(
        Problem(
          "this `<details>` is never closed", at: details.offset..<details.offset,
          help: "write `</details>` on a line of its own, after a blank line"))
    }
  }

  // MARK: - Comments

  /// Reads the comments in a piece of HTML.
  ///
  /// - Returns: The piece without them.
  private mutating func readComments(in html: String, at start: Int) -> String {
    var rest = ""
    for piece in prepared.pieces(of: html) {
      switch piece {
      case .item(let index) where prepared.items[index].kind == .comment: readComment(prepared.items[index])
      case .item(let index): rest += prepared.source(of: index, from: file)
      case .text(let text): rest += text
      }
    }
    // A comment without an end has been reported already.
    guard !rest.hasPrefix("<!--") || rest.contains("-->") else { return "" }
    return rest.replacing("<!--", with: "").replacing("-->", with: "")
  }

  private mutating func reportHTML(_ range: Range<Int>) {
    problems.append(
      Problem(
        "this HTML is left out of the page", at: range, severity: .warning,
        help: "write it as Markdown, or in backticks to show it; `lessons help format` lists the elements that a lesson may hold"))
  }
}

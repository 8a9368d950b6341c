import CellAnalysis
import CourseConfiguration
import Diagnostics
import LaTeXSyntax
import ToolSupport

/// Parses a lesson. The result depends on the file's bytes alone; problems become diagnostics of the document.
package struct DocumentParser {
  let file: SourceFile
  private(set) var prepared: PreparedMarkdown
  private let frontMatter: FrontMatter
  var problems: [Problem]
  var footnotes = FootnoteReader()
  var numbers = NumberReader()

  var cells: [Cell] = []
  /// The set-up cells of the course, and the groups whose programs have begun.
  var setUp: [Cell] = []
  var begunGroups: Set<String?> = []
  private(set) var formulas: [LessonFormula] = []
  var expressions: [SwiftExpression] = []
  private var links: [Link] = []
  private var images: [Image] = []
  /// The ids of the headings, and for each the last number appended to it to make another id.
  var headingIDs: [String: Int] = [:]
  private var firstHeading: String?
  /// The LaTeX commands of the author so far.
  private var macros: Macros
  /// The formula that the next check comment belongs to.
  var formulaAwaitingCheck: Int?
  private var includes: [Include] = []
  var citations: [Citation] = []
  var captions: [Block.Caption] = []
  /// Whether a caption is being read, in which a comment may give its id.
  var isReadingCaption = false
  /// The id that a comment in the caption gives.
  var captionID: LocatedText?
  /// Whether no problem keeps the lesson from being run. An error in its prose doesn't.
  private var canRun = true
  /// The cell that an output fence would belong to now.
  var cellAwaitingOutput: Int?
  /// Listings of plain text, in which an author may show what would be a mistake elsewhere.
  private var shownTexts: [Range<Int>] = []
  /// The offsets of the boxes of tasks that begin a list item.
  var readTasks: Set<Int> = []

  /// - Parameter path: The path that diagnostics show.
  /// - Parameter macros: LaTeX commands of the course.
  /// - Parameter setUp: Cells that run before those of each program, and that no page shows.
  /// - Parameter hasBibliography: Whether the course names works that lessons cite. Without one, `[@key]` isn't a citation.
  package static func parse(
    _ bytes: [UInt8], path: String, macros: [MacroDefinition] = [], hasBibliography: Bool = false, setUp: [Cell] = []
  ) -> Document {
    if let unfit = UnfitByte(in: bytes) { return unreadable(bytes, unfit, path: path) }
    var parser = DocumentParser(file: SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self)), macros, hasBibliography)
    parser.setUp = setUp
    return parser.document()
  }

  private init(file: SourceFile, _ courseMacros: [MacroDefinition], _ hasBibliography: Bool) {
    self.file = file
    let (matter, start, matterProblems) = FrontMatter.parse(file)
    let (prepared, scanProblems) = MarkdownScanner.scan(
      file, from: start, readsCitations: hasBibliography || !matter.bibliography.isEmpty)
    frontMatter = matter
    macros = Macros(courseMacros + matter.macros)
    self.prepared = prepared
    problems = matterProblems + scanProblems
    canRun = !problems.contains { $0.severity == .error }
  }

  private mutating func document() -> Document {
    var content: [Block] = []
    do throws(MarkdownNode.TooDeep) {
      var tree = try MarkdownNode.parse(prepared.bytes)
      // CommonMark counts text after a comment on the same line as part of the comment, so give it a line of its own.
      let texts = textsBehindComments(in: tree)
      if !texts.isEmpty {
        prepared.breakLines(before: texts)
        tree = try MarkdownNode.parse(prepared.bytes)
      }
      content = blocks(tree.children)
    } catch {
      let start = prepared.fileOffset(line: error.line, column: 1)
      canRun = false
      problems.append(
        Problem("lists, quotations or emphasis are nested too deeply", at: start..<start, help: "use fewer levels"))
    }
    reportRepeatedIDs()
    let footnotes = finishedFootnotes()
    if cells.isEmpty, !expressions.isEmpty {
      var options = CellOptions()
      beginProgram(of: &options)
    }
    report(expressions.compactMap(\.problem))
    cells = cells.numberedByProgram
    let earlyReads = EarlyReads(in: cells, of: file)
    report(earlyReads.problems)
    cells = cells.map(earlyReads.noted)
    expressions = expressions.map { $0.afterDeclarations(in: cells, earlyReads) }
    // With merge conflicts in the file, all other problems may be consequences.
    let conflicts = ConflictMarkers.problems(in: file, except: shownTexts)
    if !conflicts.isEmpty { (problems, canRun) = (conflicts, false) }
    var document = Document(
      file: file, frontMatter: frontMatter,
      title: frontMatter.title ?? firstHeading ?? Document.name(ofPath: file.path),
      blocks: content, cells: cells, formulas: formulas, expressions: expressions, links: links,
      images: images, footnotes: footnotes, numbers: numbers.found, diagnostics: orderedDiagnostics(), canRun: canRun)
    document.includes = includes
    document.citations = citations
    document.captions = captions
    return document
  }

  /// A document for a file that isn't UTF-8 text: the text before the first unreadable byte, and a problem at that byte.
  private static func unreadable(_ bytes: [UInt8], _ unfit: UnfitByte, path: String) -> Document {
    let file = SourceFile(path: path, text: String(decoding: bytes.prefix(unfit.offset), as: UTF8.self))
    let problem = Problem(unfit.message, at: unfit.offset..<unfit.offset, help: unfit.help)
    return Document(
      file: file, frontMatter: FrontMatter(), title: Document.name(ofPath: path), blocks: [], cells: [], formulas: [],
      expressions: [], links: [], images: [], footnotes: [], diagnostics: [Diagnostic(problem, in: file)], canRun: false)
  }

  /// Reports problems of cells and of other code, with which the lesson's program would not be the author's.
  private mutating func report(_ found: [Problem]) {
    problems += found
    if found.contains(where: { $0.severity == .error }) { canRun = false }
  }

  private mutating func reportRepeatedIDs() {
    func report(_ ids: [(id: String?, range: Range<Int>)], of what: String) {
      var seen: Set<String> = []
      for case (let id?, let range) in ids where !seen.insert(id).inserted {
        problems.append(Problem("two \(what) have the id `\(id)`", at: range, help: "give each its own"))
      }
    }
    let formulaIDs = formulas.map { (id: $0.id, range: $0.check?.range ?? $0.label?.range ?? $0.range) }
    let captionIDs = captions.compactMap(\.id).map { (id: Optional($0.text), range: $0.range) }
    let cellIDs = cells.map { (id: $0.options.id, range: $0.range.lowerBound..<$0.range.lowerBound + 3) }
    report(formulaIDs, of: "formulas")
    report(cellIDs, of: "cells")
    report(captionIDs, of: "captions")
    for case (let id?, let range) in formulaIDs + cellIDs + captionIDs where headingIDs[id] != nil {
      problems.append(
        Problem("a heading has the id `\(id)` already", at: range, help: "give this another: a link could mean only one of them"))
    }
    let ofFormulas = Set(formulaIDs.compactMap(\.id))
    for case (let id?, let range) in cellIDs where ofFormulas.contains(id) {
      problems.append(Problem("a formula has the id `\(id)` already", at: range, help: "give the cell another"))
    }
    let ofCells = ofFormulas.union(cellIDs.compactMap(\.id))
    for case (let id?, let range) in captionIDs where ofCells.contains(id) {
      problems.append(Problem("a formula or a cell has the id `\(id)` already", at: range, help: "give the caption another"))
    }
  }

  /// Reports longer than this are useless, and a file crafted to have a million problems would take minutes to print.
  private static let problemLimit = 100

  private func orderedDiagnostics() -> [Diagnostic] {
    let ordered = problems.sorted { $0.range.lowerBound < $1.range.lowerBound }
    var shown = Array(ordered.prefix(Self.problemLimit))
    if let next = ordered.dropFirst(Self.problemLimit).first {
      let count = ordered.count - shown.count
      shown.append(
        Problem(
          "there \(count == 1 ? "is 1 more problem" : "are \(count) more problems") in this lesson", at: next.range))
    }
    return shown.map { Diagnostic($0, in: file) }
  }
}

// MARK: - Blocks

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
    return result
  }

  private mutating func blocks(_ node: MarkdownNode) -> [Block] {
    if case .codeBlock(let info, let literal) = node.kind { return codeBlock(info: info, literal: literal, node) }
    cellAwaitingOutput = nil
    formulaAwaitingCheck = nil
    switch node.kind {
    case .heading(let level):
      beginProse(.heading, node)
      let content = inlines(node.children, in: node)
      let text = content.plainText { formulas[$0].latex.text }
      if firstHeading == nil { firstHeading = text }
      return [.heading(level: level, id: uniqueID(for: plainHeading(text, node)), content)]
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
    let children = rest.isEmpty ? Array(node.children.dropFirst()) : [opening] + node.children.dropFirst()
    let words = title.isEmpty ? [] : inlines(title, in: first)
    return .alert(alert, title: words, blocks(children))
  }

  /// Reads `[!WORD]` and a title on a paragraph's first line. Returns the word, the nodes of the title, and the nodes after that line.
  private func alertWord(_ inlines: [MarkdownNode]) -> (word: String, title: [MarkdownNode], rest: [MarkdownNode])? {
    let line = inlines.prefix { $0.kind != .softBreak && $0.kind != .lineBreak }
    guard let first = line.first, case .text(let text) = first.kind,
      let found = text.prefixMatch(of: #/\[!(\p{L}+)\](?:[ \t]+|$)/#)
    else { return nil }
    var title = Array(line)
    title[0].kind = .text(String(text[found.range.upperBound...]))
    if text.endIndex == found.range.upperBound { title.removeFirst() }
    return (String(found.1), title, Array(inlines[line.endIndex...].dropFirst()))
  }
}

// MARK: - Inlines

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
  private mutating func read(_ text: String, into builder: inout InlineBuilder) {
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

  /// - Returns: The link's index.
  mutating func addLink(_ link: Link) -> Int {
    links.append(link)
    return links.count - 1
  }

  mutating func addImage(_ image: Image) -> Inline {
    images.append(image)
    if image.alternative.allSatisfy(\.isWhitespace) { reportSilentImage() }
    return .image(images.count - 1)
  }

  private mutating func reportSilentImage() {
    guard let image = images.last else { return }
    problems.append(
      Problem(
        "this image has no words for those who can't see it", at: image.range,
        help: "say between the brackets what it shows: `![…](\(image.source))`"))
  }

  private mutating func inline(of item: PreparedMarkdown.Item) -> Inline? {
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

  private mutating func addFormula(_ item: PreparedMarkdown.Item) -> Int {
    addFormula(item.body, range: item.range, isDisplay: item.kind == .formula(isDisplay: true))
  }

  /// The name that `\label{…}` gives a display formula.
  private mutating func label(in latex: ExtractedText, _ isDisplay: Bool) -> LocatedText? {
    guard isDisplay, latex.text.contains("\\label"), let found = latex.text.firstMatch(of: /\\label\s*\{\s*([^{}]+?)\s*\}/) else {
      return nil
    }
    let start = latex.text.utf8.distance(from: latex.text.startIndex, to: found.1.startIndex)
    let range = latex.fileRange(of: start..<start + found.1.utf8.count)
    do throws(Problem) {
      return LocatedText(text: try AnchorName.checked(String(found.1), at: range), range: range)
    } catch {
      problems.append(error)
      return nil
    }
  }

  private mutating func addFormula(_ latex: ExtractedText, range: Range<Int>, isDisplay: Bool) -> Int {
    var syntax: SyntaxTree?
    do throws(Problem) {
      let (tree, later) = try SyntaxTree.parse(latex.text, with: macros)
      syntax = tree
      // What a formula within a sentence defines holds only there.
      if isDisplay { macros = later }
    } catch {
      problems.append(latex.located(error))
    }
    let index = formulas.count
    formulas.append(
      LessonFormula(
        index: index, isDisplay: isDisplay, range: range, latex: latex, syntax: syntax, macros: macros, label: label(in: latex, isDisplay),
        cellsBefore: cells.count))
    formulaAwaitingCheck = index
    return index
  }
}

// MARK: - Comments

extension DocumentParser {
  /// Where text follows a comment on the last line of an HTML block, and the prefix for a new line there.
  private func textsBehindComments(in tree: MarkdownNode) -> [(offset: Int, prefix: [UInt8])] {
    var found: [(offset: Int, prefix: [UInt8])] = []
    var open = [tree]
    while let node = open.popLast() {
      open += node.children.reversed()
      guard case .htmlBlock(let literal) = node.kind, literal.drop(while: \.isWhitespace).hasPrefix("<!--") else { continue }
      let line = prepared.line(node.startLine)
      var rest = line.dropFirst(node.startColumn - 1).drop { $0 == UInt8(ascii: " ") }
      while rest.starts(with: "<!--".utf8), let end = rest.firstRange(of: Array("-->".utf8)) {
        rest = rest[end.upperBound...].drop { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r")].contains($0) }
      }
      guard !rest.isEmpty, !rest.starts(with: "<!--".utf8) else { continue }
      // A list marker is only on the first line of its item; align later lines with spaces.
      let kept = [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ">")]
      let prefix = line.prefix(node.startColumn - 1).map { kept.contains($0) ? $0 : UInt8(ascii: " ") }
      found.append((prepared.offset(line: node.startLine, column: 1) + (rest.startIndex - line.startIndex), prefix))
    }
    return found
  }

  mutating func readComment(_ item: PreparedMarkdown.Item) {
    do throws(Problem) {
      let formula = formulaAwaitingCheck
      let awaitsCheck = formula.map { formulas[$0].check == nil } ?? false
      if addCell(inComment: item) { return }
      if try readCaptionComment(item) { return }
      if try readNumberComment(item) { return }
      let comment = CheckComment(item.body)
      guard comment.isCheck else {
        if let problem = comment.misspelling(followsFormula: awaitsCheck) { throw problem }
        return
      }
      let check = try FormulaCheck.parse(item.body, range: item.range, cellsBefore: cells.count, expressions: &expressions)
      guard let formula else {
        throw Problem(
          "this check comment follows no formula", at: item.range,
          help: "put it right after the formula that it checks")
      }
      guard awaitsCheck else {
        throw Problem("the formula before it has a check already", at: item.range, help: "put all keys into one comment")
      }
      formulas[formula].check = check
    } catch {
      problems.append(error)
    }
  }
}

// MARK: - Fences

extension DocumentParser {
  private mutating func codeBlock(info: String, literal: String, _ node: MarkdownNode) -> [Block] {
    let fence = Fence(node, literal: literal, info: info, prepared: prepared, file: file)
    let previousCell = cellAwaitingOutput
    cellAwaitingOutput = nil
    formulaAwaitingCheck = nil
    guard let fence else {
      reportIndentedFence(literal, at: node)
      return [.listing(language: "", code: prepared.restored(literal, from: file))]
    }
    if !fence.isClosed {
      canRun = false
      problems.append(
        Problem(
          "this fence is never closed", at: fence.openingRange,
          help: "end the block with a line that holds only \(file.slice(fence.openingRange))"))
    }
    if let listing = include(fence) { return [listing] }
    switch fence.words.first?.text {
    case "swift"?:
      return [.cell(addCell(fence))]
    case "output"?:
      guard let index = previousCell else {
        problems.append(
          Problem(
            "this output follows no cell", at: fence.openingRange,
            help: "put it right after a ```swift cell, or call the fence `text`"))
        return []
      }
      cells[index].recorded = RecordedOutput(range: fence.range, text: fence.content, linePrefix: fence.linePrefix)
      return []
    case "math"?:
      return [.formula(addFormula(fence.content, range: fence.range, isDisplay: true))]
    case let language:
      if fence.isClosed, Fence.textLanguages.contains(language?.lowercased() ?? "") { shownTexts.append(fence.range) }
      if let word = fence.words.first, let meant = Fence.wordMeant(by: word.text) {
        problems.append(
          Problem(
            "a fence called `\(word.text)` is only shown", at: word.range,
            help: meant == "swift"
              ? "write `swift` for a cell, or `swift norun` for code that is only shown"
              : "write `\(meant)`, or call the fence `text`"))
      } else {
        problems += ForeignSyntax.problems(inListing: fence)
      }
      // CommonMark decodes what an author escaped in it.
      let decoded = prepared.restored(info, from: file).split(whereSeparator: \.isWhitespace).first
      return [.listing(language: decoded.map(String.init) ?? language ?? "", code: fence.content.text)]
    }
  }

  /// A listing that holds text of a source file; nil for another fence. It isn't run: the lessons' library has this code already.
  private mutating func include(_ fence: Fence) -> Block? {
    guard let index = fence.words.firstIndex(where: { $0.text.hasPrefix("include=") }), index > 0,
      let include = Include(fence.words[index], of: fence)
    else { return nil }
    if include.path.text.isEmpty || include.region?.text.isEmpty == true {
      problems.append(
        Problem(
          "`include=` needs a file", at: fence.words[index].range, help: "write, say, `include=Sources/Attention/Softmax.swift#softmax`"))
      return .listing(language: fence.words[0].text, code: fence.content.text)
    }
    for (other, word) in fence.words.enumerated() where other != 0 && other != index {
      problems.append(
        Problem("`\(word.text)` doesn't go with `include=`", at: word.range, help: "code of a file is only shown: take the word off"))
    }
    includes.append(include)
    return .listing(language: fence.words[0].text, code: fence.content.text)
  }

  /// Reports a cell that is indented so far that it is read as a listing. It would silently never run.
  private mutating func reportIndentedFence(_ literal: String, at node: MarkdownNode) {
    let opening = literal.prefix { !$0.isNewline }
    let marks = opening.prefix { $0 == "`" || $0 == "~" }
    let word = opening.dropFirst(marks.count).prefix { !$0.isWhitespace }
    guard marks.count >= 3, ["swift", "output", "math"].contains(word.lowercased()) else { return }
    let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
    problems.append(
      Problem(
        "this fence is indented by four spaces or more, so that it is only shown", at: start..<start + marks.count,
        help: "indent it as far as the text around it, and by three spaces at most"))
  }

  /// Adds the set-up cell that an HTML comment contains, `<!-- swift … -->`. No page shows it.
  ///
  /// - Returns: false for another comment.
  private mutating func addCell(inComment item: PreparedMarkdown.Item) -> Bool {
    let body = item.body
    guard let opening = body.text.firstMatch(of: /^\s*swift(?=\s)([^\n]*)\n/) else { return false }
    let start = body.text.utf8.distance(from: body.text.startIndex, to: opening.1.startIndex)
    let words = opening.1.split(whereSeparator: \.isWhitespace).map { word in
      let offset = start + opening.1.utf8.distance(from: opening.1.startIndex, to: word.startIndex)
      return (text: String(word), range: body.fileRange(of: offset..<offset + word.utf8.count))
    }
    let codeStart = body.text.utf8.distance(from: body.text.startIndex, to: opening.range.upperBound)
    let code = body.dropping(bytes: codeStart).droppingLastNewline()
    var (options, optionProblems) = CellOptions.parse(words)
    for word in options.words where !["nest", "reset", "volatile", "hide"].contains(word.rawValue) {
      optionProblems.append(
        Problem(
          "a cell in a comment can't be `\(word.rawValue)`: no page shows it",
          at: words.first { $0.text == word.rawValue }?.range ?? item.range,
          help: "write it as a fence"))
    }
    options.display = .hidden
    options.isInComment = true
    beginProgram(of: &options)
    report(optionProblems)
    var (statements, cellProblems) = CellStatement.parse(code.text)
    cellProblems += CellRules.problems(in: statements, options)
    if !options.isCompiled { statements = [] }
    report(cellProblems.map(code.located))
    cells.append(
      Cell(
        index: cells.count, range: item.range, code: code, options: options,
        wordsEnd: words.last?.range.upperBound ?? code.fileOffset(of: 0),
        statements: statements, insertionPoint: item.range.upperBound, linePrefix: ""))
    return true
  }

  private mutating func addCell(_ fence: Fence) -> Int {
    var (options, optionProblems) = CellOptions.parse(Array(fence.words.dropFirst()))
    report(optionProblems)
    let lineCount = fence.content.text.split(separator: "\n", omittingEmptySubsequences: false).count
    if let last = options.marks.map(\.upperBound).max(), last > lineCount {
      problems.append(
        Problem("this cell has no line \(last) to highlight", at: options.marksRange, help: "its lines are 1 to \(lineCount)"))
    }
    var (statements, cellProblems) = CellStatement.parse(fence.content.text)
    // A cell that isn't run needn't parse, and an unclosed fence contains prose.
    if !options.runs || !fence.isClosed { cellProblems = [] }
    cellProblems += CellRules.problems(in: statements, options)
    let located = cellProblems.map(fence.content.located)
    // A mistake in a cell that isn't run keeps none of the others from running.
    if options.isCompiled { report(located) } else { problems += located }
    problems += ForeignSyntax.problems(inCode: fence.content)
    if !options.isCompiled { statements = [] } else { beginProgram(of: &options) }
    let index = cells.count
    cells.append(
      Cell(
        index: index, range: fence.range, code: fence.content, options: options,
        wordsEnd: fence.words.last?.range.upperBound ?? fence.openingRange.upperBound, statements: statements,
        insertionPoint: fence.range.upperBound, linePrefix: fence.linePrefix))
    cellAwaitingOutput = options.isCompiled ? index : nil
    return index
  }
}

extension Macros {
  /// Of two definitions of a name, the later one holds.
  fileprivate init(_ definitions: [MacroDefinition]) {
    self.init()
    for definition in definitions {
      self.definitions[definition.name] = Definition(parameterCount: definition.parameterCount, body: definition.body)
    }
  }
}

import CellAnalysis
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

  private(set) var cells: [Cell] = []
  private(set) var formulas: [LessonFormula] = []
  var expressions: [SwiftExpression] = []
  private var links: [Link] = []
  private var images: [Image] = []
  /// The ids of the headings, and for each the last number appended to it to make another id.
  private var headingIDs: [String: Int] = [:]
  private var firstHeading: String?
  /// The formula that the next check comment belongs to.
  private var formulaAwaitingCheck: Int?
  /// The cell that an output fence would belong to now.
  private var cellAwaitingOutput: Int?
  /// Listings of plain text, in which an author may show what would be a mistake elsewhere.
  private var shownTexts: [Range<Int>] = []

  /// - Parameter path: The path that diagnostics show.
  package static func parse(_ bytes: [UInt8], path: String) -> Document {
    if let unfit = UnfitByte(in: bytes) { return unreadable(bytes, unfit, path: path) }
    var parser = DocumentParser(file: SourceFile(path: path, text: String(decoding: bytes, as: UTF8.self)))
    return parser.document()
  }

  private init(file: SourceFile) {
    self.file = file
    let (matter, start, matterProblems) = FrontMatter.parse(file)
    let (prepared, scanProblems) = MarkdownScanner.scan(file, from: start)
    frontMatter = matter
    self.prepared = prepared
    problems = matterProblems + scanProblems
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
      problems.append(
        Problem("lists, quotations or emphasis are nested too deeply", at: start..<start, help: "use fewer levels"))
    }
    reportRepeatedIDs()
    let footnotes = finishedFootnotes()
    problems += expressions.compactMap(\.problem)
    let earlyReads = EarlyReads(in: cells, of: file)
    problems += earlyReads.problems
    cells = cells.map(earlyReads.noted)
    expressions = expressions.map { $0.afterDeclarations(in: cells, earlyReads) }
    // With merge conflicts in the file, all other problems may be consequences.
    let conflicts = ConflictMarkers.problems(in: file, except: shownTexts)
    if !conflicts.isEmpty { problems = conflicts }
    return Document(
      file: file, frontMatter: frontMatter,
      title: frontMatter.title ?? firstHeading ?? Document.name(ofPath: file.path),
      blocks: content, cells: cells, formulas: formulas, expressions: expressions, links: links,
      images: images, footnotes: footnotes, numbers: numbers.found, diagnostics: orderedDiagnostics())
  }

  /// A document for a file that isn't UTF-8 text: the text before the first unreadable byte, and a problem at that byte.
  private static func unreadable(_ bytes: [UInt8], _ unfit: UnfitByte, path: String) -> Document {
    let file = SourceFile(path: path, text: String(decoding: bytes.prefix(unfit.offset), as: UTF8.self))
    let problem = Problem(unfit.message, at: unfit.offset..<unfit.offset, help: unfit.help)
    return Document(
      file: file, frontMatter: FrontMatter(), title: Document.name(ofPath: path), blocks: [], cells: [], formulas: [],
      expressions: [], links: [], images: [], footnotes: [], diagnostics: [Diagnostic(problem, in: file)])
  }

  private mutating func reportRepeatedIDs() {
    func report(_ ids: [(id: String?, range: Range<Int>)], of what: String) {
      var seen: Set<String> = []
      for case (let id?, let range) in ids where !seen.insert(id).inserted {
        problems.append(Problem("two \(what) have the id `\(id)`", at: range, help: "give each its own"))
      }
    }
    let formulaIDs = formulas.compactMap { formula in formula.check.map { (id: $0.id, range: $0.range) } }
    let cellIDs = cells.map { (id: $0.options.id, range: $0.range.lowerBound..<$0.range.lowerBound + 3) }
    report(formulaIDs, of: "formulas")
    report(cellIDs, of: "cells")
    for case (let id?, let range) in formulaIDs + cellIDs where headingIDs[id] != nil {
      problems.append(
        Problem("a heading has the id `\(id)` already", at: range, help: "give this another: a link could mean only one of them"))
    }
    let ofFormulas = Set(formulaIDs.compactMap(\.id))
    for case (let id?, let range) in cellIDs where ofFormulas.contains(id) {
      problems.append(Problem("a formula has the id `\(id)` already", at: range, help: "give the cell another"))
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
  private mutating func blocks(_ nodes: [MarkdownNode]) -> [Block] { nodes.flatMap { blocks($0) } }

  private mutating func blocks(_ node: MarkdownNode) -> [Block] {
    if case .htmlBlock(let literal) = node.kind {
      readHTML(literal, at: node)
      return []
    }
    if case .codeBlock(let info, let literal) = node.kind { return codeBlock(info: info, literal: literal, node) }
    footnotes.hasJustEnded = false
    cellAwaitingOutput = nil
    formulaAwaitingCheck = nil
    switch node.kind {
    case .heading(let level):
      beginProse(.heading, node)
      let content = inlines(node.children, in: node)
      let text = content.plainText { formulas[$0].latex.text }
      if firstHeading == nil { firstHeading = text }
      return [.heading(level: level, id: uniqueID(for: text), content)]
    case .paragraph:
      if let table = table(node) { return [table] }
      beginProse(.paragraph, node)
      return paragraph(node)
    case .list(let ordered, let start, let isTight):
      let items = node.children.map { blocks($0.children) }
      cellAwaitingOutput = nil
      return [.list(.init(start: ordered ? start : nil, isTight: isTight, items: items))]
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
    let nodes = takeFootnotes(from: node.children, in: node)
    for inline in inlines(nodes, in: node) {
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
    guard let first = node.children.first, first.kind == .paragraph, let (word, rest) = alertWord(first.children) else {
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
    return .alert(alert, blocks(children))
  }

  /// Reads `[!WORD]` alone on a paragraph's first line. Returns the word, and the nodes after that line.
  private func alertWord(_ inlines: [MarkdownNode]) -> (String, [MarkdownNode])? {
    var text = ""
    var count = 0
    for node in inlines {
      guard case .text(let piece) = node.kind else { break }
      text += piece
      count += 1
    }
    guard text.hasPrefix("[!"), text.hasSuffix("]") else { return nil }
    let word = text.dropFirst(2).dropLast()
    guard !word.isEmpty, word.allSatisfy(\.isLetter) else { return nil }
    var rest = inlines[count...]
    if let first = rest.first {
      guard first.kind == .softBreak || first.kind == .lineBreak else { return nil }
      rest = rest.dropFirst()
    }
    return (String(word), Array(rest))
  }

  /// An id made as code hosts make them: lower case, hyphens for spaces, no punctuation, and a number if the id is taken.
  private mutating func uniqueID(for text: String) -> String {
    let letters = text.lowercased().composed.compactMap { character -> Character? in
      if character.isLetter || character.isNumber || character == "-" || character == "_" { return character }
      return character == " " ? "-" : nil
    }
    let base = letters.isEmpty ? "section" : String(letters)
    var id = base
    while headingIDs[id] != nil {
      let number = headingIDs[base, default: 0] + 1
      headingIDs[base] = number
      id = "\(base)-\(number)"
    }
    headingIDs[id] = 0
    return id
  }
}

// MARK: - Inlines

extension DocumentParser {
  mutating func inlines(_ nodes: [MarkdownNode], in block: MarkdownNode) -> [Inline] {
    var result: [Inline] = []
    for node in nodes {
      switch node.kind {
      case .text(let text):
        let pieces = prepared.pieces(of: text)
        for (number, piece) in pieces.enumerated() {
          switch piece {
          case .text(let text): result.append(.text(text))
          case .item(let index):
            let item = prepared.items[index]
            if case .suspect(let problem) = item.kind {
              if pieces.dropFirst(number + 1).first.map({ isPrinted(item, in: $0) }) ?? false { problems.append(problem) }
            } else {
              result += inline(of: item).map { [$0] } ?? []
            }
          }
        }
      case .code(let code): result.append(.code(prepared.restored(code, from: file)))
      case .emphasis: result.append(.emphasis(inlines(node.children, in: block)))
      case .strong: result.append(.strong(inlines(node.children, in: block)))
      case .link(let destination, let title):
        let index = links.count
        links.append(
          Link(
            destination: prepared.restored(destination, from: file), title: prepared.restored(title, from: file),
            range: place(of: node, in: block)))
        result.append(.link(index, inlines(node.children, in: block)))
      case .image(let source, let title):
        result.append(.image(images.count))
        let alternative = inlines(node.children, in: block).plainText { formulas[$0].latex.text }
        images.append(
          Image(
            source: prepared.restored(source, from: file), title: prepared.restored(title, from: file),
            alternative: alternative, range: place(of: node, in: block)))
        if alternative.allSatisfy(\.isWhitespace) { reportSilentImage() }
      case .softBreak: result.append(.softBreak)
      case .lineBreak: result.append(.lineBreak)
      // The start tag has been reported; the end tag needs no report of its own.
      case .htmlInline(let html) where html.hasPrefix("</"): break
      case .htmlInline(let html):
        readHTML(html, at: node)
        markNumbers(in: &result)
      default: break
      }
    }
    return result
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
    case .comment, .suspect: return nil
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

  private mutating func addFormula(_ latex: ExtractedText, range: Range<Int>, isDisplay: Bool) -> Int {
    var syntax: SyntaxTree?
    do throws(Problem) {
      syntax = try SyntaxTree(parsing: latex.text)
    } catch {
      problems.append(latex.located(error))
    }
    let index = formulas.count
    formulas.append(
      LessonFormula(
        index: index, isDisplay: isDisplay, range: range, latex: latex, syntax: syntax, cellsBefore: cells.count))
    formulaAwaitingCheck = index
    return index
  }
}

// MARK: - Raw HTML and comments

extension DocumentParser {
  /// Reads comments, and reports any other HTML, which is left out of the page.
  private mutating func readHTML(_ html: String, at node: MarkdownNode) {
    for piece in prepared.pieces(of: html) {
      switch piece {
      case .item(let index) where prepared.items[index].kind == .comment:
        readComment(prepared.items[index])
      case .item(let index):
        if case .suspect = prepared.items[index].kind { continue }
        reportHTML(prepared.items[index].range)
      case .text(let text):
        let visible = text.replacing("<!--", with: "").replacing("-->", with: "")
        // A comment without an end has been reported already.
        let isOpenComment = text.hasPrefix("<!--") && !visible.isEmpty
        guard !visible.allSatisfy(\.isWhitespace), !isOpenComment else { continue }
        let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
        reportHTML(start..<start)
      }
    }
  }

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

  private mutating func reportHTML(_ range: Range<Int>) {
    problems.append(
      Problem(
        "HTML in a lesson is left out of the page", at: range, severity: .warning,
        help: "write it as Markdown, or in backticks to show it"))
  }

  private mutating func readComment(_ item: PreparedMarkdown.Item) {
    do throws(Problem) {
      let formula = formulaAwaitingCheck
      let awaitsCheck = formula.map { formulas[$0].check == nil } ?? false
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
      if footnotes.hasJustEnded { reportFootnoteGoingOn(at: node) }
      reportIndentedFence(literal, at: node)
      return [.listing(language: "", code: prepared.restored(literal, from: file))]
    }
    if !fence.isClosed {
      problems.append(
        Problem(
          "this fence is never closed", at: fence.openingRange,
          help: "end the block with a line that holds only \(file.slice(fence.openingRange))"))
    }
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
      return [.listing(language: language ?? "", code: fence.content.text)]
    }
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

  private mutating func addCell(_ fence: Fence) -> Int {
    let (options, optionProblems) = CellOptions.parse(Array(fence.words.dropFirst()))
    problems += optionProblems
    var (statements, cellProblems) = CellStatement.parse(fence.content.text)
    // A cell that isn't run needn't parse, and an unclosed fence contains prose.
    if !options.runs || !fence.isClosed { cellProblems = [] }
    cellProblems += CellRules.problems(in: statements, options)
    problems += cellProblems.map(fence.content.located)
    problems += ForeignSyntax.problems(inCode: fence.content)
    if !options.isCompiled { statements = [] }
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

import CellAnalysis
import Diagnostics

/// Fenced code: cells, their outputs, listings, included files.
extension DocumentParser {
  mutating func codeBlock(info: String, literal: String, _ node: MarkdownNode) -> [Block] {
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

  private nonisolated(unsafe) static let setUpPattern = /^\s*swift(?=\s)([^\n]*)\n/

  /// Adds the set-up cell that an HTML comment contains, `<!-- swift … -->`. No page shows it.
  ///
  /// - Returns: false for another comment.
  mutating func addCell(inComment item: PreparedMarkdown.Item) -> Bool {
    let body = item.body
    guard body.text.drop(while: \.isWhitespace).hasPrefix("swift"), let opening = body.text.firstMatch(of: Self.setUpPattern)
    else { return false }
    let start = body.text.utf8.distance(from: body.text.startIndex, to: opening.1.startIndex)
    let words = opening.1.split(whereSeparator: \.isWhitespace).map { word in
      let offset = start + opening.1.utf8.distance(from: opening.1.startIndex, to: word.startIndex)
      return (text: String(word), range: body.fileRange(of: offset..<offset + word.utf8.count))
    }
    let codeStart = body.text.utf8.distance(from: body.text.startIndex, to: opening.range.upperBound)
    let code = body.dropping(bytes: codeStart).droppingLastNewline()
    var (options, optionProblems, otherProblems) = CellOptions.parse(words)
    problems += otherProblems
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
    report(optionProblems, ofCell: cells.count)
    var (statements, cellProblems, strayComments, _) = CellStatement.parse(code.text)
    cellProblems += CellRules.hiddenDeclarations(in: statements, options)
    strayComments += CellRules.uncomparedValues(in: statements, options)
    problems += strayComments.map(code.located)
    if !options.isCompiled { statements = [] }
    report(cellProblems.map(code.located), ofCell: cells.count)
    cells.append(
      Cell(
        index: cells.count, range: item.range, code: code, options: options,
        wordsEnd: words.last?.range.upperBound ?? code.fileOffset(of: 0),
        statements: statements, insertionPoint: item.range.upperBound, linePrefix: ""))
    return true
  }

  mutating func addCell(_ fence: Fence) -> Int {
    var (options, optionProblems, otherProblems) = CellOptions.parse(Array(fence.words.dropFirst()))
    problems += otherProblems
    let lineCount = fence.content.text.split(separator: "\n", omittingEmptySubsequences: false).count
    if let last = options.marks.map(\.upperBound).max(), last > lineCount {
      problems.append(
        Problem("this cell has no line \(last) to highlight", at: options.marksRange, help: "its lines are 1 to \(lineCount)"))
    }
    var (statements, cellProblems, strayComments, colors) = CellStatement.parse(fence.content.text)
    // A cell that isn't run needn't parse, and an unclosed fence contains prose.
    if !options.runs || !fence.isClosed { (cellProblems, strayComments) = ([], []) }
    cellProblems += CellRules.hiddenDeclarations(in: statements, options)
    strayComments += CellRules.uncomparedValues(in: statements, options)
    problems += strayComments.map(fence.content.located)
    let located = cellProblems.map(fence.content.located)
    // A mistake in a cell that isn't run keeps none of the others from running.
    problems += ForeignSyntax.problems(inCode: fence.content)
    if !options.isCompiled { statements = [] } else { beginProgram(of: &options) }
    let index = cells.count
    report(optionProblems, ofCell: index)
    if options.isCompiled { report(located, ofCell: index) } else { problems += located }
    cells.append(
      Cell(
        index: index, range: fence.range, code: fence.content, options: options,
        wordsEnd: fence.words.last?.range.upperBound ?? fence.openingRange.upperBound, statements: statements,
        insertionPoint: fence.range.upperBound, linePrefix: fence.linePrefix))
    cells[index].colors = colors
    cellAwaitingOutput = options.isCompiled ? index : nil
    return index
  }
}

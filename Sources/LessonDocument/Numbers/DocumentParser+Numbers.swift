import CellAnalysis
import Diagnostics

extension DocumentParser {
  /// Reads the numbers of a heading's or a paragraph's lines.
  mutating func beginProse(_ stretch: NumberReader.Stretch, _ node: MarkdownNode) {
    let start = prepared.fileOffset(line: node.startLine, column: node.startColumn)
    let end = prepared.fileOffset(ofEndOfLine: node.endLine, in: file)
    numbers.begin(stretch, start..<max(start, end), of: file, prepared.items)
  }

  /// Reads the numbers of a table cell.
  mutating func beginProse(_ cell: PipeTable.Cell) {
    let start = prepared.fileOffset(line: cell.line, column: cell.column)
    let end = prepared.fileOffset(line: cell.line, column: cell.column + cell.bytes.count)
    numbers.begin(.cell, start..<max(start, end), of: file, prepared.items)
  }

  /// Reads a comment after a number.
  ///
  /// - Returns: Whether the comment is about a number.
  mutating func readNumberComment(_ item: PreparedMarkdown.Item) throws(Problem) -> Bool {
    let comment = NumberComment(item.body)
    guard comment.isMeant, !comment.mayBeRule || numbers.followsNumber(item.range) else { return false }
    switch try comment.content() {
    case .none(let reason): try numbers.add(.none(reason: reason), item.range)
    case .expression(let code, let range):
      if var strange = StrangeCharacters.problems(in: code).first {
        strange.range = range.lowerBound + strange.range.lowerBound..<range.lowerBound + strange.range.upperBound
        throw strange
      }
      let index = expressions.count
      expressions.append(SwiftExpression(index: index, code: code, range: range, cellsBefore: cells.count))
      try numbers.add(.expression(index), item.range)
    }
    return true
  }

  /// Marks the numbers before the last comment that the comment may cover.
  mutating func markNumbers(in inlines: inout InlineBuilder) {
    guard let (check, numbers) = numbers.takeUnmarked() else { return }
    var marker = NumberMarker(check: check, pending: numbers, formulas: formulas)
    inlines.changeTail { marker.mark(&$0) }
  }
}

/// Wraps numbers in the text into `Inline.number`, from the last one to the first.
private struct NumberMarker {
  let check: Int
  var pending: [WrittenNumber]
  let formulas: [LessonFormula]
  private var marked = 0

  init(check: Int, pending: [WrittenNumber], formulas: [LessonFormula]) {
    self.check = check
    self.pending = pending
    self.formulas = formulas
  }

  mutating func mark(_ inlines: inout [Inline]) {
    var index = inlines.count
    var tail: [Inline] = []
    while index > 0, !pending.isEmpty {
      index -= 1
      switch inlines[index] {
      case .text(let text): tail += split(text)
      case .emphasis(var inner):
        mark(&inner)
        tail.append(.emphasis(inner))
      case .strong(var inner):
        mark(&inner)
        tail.append(.strong(inner))
      case .element(let element, var inner):
        mark(&inner)
        tail.append(.element(element, inner))
      case .passage(let language, var inner):
        mark(&inner)
        tail.append(.passage(language, inner))
      case .link(let link, var inner):
        mark(&inner)
        tail.append(.link(link, inner))
      case .formula(let formula):
        tail.append(
          pending.last.map { formulas[formula].range.contains($0.range.lowerBound) } ?? false ? wrapped([inlines[index]]) : inlines[index])
      case .number:
        // The number belongs to an earlier comment, so the numbers before it do too.
        tail.append(inlines[index])
        pending = []
      case .code, .image, .footnote, .citation, .softBreak, .lineBreak: tail.append(inlines[index])
      }
    }
    inlines[index...] = tail.reversed()[...]
  }

  private mutating func wrapped(_ content: [Inline]) -> Inline {
    defer { marked += 1 }
    pending.removeLast()
    return .number(check: check, fromLast: marked, content)
  }

  /// Splits a text at its numbers. The parts are in reverse order.
  private mutating func split(_ text: String) -> [Inline] {
    var parts: [Inline] = []
    var rest = text[...]
    while let next = pending.last, let place = Self.last(next.text, in: rest) {
      let after = rest[place.upperBound...]
      if !after.isEmpty { parts.append(.text(String(after))) }
      parts.append(wrapped([.text(String(rest[place]))]))
      rest = rest[..<place.lowerBound]
    }
    if !rest.isEmpty { parts.append(.text(String(rest))) }
    return parts
  }

  /// The last occurrence of a number in a text, except as part of another number or word.
  private static func last(_ number: String, in text: Substring) -> Range<Substring.Index>? {
    var rest = text
    while let place = rest.ranges(of: number).last {
      let before = text[..<place.lowerBound].last
      let after = text[place.upperBound...].first
      let digits: ClosedRange<Character> = "0"..."9"
      let isWithin = before.map { digits.contains($0) || $0.isASCII && $0.isLetter } ?? false || after.map(digits.contains) ?? false
      if !isWithin { return place }
      rest = rest[..<place.lowerBound]
    }
    return nil
  }
}

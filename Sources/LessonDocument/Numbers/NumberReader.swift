import Diagnostics

/// Reads the numbers of a lesson's text, and their comments, while the lesson is parsed.
struct NumberReader {
  /// The kind of text.
  enum Stretch {
    case paragraph
    /// A heading. Its numbers may have comments, but don't need them.
    case heading
    /// A table cell. A comment in it applies to the whole cell.
    case cell
  }

  private(set) var found = ProseNumbers()
  /// The numbers before each comment of the current text, by the offsets of the comments.
  private var numbers: [Int: [WrittenNumber]] = [:]
  /// The index of the last check, until its numbers are marked.
  private var unmarked: Int?
  /// The index of the first item that the next text may contain.
  private var nextItem = 0

  /// Reads the numbers in a range of the file.
  mutating func begin(_ stretch: Stretch, _ range: Range<Int>, of file: SourceFile, _ items: [PreparedMarkdown.Item]) {
    while nextItem < items.count, items[nextItem].range.lowerBound < range.lowerBound { nextItem += 1 }
    let end = items[nextItem...].firstIndex { $0.range.lowerBound >= range.upperBound } ?? items.count
    let text = ProseText(file.slice(range), at: range.lowerBound, items: items[nextItem..<end])
    let scanner = NumberScanner(text)
    let meant = Set(items[nextItem..<end].filter { $0.kind == .comment && NumberComment($0.body).isMeant }.map(\.range.lowerBound))
    numbers = [:]
    var (first, last) = (0, 0)
    for comment in text.comments where meant.contains(comment.offset) {
      while last < scanner.found.count, scanner.found[last].position.upperBound <= comment.position { last += 1 }
      let start = stretch == .cell ? 0 : scanner.sentenceStart(at: comment.position - 1)
      while first < last, scanner.found[first].position.lowerBound < start { first += 1 }
      let isBehind =
        stretch == .cell || first < last && text.isClosed(from: scanner.found[last - 1].position.upperBound, to: comment.position)
      numbers[comment.offset] = isBehind ? scanner.found[first..<last].map(\.number) : []
      first = last
    }
    guard stretch != .heading else { return }
    found.needingSource += scanner.found.filter { $0.number.needsSource && !$0.isLabel }.map(\.number)
  }

  /// Adds a check. Its comment must be in the text read last.
  mutating func add(_ source: NumberCheck.Source, _ range: Range<Int>) throws(Problem) {
    let before = numbers[range.lowerBound] ?? []
    unmarked = found.checks.count
    found.checks.append(NumberCheck(range: range, source: source, numbers: before))
    guard before.isEmpty else { return }
    throw Problem(
      "there is no number right before this comment", at: range,
      help: "put it after the number, on the same line: `0.25<!-- = expression -->`. At the start of a line a comment ends the paragraph")
  }

  /// Whether a comment follows a number.
  func followsNumber(_ range: Range<Int>) -> Bool { numbers[range.lowerBound]?.isEmpty == false }

  /// The check whose numbers are still to be marked in the text before it.
  mutating func takeUnmarked() -> (check: Int, numbers: [WrittenNumber])? {
    defer { unmarked = nil }
    return unmarked.map { ($0, found.checks[$0].numbers) }
  }
}

extension ProseText {
  /// Whether there is nothing between two positions but closing marks of emphasis and brackets.
  fileprivate func isClosed(from start: Int, to end: Int) -> Bool {
    let between = scalars[start..<end]
    return (between.first == " " ? between.dropFirst() : between).allSatisfy(NumberScanner.closers.contains)
  }
}

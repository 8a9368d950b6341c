import ToolSupport

/// The part of a file in which an inline construct must end: up to a blank line, a fence or a heading.
///
/// One pass finds all possible ends, so that a paragraph full of openings without ends takes linear time.
struct MarkdownParagraph {
  /// The offset of the line ending after it, or the end of the file.
  let end: Int
  /// The offsets of the runs of backticks, by their lengths; ascending.
  private let backticks: [Int: [Int]]
  /// The last place where a formula in backticks could end; -1 if there is none.
  let lastTickDollar: Int

  /// - Parameter startsBlock: Whether the line that begins there is blank, a fence or a heading.
  init(from start: Int, in bytes: [UInt8], isHeading: Bool, startsBlock: (Int) -> Bool) {
    var backticks: [Int: [Int]] = [:]
    var lastTickDollar = -1
    var cursor = start
    while cursor < bytes.count {
      if bytes[cursor] == UInt8(ascii: "\n"), isHeading || startsBlock(cursor + 1) { break }
      guard bytes[cursor] == UInt8(ascii: "`") else {
        cursor += 1
        continue
      }
      let run = cursor
      while cursor < bytes.count, bytes[cursor] == UInt8(ascii: "`") { cursor += 1 }
      backticks[cursor - run, default: []].append(run)
      if cursor < bytes.count, bytes[cursor] == UInt8(ascii: "$") { lastTickDollar = cursor - 1 }
    }
    end = cursor
    self.backticks = backticks
    self.lastTickDollar = lastTickDollar
  }

  /// The end of the code span whose opening backticks are at `start`; nil if the span is never closed.
  func endOfCodeSpan(from start: Int, length: Int) -> Int? {
    guard let runs = backticks[length] else { return nil }
    let closing = runs.partitioningIndex { $0 >= start + length }
    return closing < runs.count ? runs[closing] + length : nil
  }
}

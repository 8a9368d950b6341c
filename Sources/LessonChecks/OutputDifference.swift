import Diagnostics

/// Finds what differs between a recorded output and the present one, by the rules of `OutputComparison`: a line whose numbers are within
/// tolerance is the same line.
struct OutputDifference {
  /// What is shown of it.
  let shown: TextDifference
  /// The first recorded line that doesn't hold, counted from 1.
  let firstLine: Int

  private static let shownLines = 24
  private static let shownColumns = 120
  /// Beyond so many pairs of lines none are sought that stayed the same.
  private static let comparedPairs = 10_000

  init(recorded: String, actual: String, _ comparison: OutputComparison) {
    let old = Self.lines(of: recorded)
    let new = Self.lines(of: actual)
    func isSame(_ a: Substring, _ b: Substring) -> Bool {
      a == b || comparison.matches(recorded: String(a), actual: String(b))
    }
    var start = 0
    while start < min(old.count, new.count), isSame(old[start], new[start]) { start += 1 }
    var (oldEnd, newEnd) = (old.count, new.count)
    while oldEnd > start, newEnd > start, isSame(old[oldEnd - 1], new[newEnd - 1]) { (oldEnd, newEnd) = (oldEnd - 1, newEnd - 1) }

    let (oldPart, newPart) = (Array(old[start..<oldEnd]), Array(new[start..<newEnd]))
    var removed = Set(oldPart.indices)
    var added = Set(newPart.indices)
    if oldPart.count * newPart.count <= Self.comparedPairs {
      (removed, added) = ([], [])
      for change in newPart.difference(from: oldPart, by: { old, new in isSame(old, new) }) {
        switch change {
        case .remove(let offset, _, _): removed.insert(offset)
        case .insert(let offset, _, _): added.insert(offset)
        }
      }
    }

    var lines = old[..<start].map { TextDifference.Line(.same, String($0)) }
    var (i, j) = (0, 0)
    while i < oldPart.count || j < newPart.count {
      var (gone, come): ([Substring], [Substring]) = ([], [])
      while removed.contains(i) { (gone, i) = (gone + [oldPart[i]], i + 1) }
      while added.contains(j) { (come, j) = (come + [newPart[j]], j + 1) }
      lines += Self.hunk(gone, come, comparison)
      guard i < oldPart.count, j < newPart.count, !removed.contains(i), !added.contains(j) else { continue }
      lines.append(.init(.same, String(newPart[j])))
      (i, j) = (i + 1, j + 1)
    }
    lines += old[oldEnd...].map { TextDifference.Line(.same, String($0)) }
    let unchanged = start + (removed.min() ?? added.min() ?? 0)
    firstLine = min(unchanged + 1, max(old.count, 1))
    shown = TextDifference(Self.shortened(lines))
  }

  private static func lines(of text: String) -> [Substring] {
    text.isEmpty ? [] : text.split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// Lines that went and lines that came in their place: the first with the first, and so on.
  private static func hunk(
    _ gone: [Substring], _ come: [Substring], _ comparison: OutputComparison
  ) -> [TextDifference.Line] {
    let marks = zip(gone, come).map { comparison.differences(recorded: String($0), actual: String($1)) }
    func lines(_ kind: TextDifference.Line.Kind, _ texts: [Substring], _ marks: [[Range<Int>]]) -> [TextDifference.Line] {
      texts.enumerated().map { index, text in
        .init(kind, String(text), marks: index < marks.count ? marks[index] : [])
      }
    }
    return lines(.removed, gone, marks.map(\.recorded)) + lines(.added, come, marks.map(\.actual))
  }

  /// With one line around what differs, and nothing too long.
  private static func shortened(_ lines: [TextDifference.Line]) -> [TextDifference.Line] {
    var out: [TextDifference.Line] = []
    var skipped = 0
    func count(_ count: Int) -> String { "\(count) \(count == 1 ? "line" : "lines")" }
    for (index, line) in lines.enumerated() {
      let isNear = lines[max(index - 1, 0)...min(index + 1, lines.count - 1)].contains { $0.kind != .same }
      guard isNear else {
        skipped += 1
        continue
      }
      if skipped > 0 { out.append(.init(.skipped, "\(count(skipped)) as recorded")) }
      skipped = 0
      guard out.count < shownLines else {
        out.append(.init(.skipped, "\(count(lines.count - index)) more"))
        return out
      }
      out.append(line.cut(to: shownColumns))
    }
    return out
  }
}

extension TextDifference.Line {
  /// The part of a long line in which its first mark stands.
  fileprivate func cut(to length: Int) -> TextDifference.Line {
    guard text.count > length else { return self }
    let start = max(0, min((marks.first?.lowerBound ?? 0) - length / 3, text.count - length))
    let end = start + length
    let (before, after) = (start > 0 ? "…" : "", end < text.count ? "…" : "")
    return TextDifference.Line(
      kind, before + String(text.dropFirst(start).prefix(length)) + after,
      marks: marks.filter { $0.lowerBound < end }.map { mark in
        mark.lowerBound - start + before.count..<min(mark.upperBound, end) - start + before.count
      })
  }
}

import Diagnostics

/// The presentation of the difference between a recorded output and the current one.
struct OutputDifference {
  let shown: TextDifference
  /// The number of the first recorded line that doesn't hold, from 1.
  let firstLine: Int

  private static let shownLines = 24
  private static let shownColumns = 120

  init(_ alignment: LineAlignment, _ comparison: OutputComparison) {
    var lines: [TextDifference.Line] = []
    var (gone, come): ([OutputLine], [OutputLine]) = ([], [])
    for step in alignment.steps {
      switch step {
      case .removed(let line): gone.append(line)
      case .added(let line): come.append(line)
      case .kept(let line, _):
        lines += Self.hunk(gone, come, comparison) + [.init(.same, line.text)]
        (gone, come) = ([], [])
      }
    }
    lines += Self.hunk(gone, come, comparison)
    shown = TextDifference(Self.shortened(lines))

    let unchanged = lines.prefix { $0.kind == .same }.count
    firstLine = min(unchanged + 1, max(lines.count { $0.kind != .added }, 1))
  }

  /// Shows removed lines and the added lines in their place, paired in order.
  private static func hunk(
    _ gone: [OutputLine], _ come: [OutputLine], _ comparison: OutputComparison
  ) -> [TextDifference.Line] {
    let marks = zip(gone, come).map { comparison.differences($0, $1) }
    func lines(_ kind: TextDifference.Line.Kind, _ lines: [OutputLine], _ marks: [[Range<Int>]]) -> [TextDifference.Line] {
      lines.enumerated().map { index, line in
        .init(kind, line.text, marks: index < marks.count ? marks[index] : [])
      }
    }
    return lines(.removed, gone, marks.map(\.recorded)) + lines(.added, come, marks.map(\.given))
  }

  /// The lines with one line of context around differences, and with long ones cut.
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
  /// The part of a long line that contains its first mark.
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

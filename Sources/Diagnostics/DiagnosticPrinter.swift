/// Prints a diagnostic as a compiler would: the place, the message, the line with a caret, and what to do.
///
///     Lessons/03-softmax.md:41:4: error: unknown command \sofmax
///      41 | $$ \sofmax(x) $$
///         |    ^~~~~~~
///         = help: did you mean \softmax?
package struct DiagnosticPrinter: Sendable {
  package var usesColor: Bool
  /// Longer lines are cut around the caret so that it stays visible.
  package var widthLimit = 110

  package init(usesColor: Bool = false) { self.usesColor = usesColor }

  package func text(for diagnostic: Diagnostic) -> String {
    let problem = diagnostic.problem
    let position = diagnostic.position
    var out = style("\(printable(diagnostic.file.path)):\(position.line):\(position.column): ", .bold)
    out += style("\(problem.severity.rawValue): ", problem.severity == .error ? .red : .yellow)
    out += style(printable(problem.message), .bold) + "\n"
    out += excerpt(of: diagnostic, at: position)
    let gutter = String(repeating: " ", count: String(position.line).count + 2)
    for note in problem.notes { out += "\(gutter)= \(indented(note, by: gutter.count + 2))\n" }
    for line in (usesColor ? problem.difference?.coloredLines : problem.difference?.plainLines) ?? [] {
      out += "\(gutter)\(line)\n"
    }
    if let help = problem.help { out += "\(gutter)= \(style("help:", .green)) \(indented(help, by: gutter.count + 8))\n" }
    return out
  }

  private func excerpt(of diagnostic: Diagnostic, at position: SourceFile.Position) -> String {
    let line = diagnostic.file.rangeOfLine(position.line)
    // A byte-order mark stands before the first line.
    let start = min(max(diagnostic.problem.range.lowerBound, line.lowerBound), line.upperBound)
    let end = min(max(diagnostic.problem.range.upperBound, start), line.upperBound)
    var before = printable(diagnostic.file.slice(line.lowerBound..<start))
    let marked = printable(diagnostic.file.slice(start..<end))
    var after = printable(diagnostic.file.slice(end..<line.upperBound))

    if width(of: before) + width(of: marked) + width(of: after) > widthLimit {
      let room = max(widthLimit - min(width(of: marked), widthLimit / 2), 20)
      if width(of: before) > room / 2 { before = "…" + String(before.suffix(room / 2)) }
      if after.count > room / 2 { after = String(after.prefix(room / 2)) + "…" }
    }
    let shown = marked.count > widthLimit ? String(marked.prefix(widthLimit)) + "…" : marked

    let number = String(position.line)
    let empty = String(repeating: " ", count: number.count)
    let indent = String(repeating: " ", count: width(of: before))
    let caret = "^" + String(repeating: "~", count: max(width(of: shown) - 1, 0))
    let source = (before + shown + after).trimmingTrailingSpaces()
    return
      " \(style(number + " |", .dim))\(source.isEmpty ? "" : " ")\(source)\n \(style(empty + " |", .dim)) \(indent)\(style(caret, .green))\n"
  }

  private func indented(_ text: String, by count: Int) -> String {
    printable(text, keepingNewlines: true)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .joined(separator: "\n" + String(repeating: " ", count: count))
  }

  private enum Style: String {
    case bold = "1"
    case red = "1;31"
    case yellow = "1;33"
    case green = "1;32"
    case dim = "2"
  }

  private func style(_ text: String, _ style: Style) -> String {
    usesColor ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
  }
}

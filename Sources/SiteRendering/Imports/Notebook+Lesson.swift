import CellAnalysis
import Foundation

/// A notebook as a lesson.
extension Notebook {
  /// The lesson's Markdown, and what has no place in it.
  package func lesson() -> (text: String, unmapped: [String]) {
    let isLesson = metadata.lessons != nil
    let added = AddedParts(metadata.lessons?.added)
    var text = metadata.lessons?.frontMatter ?? ""
    var hasParts = false
    var lastIsCode = false
    var unmapped: [String] = []
    for (index, cell) in cells.enumerated() {
      func remark(_ words: String) { unmapped.append("cell \(index + 1)\(words)") }
      if !cell.attachments.isEmpty {
        remark(" holds pictures (\(cell.attachments.joined(separator: ", "))), which are left out: save them beside the lesson")
      }
      var part: String
      switch cell.kind {
      // Some programs take the ids of cells away, or give them others.
      case .markdown where isLesson && cell.id?.hasPrefix("text-") != true && added.holds(cell.source.text.trimmingLineEnds[...]): continue
      case .markdown where isLesson && cell.addedPart != nil:
        if let words = cell.addedPart, added.isChanged(cell.source.text.trimmingLineEnds[...]) { remark(" \(words)") }
        continue
      case .markdown where isLesson:
        let source = cell.source.text.trimmingLineEnds
        part = source
        guard cell.metadata?.lessons?.isOwn != true else { break }
        part = CitationText.lesson(NotebookText.lesson(source)) { line, words in
          if added.isChanged(words) { remark(", line \(line): \(AddedParts.changedCitation)") }
        }
      case .markdown:
        // Text of another tool. Only the first cell can have front matter.
        let imported = MarkdownImport(
          ForeignText.closed(cell.source.text.trimmingLineEnds) { remark(": \($0)") }, isBeginning: index == 0,
          isInNotebook: true)
        part = imported.text.trimmingLineEnds
        for one in imported.remarks { remark(", line \(one.line): \(one.text)") }
      case .raw where index == 0 && cell.source.text.hasPrefix("---"):
        // Where Quarto has its front matter.
        let imported = MarkdownImport(cell.source.text + "\n", isBeginning: true)
        part = imported.text.trimmingLineEnds
        for one in imported.remarks { remark(", line \(one.line): \(one.text)") }
      case .raw:
        remark(" is raw text for another program: left out")
        continue
      case .unknown:
        remark(" is of no kind that notebooks have: left out")
        continue
      case .code: part = code(of: cell, index, &unmapped)
      }
      guard !part.isEmpty else { continue }
      let isCode = cell.kind == .code
      let usual = Self.lineEnds(afterFrontMatter: metadata.lessons?.frontMatter != nil, isFirst: !hasParts)
      let before = cell.metadata?.lessons?.before.flatMap {
        Self.canStand($0, between: lastIsCode || isCode, isFirst: !hasParts) ? $0 : nil
      }
      text += (before ?? usual) + part
      (hasParts, lastIsCode) = (true, isCode)
    }
    if !isLesson { text = titled(text, &unmapped) }
    let end = metadata.lessons?.end.flatMap { $0.allSatisfy(\.isWhitespace) ? $0 : nil }
    text += end ?? "\n"
    return (metadata.lessons?.hasReturns == true ? text.replacing("\n", with: "\r\n") : text, unmapped)
  }

  /// The text with the notebook's title as front matter, if it has none.
  private func titled(_ text: String, _ unmapped: inout [String]) -> String {
    if metadata.hasAuthors { unmapped.append("its `authors` are left out: the authors of a course are in `course.yml`") }
    guard let title = metadata.title, !title.allSatisfy(\.isWhitespace) else { return text }
    if text.hasPrefix("---\n"), !text.hasPrefix("---\n\n") {
      unmapped.append("its title `\(title)` is left out: its first cell has front matter")
      return text
    }
    let quoted = title.split(whereSeparator: \.isNewline).joined(separator: " ").replacing("'", with: "''")
    return "---\ntitle: '\(quoted)'\n---\n\n\(text)"
  }

  /// Whether the line ends keep apart what stands around them: a reader may have moved the cell.
  private static func canStand(_ lineEnds: String, between isBesideCode: Bool, isFirst: Bool) -> Bool {
    guard lineEnds.allSatisfy({ $0.isWhitespace || $0 == "\u{FEFF}" && isFirst }) else { return false }
    return isFirst || lineEnds.count(where: { $0 == "\n" }) >= (isBesideCode ? 1 : 2)
  }

  /// The fences of a cell and of its output; empty for one without code.
  private func code(of cell: Cell, _ index: Int, _ unmapped: inout [String]) -> String {
    let kept = cell.metadata?.lessons
    let language = cell.metadata?.language ?? languageName
    let isSwift = cell.metadata?.language.map { $0 == "swift" } ?? self.isSwift
    func remark(_ words: String) { unmapped.append("cell \(index + 1)\(words)") }
    // Empty lines at the ends of a lesson's own code are kept.
    let source = kept?.code == nil ? cell.source.text.trimmingLineEnds : cell.source.text
    let lines = source.isEmpty ? "" : source + "\n"
    if let comment = NotebookComment(kept, code: source) {
      if cell.outputs?.isEmpty == false { remark(" is one that no page shows: its output is left out") }
      return comment.text
    }
    if kept?.code != nil || isSwift && kept != nil {
      var part = Self.fence(kept?.code, words: "swift", around: lines, end: kept?.codeEnd)
      if let output = output(of: cell, index, &unmapped) {
        let between = kept?.between.flatMap { $0.allSatisfy(\.isWhitespace) && $0.contains("\n") ? $0 : nil }
        // What was recorded for the lesson is written as it has to be.
        let recorded = kept?.output == nil ? output.escapingEllipses() : output
        part += (between ?? "\n\n") + Self.fence(kept?.output, words: "output", around: recorded, end: kept?.outputEnd)
      }
      return part
    }
    guard !source.allSatisfy(\.isWhitespace) else {
      if cell.outputs?.isEmpty == false { remark(" has no code: its output is left out") }
      return ""
    }
    var words = isSwift ? "swift" : language ?? "text"
    let other = ForeignText.command(source, isSwift: isSwift)
    if isSwift, let other {
      words = other.language.map { $0 == "swift" ? "swift norun" : $0 } ?? "swift norun"
      remark(": `\(other.command)` is a command of the notebook's program: shown, not run")
    } else if !isSwift {
      remark(" is \(language ?? "in a language that the notebook doesn't name"): shown, not run")
    }
    let runs = words == "swift"
    var (code, caption) = (Self.fence(nil, words: words, around: lines, end: nil), "")
    if runs, cell.metadata?.tags.isEmpty == false || source.contains("#|") || source.contains("//|") {
      // The same words as in Markdown of Quarto and MyST.
      let imported = MarkdownImport.cell(source, tags: cell.metadata?.tags ?? [])
      (code, caption) = (imported.fence, imported.caption)
      for one in imported.remarks { remark(", line \(one.line): \(one.text)") }
    }
    if let output = output(of: cell, index, &unmapped) {
      // Nothing is recorded of a cell that isn't run.
      let isRecorded = runs && !code.prefix { $0 != "\n" }.contains(" norun")
      code +=
        "\n\n"
        + Self.fence(nil, words: isRecorded ? "output" : "text", around: isRecorded ? output.escapingEllipses() : output, end: nil)
    }
    return code + (caption.isEmpty ? "" : "\n\n" + caption)
  }

  /// The lines of what a cell printed and gave, each with its end.
  private func output(of cell: Cell, _ index: Int, _ unmapped: inout [String]) -> String? {
    var text: String?
    for output in cell.outputs ?? [] {
      switch output.kind {
      case "stream" where output.name != "stderr": text = (text ?? "") + (output.text?.text ?? "")
      case "stream": unmapped.append("cell \(index + 1) writes to standard error: left out")
      // A figure that a lesson draws anew.
      case "display_data" where cell.metadata?.lessons != nil: break
      case "error": unmapped.append("cell \(index + 1) failed: its error is left out")
      default:
        if case .text(let lines)? = output.data?["text/plain"] {
          text = (text.map { $0.hasSuffix("\n") || $0.isEmpty ? $0 : $0 + "\n" } ?? "") + lines.text.trimmingLastLineEnds + "\n"
        }
        for kind in (output.data ?? [:]).keys.sorted() where kind != "text/plain" {
          unmapped.append("cell \(index + 1) gives \(kind): left out")
        }
      }
    }
    guard let text else { return nil }
    let plain = ForeignText.plain(text)
    if plain != text { unmapped.append("cell \(index + 1) prints signs for a terminal, such as colors: left out") }
    return plain.isEmpty || plain.last == "\n" ? plain : plain + "\n"
  }

  /// - Parameters:
  ///   - opening: The first line, if it is known.
  ///   - text: Lines, each with its end.
  ///   - end: The last line, if it isn't the signs that the first one begins with.
  static func fence(_ opening: String?, words: String, around text: String, end: String?) -> String {
    let mark = opening.map { $0.prefix { $0 == "`" || $0 == "~" } } ?? ""
    let isCodeOfLesson = mark.count >= 3 && opening?.contains("\n") == false
    // Who changed the code may have written a line that would end it.
    let sign: Character = mark.first ?? "`"
    let lines: [Substring] = text.split(separator: "\n")
    let longest = lines.map { line in line.drop { $0 == " " }.prefix { $0 == sign }.count }.max() ?? 0
    guard isCodeOfLesson, !lines.contains(where: { Self.ends(mark, $0) }), let opening else {
      let longer = String(repeating: sign, count: max(3, longest + 1))
      let known = isCodeOfLesson ? opening.map { String($0.dropFirst(mark.count)) } : nil
      return "\(longer)\(known ?? words)\n\(text)\(longer)"
    }
    let last = end.flatMap { Self.ends(mark, $0[...]) ? $0 : nil } ?? String(mark)
    return "\(opening)\n\(text)\(last)"
  }

  /// Whether a line ends a fence that begins with the mark.
  private static func ends(_ mark: Substring, _ line: Substring) -> Bool {
    let text = line.trimmed
    return !text.isEmpty && text.count >= mark.count && text.allSatisfy { $0 == mark.first }
  }
}

import CellAnalysis
import CellOutputs
import Diagnostics
import LessonChecks
import LessonDocument
import LessonRunner

extension LessonRenderer {
  /// The code of a cell, and joined below it what the run gave; the check of the output stands beside the output.
  func cell(_ cell: Cell) -> HTML {
    let id = self.id(cellID(cell.index))
    let code = code(of: cell)
    var output = cell.options.display == .codeOnly && !hasFailed(cell) ? .empty : output(of: cell)
    if isPredicted, !output.isEmpty { output = predicted(output, of: cell.index) }
    let content: HTML =
      switch cell.options.display {
      case .all, .codeOnly: code + output
      case .foldedCode: "<details><summary>\(localization.code(subject(of: cell)))</summary>\(code)</details>\(output)"
      case .hidden: "<details><summary>\(localization.setUpCode(subject(of: cell)))</summary>\(code)\(output)</details>"
      }
    let label: HTML = number(of: cell).map { "<p class=\"label\">\($0)</p>" } ?? .empty
    let length: HTML = cell.shownLines.count <= Self.shortCode ? " short" : .empty
    // A cell without output has the note beside its code.
    if output.isEmpty, let note = codeNote(of: cell) {
      return "<figure class=\"cell\(length) annotated\" id=\"\(id)\">\(note.quietly)\(label)\(content)</figure>"
    }
    return "<figure class=\"cell\(length)\" id=\"\(id)\">\(label)\(content)</figure>"
  }

  /// How many lines of code aren't divided between two pages of paper.
  private static var shortCode: Int { 8 }

  /// Its number, if the text refers to it by that.
  private func number(of cell: Cell) -> HTML? {
    if case .excerpt = placement { return nil }
    return cell.options.id.flatMap { references.numberOfCell($0, inLesson: document.pageStem) }
  }

  /// What a folded cell makes: its figure, or the first of the names that it declares; or else how its code begins.
  private func subject(of cell: Cell) -> HTML {
    for case .value(let value) in run.cells[cell.index].outputs {
      if case .figure(let figure) = value.content, !figure.title.isEmpty { return TypesetText(figure.title).html }
    }
    let names = cell.statements.flatMap(\.declaredNames)
    if names.isEmpty, let line = Self.shownCode(of: cell).split(separator: "\n").first(where: { !$0.hasPrefix("//") }) {
      return "<code>\(String(line.hasSuffix(" {") ? line.dropLast(2) : line))</code>"
    }
    let shown = names.prefix(4).map { "<code>\($0)</code>" as HTML }.joined(separator: localization.listSeparator.markup)
    // The dots don't stand on a line of their own.
    return names.count > 4 ? shown + HTML(verbatim: localization.listSeparator.markup.replacing(" ", with: "\u{A0}")) + "…" : shown
  }

  private func code(of cell: Cell) -> HTML {
    let code = Listing.html(highlightedCode[cell.index], of: Self.shownCode(of: cell), tag: "code")
    let hidden = cell.hiddenLines.joined(separator: "\n")
    guard !hidden.isEmpty else { return code }
    let lines = Listing.html(SwiftHighlighter.html(for: hidden), of: hidden, tag: "code")
    return "\(code)<details><summary>\(localization.setUpCode(.empty))</summary>\(lines)</details>"
  }

  /// The code without hidden lines.
  static func shownCode(of cell: Cell) -> String { cell.shownLines.map { String($0.text) }.joined(separator: "\n") }

  /// The code as markup, with the marked lines.
  static func highlightedCode(of cell: Cell) -> HTML {
    let code = shownCode(of: cell)
    let colors = cell.hiddenLines.isEmpty ? cell.colors : nil
    let html = colors.map { SwiftHighlighter.html(for: code, $0) } ?? SwiftHighlighter.html(for: code)
    let marks = cell.options.marks
    guard !marks.isEmpty else { return html.withValueRows }
    let marked = cell.shownLines.map { line in marks.contains { $0.contains(line.number) } }
    return html.marking(marked).withValueRows
  }

  static func wholeCode(of cell: Cell) -> String {
    cell.code.text.hasSuffix("\n") ? String(cell.code.text.dropLast()) : cell.code.text
  }

  private func hasFailed(_ cell: Cell) -> Bool {
    switch run.cells[cell.index].state {
    case .failed, .notReached: true
    case .succeeded, .notRun: false
    }
  }
}

// MARK: - What a cell gave

extension LessonRenderer {
  private func output(of cell: Cell) -> HTML {
    let cellRun = run.cells[cell.index]
    var parts = shownOutputs(of: cell)
    if let message = cellRun.expectedMessage {
      let label =
        switch cell.options.expectedMessage {
        case .trap: localization.stopsAsItShould
        case .compilerWarning: localization.warnsAsItShould
        case .compilerError, nil: localization.doesNotCompileAsItShould
        }
      parts.append(Part(label: label, content: samp(message), kind: " stopped"))
    }
    switch cellRun.state {
    case .failed(let problems):
      let messages = problems.map(\.message).joined(separator: "\n")
      parts.append(Part(label: localization.failed, content: samp(messages), kind: " failed"))
    case .notReached:
      parts.append(Part(label: localization.notReached, content: .empty, kind: " failed"))
    case .succeeded, .notRun: break
    }
    guard !parts.isEmpty else { return .empty }
    // The check speaks of all that the cell gave, and stands beside the last of it.
    let notes = quietly([checkNote(of: cell), valueNote(of: cell)].compactMap(\.self))
    return parts.enumerated().map { index, part -> HTML in
      let check = index == parts.count - 1 ? notes : .empty
      let label: HTML = part.label.isEmpty ? .empty : "<p class=\"label\">\(part.label)</p>"
      return "\n<div class=\"output annotated\(part.kind)\"\(part.followed)>\(check)\(label)\(part.content)</div>"
    }.joined()
  }

  /// One mark for all that holds.
  private func quietly(_ notes: [CheckNote]) -> HTML {
    guard var mark = notes.first(where: { $0.state == .agrees }) else { return notes.map(\.html).joined() }
    for note in notes.filter({ $0.state == .agrees }).dropFirst() { mark.details += " <b>\(note.verdict)</b>\(note.details)" }
    return notes.filter { $0.state != .agrees }.map(\.html).joined() + mark.mark
  }

  private struct Part {
    var label: HTML
    var content: HTML
    var kind: HTML = .empty
    /// Says which variables of the page it shows or depends on.
    var followed: HTML = .empty
  }

  /// What this run printed and displayed; for a cell whose output changes from run to run, what is recorded.
  private func shownOutputs(of cell: Cell) -> [Part] {
    if !cell.options.isOutputCompared, let recorded = cell.recorded {
      return [Part(label: localization.recordedOnce, content: samp(recorded.text.text.unescapingEllipses))]
    }
    let outputs = run.cells[cell.index].outputs
    return outputs.enumerated().map { index, output in
      switch output {
      case .printed(let text):
        return Part(
          label: localization.printed, content: samp(text.hasSuffix("\n") ? String(text.dropLast()) : text),
          followed: followed(nil, of: cell))
      case .value(let value):
        let name = index == outputs.count - 1 ? shownExpression(of: cell) : nil
        let prefix: HTML = name.map { "<code>\($0)</code> · " } ?? .empty
        let followed = followed(index == outputs.count - 1 ? value : nil, of: cell)
        if case .figure = value.content { return Part(label: .empty, content: value.html(localization.figures), followed: followed) }
        return Part(label: prefix + "\(value.type)", content: value.html(localization.figures), followed: followed)
      }
    }
  }

  /// The last expression, where it is short enough to serve as a name.
  private func shownExpression(of cell: Cell) -> String? {
    guard let last = cell.statements.last, last.kind == .expression else { return nil }
    let code = String(decoding: Array(cell.code.text.utf8)[last.range], as: UTF8.self)
    return code.count <= 24 && !code.contains("\n") && !code.contains("(") ? code : nil
  }

  private func samp(_ text: String) -> HTML { Listing.html(HTML(text: text), of: text, tag: "samp") }
}

// MARK: - What became of its checks

extension LessonRenderer {
  /// What became of a cell's output.
  private func checkNote(of cell: Cell) -> CheckNote? {
    let note = CheckNote(report.outputs[cell.index], in: localization)
    guard note?.state == .agrees else { return note }
    switch cell.options.expectedMessage {
    case .trap: return CheckNote(state: .expected, localization.stopsAsExpected)
    case .compilerError: return CheckNote(state: .expected, localization.failsAsExpected)
    case .compilerWarning: return CheckNote(state: .expected, localization.warnsAsExpected)
    case nil:
      guard let tolerance = cell.options.tolerance else { return note }
      return CheckNote(state: .agrees, localization.asRecordedWithin(FormulaComparison.text(error: tolerance)))
    }
  }

  /// That a cell isn't run, or what became of the values recorded in its code.
  private func codeNote(of cell: Cell) -> CheckNote? {
    !cell.options.isCompiled ? CheckNote(state: .unchecked, localization.notRun) : valueNote(of: cell)
  }

  /// What became of the values recorded in a cell's code.
  private func valueNote(of cell: Cell) -> CheckNote? {
    let values = report.values.filter { $0.cell == cell.index }
    let matching = values.count(where: \.matches)
    if values.isEmpty { return nil }
    if matching < values.count {
      return CheckNote(
        state: .disagrees, localization.valuesNotAsRecorded(localization.some(values.count - matching, values.count, .value)))
    }
    return CheckNote(state: .agrees, localization.valuesAsRecorded(localization.counted(values.count, .value)))
  }
}

import CellAnalysis
import CourseConfiguration
import Diagnostics
import LessonDocument

/// One message of the Swift compiler in the format of `-diagnostic-style=llvm`.
struct CompilerMessage: Hashable {
  enum Severity: String { case error, warning, note }

  var severity: Severity
  var text: String
  /// nil for a message about generated code around the author's.
  var place: Program.Place?
  /// The position in the code of the place. Line and column count from 1; the column counts bytes.
  var line: Int
  var column: Int

  /// Whether the compiler has given up the search for an expression's types.
  var isOfTooLongSearch: Bool { text.hasPrefix("the compiler is unable to type-check this expression") }

  private nonisolated(unsafe) static let pattern = /(.+?):(\d+):(\d+): (error|warning|note): (.*?)(?: \[#\w[-\w]*\])?/

  /// Parses the compiler's output. The group at a message's end, such as `[#no-usage]`, is dropped.
  static func parse(_ output: String) -> [CompilerMessage] {
    output.split(separator: "\n").compactMap { line in
      guard let match = line.wholeMatch(of: pattern),
        let severity = Severity(rawValue: String(match.4)), let line = Int(match.2), let column = Int(match.3)
      else {
        return nil
      }
      return CompilerMessage(
        severity: severity, text: String(match.5), place: .init(fileName: match.1), line: line, column: column)
    }
  }

  /// The messages without those that say the same of the same place, as of two scopes that the end of the code leaves open.
  static func distinct(_ messages: [CompilerMessage]) -> [CompilerMessage] {
    var told: Set<CompilerMessage> = []
    return messages.filter { told.insert($0).inserted }
  }

  /// The message as the author sees it. For a message about the call around a statement, an error belongs to the statement, and a warning is
  /// dropped.
  private func told(in document: Document) -> CompilerMessage {
    var message = self
    switch content(in: document) {
    case nil: break
    case .code(let column): message.column = column
    case .call(let isOfNextLine) where isOfTooLongSearch:
      message.line += isOfNextLine ? 1 : 0
      message.column = 1
    case .call(let isOfNextLine) where severity == .error:
      let isUncopied = text.contains("conform to 'Copyable'") || text.contains("conform to 'Escapable'")
      message.text = "this has no value that can be shown: \(isUncopied ? "its type is one that can't be copied" : text)"
      message.line += isOfNextLine ? 1 : 0
      message.column = 1
    case .call: message.place = nil
    }
    return message
  }

  /// What the message is about; nil for generated code around the author's.
  private func content(in document: Document) -> Program.Columns.Content? {
    place == nil ? nil : Program.Columns(beside: code(in: document)).content(at: column)
  }

  private func isAboutCall(in document: Document) -> Bool {
    if case .call? = content(in: document) { true } else { false }
  }

  /// The errors and warnings of a compilation as problems, each in the offsets of its own cell or expression. Notes are added to the
  /// message that they explain.
  static func problems(
    _ messages: [CompilerMessage], in document: Document
  ) -> [(place: Program.Place, problem: Problem)] {
    var problems: [(place: Program.Place, problem: Problem)] = []
    // Whether the last error or warning was about the author's code. If so, the notes after it are too.
    var isAboutAuthor = false
    for original in messages {
      let message = original.told(in: document)
      switch (message.severity, message.place) {
      case (.note, _):
        if isAboutAuthor { problems[problems.count - 1].problem.notes.append(message.noteText(in: document)) }
      case (_, let place?):
        isAboutAuthor = !original.isAboutCall(in: document)
        let severity: Problem.Severity = message.severity == .warning ? .warning : .error
        problems.append(
          (place, Problem(message.text, at: message.range(in: document), severity: severity, help: Self.help(for: message, in: document))))
      case (_, nil): isAboutAuthor = false
      }
    }
    return problems
  }

  /// What to do about an expression without an end of possible types, and about declarations that belong to the main actor because the lesson's cells
  /// are compiled that way.
  private static func help(for message: CompilerMessage, in document: Document) -> String? {
    if message.severity == .error, message.isOfTooLongSearch {
      return "name its parts with `let`, and look there for a name that is misspelled: the compiler then tells which"
    }
    guard message.severity == .error, message.text.contains(/[Mm]ain actor-isolated/) else { return nil }
    if document.compiler.isolation == CompilerSettings.Isolation.none {
      return "top-level variables belong to the main actor: pass them as arguments"
    }
    return
      "write `nonisolated` before the declaration that is used here, or `isolation: none` in the front matter, if no function of a cell uses "
      + "a top-level variable"
  }

  /// The word at the message's position, in offsets of the code.
  private func range(in document: Document) -> Range<Int> {
    let code = Array(code(in: document).utf8)
    var start = 0
    var lines = line - 1
    while lines > 0, start < code.count {
      if code[start] == UInt8(ascii: "\n") { lines -= 1 }
      start += 1
    }
    start = min(start + column - 1, code.count)
    var end = start
    while end < code.count, isWordByte(code[end]) { end += 1 }
    return start..<(end > start ? end : min(start + 1, code.count))
  }

  private func isWordByte(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == UInt8(ascii: "_") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
      || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }

  private func code(in document: Document) -> String {
    switch place {
    case .cell(let index)? where document.cells.indices.contains(index): document.cells[index].code.text
    case .expression(let index)? where document.expressions.indices.contains(index): document.expressions[index].code
    default: ""
    }
  }

  private func noteText(in document: Document) -> String {
    guard case .cell(let index)? = place, document.cells.indices.contains(index) else { return "note: \(text)" }
    let cell = document.cells[index]
    let offset = cell.code.fileOffset(of: range(in: document).lowerBound)
    let name = cell.source.map { " of \($0.name)" } ?? ""
    return "note: \(text) (line \(document.file(of: cell).position(at: offset).line)\(name))"
  }
}

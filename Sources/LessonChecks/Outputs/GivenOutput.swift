import CellAnalysis
import CellOutputs
import Formulas
import LessonDocument
import LessonRunner

/// What a cell gave, as the `output` fence after it records it.
struct GivenOutput {
  private struct Part {
    var text: String
    /// nil for what was printed.
    var value: DisplayedValue?
  }

  private let parts: [Part]

  init(_ run: CellRun) {
    let outputs = run.outputs.map { output in
      switch output {
      case .printed(let text): Part(text: text.recordable.droppingLastNewline)
      case .value(let value): Part(text: value.recordedText.recordable, value: value)
      }
    }
    let message = run.expectedMessage.map { Part(text: $0.recordable) }
    parts = (outputs + [message].compactMap(\.self)).filter { !$0.text.isEmpty }
  }

  /// The value before a `// =>` comment, on one line; nil if the cell didn't come to it.
  init(_ value: DisplayedValue?) {
    parts = [value].compactMap(\.self).map { value in
      let lines = value.text.recordable.split(whereSeparator: \.isNewline)
      return Part(text: lines.map { $0.drop { $0 == " " } }.joined(separator: " "), value: value)
    }
  }

  var isEmpty: Bool { parts.isEmpty }

  var text: String { parts.map(\.text).joined(separator: "\n") }

  /// Taken apart, which is slow: nearly always the text is what was recorded.
  var lines: [OutputLine] {
    parts.flatMap { part in
      guard let value = part.value else { return OutputLine.lines(printed: part.text) }
      return OutputLine.lines(of: part.text, Precision(ofType: value.type, unknown: .double), isWhole: value.digest == nil)
    }
  }

  /// Stands for all of the values of which not all is shown; nil where all is.
  var digest: ValueDigest? { ValueDigest.joining(parts.compactMap { $0.value?.digest }) }
}

extension [OutputLine] {
  /// As a lesson holds them.
  var recordedText: String { map(\.recordedText).joined(separator: "\n") }
}

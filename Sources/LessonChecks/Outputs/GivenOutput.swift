import CellAnalysis
import CellOutputs
import Formulas
import LessonDocument
import LessonRunner

/// The output of a cell's run, in the form of an `output` fence.
struct GivenOutput {
  private struct Part {
    var text: String
    /// nil for printed text.
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

  /// The value before a `// =>` comment, on one line; nil if the cell didn't reach it.
  init(_ value: DisplayedValue?) {
    parts = [value].compactMap(\.self).map { value in
      let lines = value.text.recordable.split(whereSeparator: \.isNewline)
      return Part(text: lines.map { $0.drop { $0 == " " } }.joined(separator: " "), value: value)
    }
  }

  var isEmpty: Bool { parts.isEmpty }

  var text: String { parts.map(\.text).joined(separator: "\n") }

  /// The parsed lines. Parsing is slow, and rarely needed, because the text usually equals the recorded one.
  var lines: [OutputLine] {
    parts.flatMap { part in
      guard let value = part.value else { return OutputLine.lines(printed: part.text) }
      return OutputLine.lines(of: part.text, Precision(ofType: value.type, unknown: .double), isWhole: value.digest == nil)
    }
  }

  /// A digest of all values that are shown only in part; nil if there are none.
  var digest: ValueDigest? { ValueDigest.joining(parts.compactMap { $0.value?.digest }) }
}

extension [OutputLine] {
  /// The text as a lesson records it.
  var recordedText: String { map(\.recordedText).joined(separator: "\n") }
}

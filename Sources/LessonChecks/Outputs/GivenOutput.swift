import CellOutputs
import Formulas
import LessonDocument
import LessonRunner

/// What a cell gave, as the `output` fence after it records it.
struct GivenOutput {
  private(set) var lines: [OutputLine] = []
  /// Stands for all of the values of which not all is shown; nil where all is.
  private(set) var digest: ValueDigest?

  init() {}

  init(_ run: CellRun) {
    for output in run.outputs {
      switch output {
      case .printed(let text): lines += OutputLine.lines(given: text.recordable.droppingLastNewline)
      case .value(let value): append(value, text: value.recordedText)
      }
    }
    if let expectedMessage = run.expectedMessage { lines += OutputLine.lines(given: expectedMessage.recordable) }
  }

  /// The value before a `// =>` comment, on one line.
  init(_ value: DisplayedValue) {
    append(value, text: value.text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " "))
  }

  /// As an `output` fence holds it.
  var recordedText: String { lines.map(\.recordedText).joined(separator: "\n") }

  private mutating func append(_ value: DisplayedValue, text: String) {
    // The `…` of a value that isn't shown whole needs no backslash: its digest tells what it stands for.
    let isWhole = value.digest == nil
    lines += OutputLine.lines(
      given: text.recordable, precision: Precision(ofType: value.type),
      escaping: { isWhole ? $0.escapingEllipses(exceptAfter: "0x") : $0 })
    digest = ValueDigest.joining([digest, value.digest].compactMap(\.self))
  }

}

extension Precision {
  /// - Parameter type: As the value is shown with it: `[Float]`, `Tensor [3, 2]`.
  init(ofType type: String) { self = type.contains(/\b(Float|Tensor)\b/) ? .single : .double }
}

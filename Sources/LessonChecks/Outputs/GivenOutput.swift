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
      case .printed(let text): lines += OutputLine.lines(printed: text.recordable.droppingLastNewline)
      case .value(let value): append(value, text: value.recordedText)
      }
    }
    if let expectedMessage = run.expectedMessage { lines += OutputLine.lines(printed: expectedMessage.recordable) }
  }

  /// The value before a `// =>` comment, on one line.
  init(_ value: DisplayedValue) {
    append(value, text: value.text.split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }.joined(separator: " "))
  }

  /// As an `output` fence holds it.
  var recordedText: String { lines.map(\.recordedText).joined(separator: "\n") }

  private mutating func append(_ value: DisplayedValue, text: String) {
    lines += OutputLine.lines(of: text.recordable, Precision(ofType: value.type), isWhole: value.digest == nil)
    digest = ValueDigest.joining([digest, value.digest].compactMap(\.self))
  }

}

extension Precision {
  /// - Parameter type: As the value is shown with it: `[Float]`, `Tensor [3, 2]`.
  init(ofType type: String) { self = type.contains(/\b(Float|Tensor)\b/) ? .single : .double }
}

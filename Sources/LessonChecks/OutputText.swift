import CellOutputs
import LessonRunner

extension CellRun {
  /// What a cell gave, as the `output` fence after it records it; empty if it gave nothing.
  package var outputText: String {
    var lines = outputs.map { output in
      switch output {
      case .printed(let text): text.droppingLastNewline
      case .value(let value): value.recordedText
      }
    }
    if let expectedMessage { lines.append(expectedMessage) }
    return lines.filter { !$0.isEmpty }.joined(separator: "\n")
  }
}

extension DisplayedValue {
  /// `Float = 0.5`; a text of several lines, as a matrix has, begins below its type. A figure has no value: `heat map: Weights, 3 × 3`.
  package var recordedText: String {
    if case .figure = content { return "\(type): \(text)" }
    return "\(type) =\(text.contains("\n") ? "\n" : " ")\(text)"
  }
}

extension String {
  fileprivate var droppingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}

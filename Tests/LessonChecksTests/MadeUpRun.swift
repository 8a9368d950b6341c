import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner

@testable import LessonChecks

/// A lesson with one cell, checked with an invented run, so that no test here needs a compiler.
///
/// - Parameters:
///   - code: The cell's code; the values say what its variables are.
///   - values: The values of variables and expressions.
func report(_ text: String, code: String = "let unused = 0", values: [String: BoundValue] = [:], matter: String = "") -> (
  CheckReport, Document
) {
  let lesson = matter + "```swift silent\n\(code)\n```\n\n" + text + "\n"
  let document = DocumentParser.parse(Array(lesson.utf8), path: "lesson.md")
  var run = Run(cellCount: document.cells.count)
  run.cells[0].state = .succeeded
  for variable in document.cells[0].statements.flatMap(\.variables) { run.cells[0].bound[variable.name] = values[variable.name] }
  for expression in document.expressions {
    run.expressions[expression.index] =
      values[expression.code] ?? Double(expression.code).map { .numbers(NumericArray($0), type: "Double") }
  }
  return (Checker.check(document, run, targets: LinkTargets(Course(settings: CourseSettings(), lessons: [document]))), document)
}

extension BoundValue {
  static func number(_ value: Double) -> BoundValue { .numbers(NumericArray(value), type: "Double") }
  static func array(_ values: [Double]) -> BoundValue { .numbers(NumericArray(shape: [values.count], elements: values), type: "[Double]") }
}

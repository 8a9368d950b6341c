import CellAnalysis
import CellOutputs
import CourseConfiguration
import Formulas
import LessonDocument
import LessonRunner

@testable import LessonChecks
@testable import SiteRendering

/// A lesson with a run made up for it: the renderer is pure, so no test needs a compiler.
func lesson(
  _ markdown: String, path: String = "Lessons/01-lesson.md", outputs: [Int: [CellRun.Output]] = [:],
  findings: [Int: FormulaFinding] = [:], change: (inout Run) -> Void = { _ in }
) -> LessonResult {
  let document = DocumentParser.parse(Array(markdown.utf8), path: path)
  var run = Run(cellCount: document.cells.count)
  for cell in document.cells {
    run.cells[cell.index].state = cell.options.expectation == .notRun ? .notRun : .succeeded
    run.cells[cell.index].outputs = outputs[cell.index] ?? []
  }
  change(&run)
  let course = Course(settings: CourseSettings(), lessons: [document])
  var report = Checker.check(document, run, targets: LinkTargets(course))
  for (index, finding) in findings { report.formulas[index] = finding }
  return LessonResult(document: document, run: run, report: report)
}

func article(_ result: LessonResult) -> String { LessonRenderer(result).article.markup }

/// A comparison of the formula with `other`.
func comparison(
  _ relativeError: Double?, with other: String = "context", isIdentity: Bool = false,
  symbols: [FormulaComparison.Symbol] = []
) -> FormulaComparison {
  FormulaComparison(
    relativeError: relativeError,
    sides: relativeError == nil
      ? [] : [.init(name: "S", shape: [3], value: 1), .init(name: other, shape: [3], value: 1)],
    isIdentity: isIdentity, place: [], symbols: symbols)
}

import Diagnostics
import LessonDocument
extension Checker {
  mutating func checkFormulas() -> [FormulaFinding] { document.formulas.map { _ in .notChecked } }
}

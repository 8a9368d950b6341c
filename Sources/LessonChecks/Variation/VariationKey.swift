import CellAnalysis
import CourseConfiguration
import Diagnostics
import LessonDocument
import LessonRunner

extension Document {
  /// A key of everything that the outcome of a formula at other inputs depends on, besides the lesson's run.
  func variationKey(of formula: LessonFormula, _ check: FormulaCheck) -> String {
    var key = Fingerprint()
    key.add(formula.latex.text)
    key.add("\(formula.cellsBefore)")
    key.add(String(file.slice(check.range)))
    // Include earlier formulas that this one builds on, and later ones that use its definitions.
    for other in formulas {
      guard let otherCheck = other.check, let id = otherCheck.id else { continue }
      if check.given.contains(where: { $0.text == id }) || check.id != nil && otherCheck.given.contains(where: { $0.text == check.id }) {
        key.add(other.latex.text)
        key.add(String(file.slice(otherCheck.range)))
      }
    }
    let names = [vary.inputs, vary.keep, vary.positive].map { $0.map(\.text).joined(separator: ",") }
    key.add("\(vary.count ?? VarySettings.usualCount) \(vary.firstSeed ?? 1) \(names)")
    return key.description
  }
}

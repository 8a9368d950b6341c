import CellOutputs
import Diagnostics
import Formulas
import LessonDocument
import LessonRunner

extension Checker {
  /// What became of each formula; what is an error is added to the failures.
  mutating func checkFormulas() -> [FormulaFinding] {
    document.formulas.map { formula in
      guard let check = formula.check, let layout = formula.layout else { return .notChecked }
      if check.expectation == .none { return .cannotBeEvaluated(why: "", reason: check.reason) }
      let context = FormulaContext(document: document, run: run, formula: formula, check: check)
      do throws(FormulaContext.Obstacle) {
        let comparison = try context.compare(layout)
        return judge(comparison.value, agrees: comparison.agrees, formula, check)
      } catch {
        // What an expression or a cell did wrong is reported where it happened.
        if case .problem(let problem) = error { failures.append(problem) }
        return .cannotBeEvaluated(why: error.message, reason: nil)
      }
    }
  }

  /// Display formulas of which no comment says anything, in a course that wants each of them checked.
  func uncheckedDisplayFormulas() -> [Problem] {
    document.formulas.filter { $0.isDisplay && $0.check == nil }.map { formula in
      Problem(
        "this formula isn't checked, and `course.yml` says `formulas: checked`",
        at: formula.latex.fileRange(of: formula.latex.text.firstLineRange),
        help: "put `<!-- check: … -->` after it, or `expect: none` with `because: …`")
    }
  }

  private mutating func judge(
    _ comparison: FormulaComparison, agrees: Bool, _ formula: LessonFormula, _ check: FormulaCheck
  ) -> FormulaFinding {
    let range = formula.latex.fileRange(of: formula.latex.text.firstLineRange)
    switch (check.expectation, agrees) {
    case (.disagree, false):
      return .disagreesAsExpected(comparison, reason: check.reason ?? "")
    case (.disagree, true):
      failures.append(
        Problem(
          "this formula agrees, but `expect: disagree` says that it doesn't", at: range,
          notes: comparison.notes, help: "take `expect` and `because` out of the comment"))
      return .agrees(comparison)
    case (_, true):
      return .agrees(comparison)
    case (_, false):
      failures.append(
        Problem(
          comparison.disagreement, at: range, notes: comparison.notes,
          help: "mend the formula or the code; if it is wrong on purpose: `expect: disagree` and `because: …`"))
      return .disagrees(comparison)
    }
  }
}

extension FormulaComparison {
  fileprivate var disagreement: String {
    guard let largestError else { return "this shape isn't what the formula says" }
    let other = sides.count > 1 && !isIdentity ? "`\(sides[1].name)`" : "itself"
    let place = place.isEmpty ? "" : " at [\(place.map(String.init).joined(separator: ", "))]"
    return "this formula disagrees with \(other): the largest error is \(Float(largestError))\(place)"
  }

  fileprivate var notes: [String] {
    sides.map { side in
      let shape = side.shape.isEmpty ? "" : " of shape [\(side.shape.map(String.init).joined(separator: ", "))]"
      return largestError == nil ? "\(side.name)\(shape)" : "\(side.name)\(shape): \(side.value)"
    } + remarks + [readingOfLeft].compactMap { $0 }
  }
}

extension String {
  /// Without the blanks around it, and no further than the first line that has something on it.
  fileprivate var firstLineRange: Range<Int> {
    let bytes = Array(utf8)
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    guard let start = bytes.firstIndex(where: { !isBlank($0) }) else { return 0..<0 }
    var end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}

import CellAnalysis
import CellOutputs
import Diagnostics
import Formulas
import LaTeXSyntax
import LessonDocument
import LessonRunner

extension Checker {
  /// Checks all formulas. Errors are added to the failures.
  mutating func checkFormulas() -> [FormulaFinding] {
    var findings = document.formulas.map { check($0) }
    for formula in document.formulas {
      guard let problem = groundlessGiven(of: formula, findings) else { continue }
      fail(.formulaNotEvaluated, of: .formula(formula.index), problem)
      findings[formula.index] = .cannotBeEvaluated(why: problem.message, reason: nil)
    }
    return findings
  }

  /// The problem of building on an earlier formula that isn't known to hold.
  private func groundlessGiven(of formula: LessonFormula, _ findings: [FormulaFinding]) -> Problem? {
    guard let check = formula.check, check.expectation != .none else { return nil }
    for text in check.given {
      guard let earlier = document.formulas.first(where: { $0.id == text.text }) else { continue }
      switch findings[earlier.index] {
      // An earlier formula that fails is reported there. One that isn't evaluated is a definition like those in LaTeX.
      case .agrees, .disagrees, .cannotBeEvaluated, .notChecked: continue
      case .disagreesAsExpected: break
      }
      return Problem(
        "the formula `\(text.text)` is known to disagree, so nothing can be built on it", at: text.range,
        help: "give a formula that agrees, or a definition in LaTeX")
    }
    return nil
  }

  private mutating func check(_ formula: LessonFormula) -> FormulaFinding {
    guard let check = formula.check, let syntax = formula.syntax else { return .notChecked }
    if check.expectation == .none {
      if let problem = check.declarationInVain { fail(.formulaNotEvaluated, of: .formula(formula.index), problem) }
      return .cannotBeEvaluated(why: "", reason: check.reason)
    }
    let context = FormulaContext(document: document, run: run, formula: formula, check: check)
    let reader = memory?.reader(of: formula, syntax) ?? FormulaReader(syntax)
    do throws(FormulaContext.Obstacle) {
      let memory = memory ?? FormulaMemory()
      let comparison = try memory.comparison(of: formula) { () throws(FormulaContext.Obstacle) in
        let comparison = try context.compare(reader)
        try context.requireEffect(on: reader)
        return comparison
      }
      let finding = judge(comparison.value, agrees: comparison.agrees, formula, check)
      guard case .agrees(let agreeing) = finding, check.expectation == .agree else { return finding }
      var varied = varied(agreeing, formula, check, reader)
      varied.live = context.live(reader, varied.variation)
      // Until the other inputs are tried it isn't known which of them may move.
      if varied.variation != nil, let problem = context.problem(ofSlidersIn: varied.live) {
        fail(.formulaNotEvaluated, of: .formula(formula.index), problem)
      }
      return .agrees(varied)
    } catch {
      // The failure of an expression or a cell is reported there.
      if case .problem(let problem) = error, !context.missing.explainsObstacle {
        fail(.formulaNotEvaluated, of: .formula(formula.index), problem)
      }
      return .cannotBeEvaluated(why: error.message, reason: nil)
    }
  }

  /// Adds to the comparison of a formula that agrees the outcome at other inputs.
  private mutating func varied(
    _ comparison: FormulaComparison, _ formula: LessonFormula, _ check: FormulaCheck, _ reader: FormulaReader
  ) -> FormulaComparison {
    var varied = comparison
    let key = document.variationKey(of: formula, check)
    if let known = run.outcomes[key] {
      varied.variation = known
    } else if comparison.relativeError == nil, comparison.isEquality {
      varied.variation = .ofShapes
    } else {
      let variation = VariationCheck(
        document: document, run: run, formula: formula, check: check, reader: reader, inputs: variedInputs, memory: memory)
      varied.variation = variation.outcome(comparison, pending: &pendingVariations)
    }
    if let outcome = varied.variation { outcomes[key] = outcome }
    if let problem = varied.variation?.problem(at: formula.latex.fileRange(of: formula.latex.text.firstLineRange)) {
      fail(.formulaAtThisDataOnly, of: .formula(formula.index), document.requiresVariation ? problem : problem.asWarning)
    }
    return varied
  }

  /// Reports display formulas without a comment, in a course that requires one for each of them.
  mutating func requireFormulaChecks() {
    for formula in document.formulas
    where formula.isDisplay && formula.check == nil && !formula.hasUnreadCheck && !formula.isEmpty && !formula.isInOption {
      fail(
        .formulaNotChecked, of: .formula(formula.index),
        Problem(
          "this formula isn't checked, and `course.yml` says `formulas: checked`",
          at: formula.latex.fileRange(of: formula.latex.text.firstLineRange),
          help: "put `<!-- check: … -->` after it, or `expect: none` with `because: …`"))
    }
  }

  private mutating func judge(
    _ comparison: FormulaComparison, agrees: Bool, _ formula: LessonFormula, _ check: FormulaCheck
  ) -> FormulaFinding {
    let range = formula.latex.fileRange(of: formula.latex.text.firstLineRange)
    // Whether an option holds is judged with the question's others.
    if formula.isInOption, !comparison.isIllConditioned {
      return agrees ? .agrees(comparison) : .disagreesAsExpected(comparison, reason: "")
    }
    switch (check.expectation, agrees) {
    case _ where comparison.isIllConditioned:
      fail(
        .formulaIllConditioned, of: .formula(formula.index),
        Problem(comparison.disagreement, at: range, notes: comparison.notes, help: comparison.remedy))
      return .disagrees(comparison)
    case (.disagree, false):
      return .disagreesAsExpected(comparison, reason: check.reason ?? "")
    case (.disagree, true):
      fail(
        .formulaAgrees, of: .formula(formula.index),
        Problem(
          "this formula agrees, but `expect: disagree` says that it doesn't", at: range,
          notes: comparison.notes, help: "take `expect` and `because` out of the comment"))
      return .agrees(comparison)
    case (_, true):
      return .agrees(comparison)
    case (_, false):
      fail(
        .formulaDisagrees, of: .formula(formula.index),
        Problem(comparison.disagreement, at: range, notes: comparison.notes, help: comparison.remedy))
      return .disagrees(comparison)
    }
  }
}

extension FormulaCheck {
  /// The problem of binding or declaring a name for a formula that isn't evaluated.
  fileprivate var declarationInVain: Problem? {
    guard let (key, names) = declarations.first(where: { !$0.names.isEmpty }) else { return nil }
    return Problem(
      "`\(key)` names `\(names[0].text)`, but with `expect: none` the formula is not evaluated", at: names[0].range,
      help: "take one of the two out")
  }
}

extension FormulaComparison {
  /// The difference, in a sentence.
  fileprivate var disagreement: String {
    if let wrong = wrongShapes.first {
      return "`\(wrong.latex)` has the shape \(describe(shape: wrong.found)), not \(describe(shape: wrong.expected))"
    }
    guard sides.count > 1 else { return "this shape isn't what the formula says" }
    let place = place.isEmpty ? "" : " at [\(place.map(String.init).joined(separator: ", "))]"
    let (first, second) = (sides[0], sides[1])
    if isIllConditioned {
      return "ill-conditioned here: rounding alone may explain a difference of more than a thousandth of the largest entry"
    }
    switch relation {
    case "∈": return "`\(first.name)` is \(first.value)\(place), which isn't in `\(second.name)`"
    case "≠": return "`\(first.name)` and `\(second.name)` are equal\(place.isEmpty ? ": both are \(first.value)" : place)"
    case _ where !isEquality:
      return "`\(first.name) \(relation) \(second.name)` doesn't hold\(place): \(first.value) isn't \(relation) \(second.value)"
    default: break
    }
    let error = "the relative error is \(Float(relativeError ?? 0))\(place)"
    return isIdentity
      ? "`\(first.name)` and `\(second.name)` disagree: \(error)" : "this formula disagrees with `\(second.name)`: \(error)"
  }

  fileprivate var remedy: String {
    if isIllConditioned { return "give a `tolerance`, or compute it in a form in which less cancels" }
    if !sides.isEmpty, sides.allSatisfy(\.value.isNaN) {
      return "NaN agrees with nothing; if it should agree with NaN: `nan: equal`"
    }
    let expected = "if it is wrong on purpose: `expect: disagree` and `because: …`"
    return if case .tolerance(let tolerance) = allowance {
      "correct the formula or the code (it may be off by \(Float(tolerance)) of the largest entry); \(expected)"
    } else {
      "correct the formula or the code; \(expected)"
    }
  }

  fileprivate var notes: [String] {
    guard wrongShapes.isEmpty else { return [] }
    // The message of an inequality contains the values already.
    let isSaid = !isEquality && !isIllConditioned
    let values = sides.map { side in
      let shape = side.shape.isEmpty ? "" : " of shape [\(side.shape.map(String.init).joined(separator: ", "))]"
      return "\(side.name)\(shape): \(side.value)"
    }
    return (isSaid ? [] : values) + remarks + [readingOfLeft].compactMap(\.self)
  }
}

extension String {
  /// The range of the first line that isn't blank, without surrounding blanks.
  fileprivate var firstLineRange: Range<Int> {
    let bytes = Array(utf8)
    func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }
    guard let start = bytes.firstIndex(where: { !isBlank($0) }) else { return 0..<0 }
    var end = bytes[start...].firstIndex(of: 0x0A) ?? bytes.count
    while end > start, isBlank(bytes[end - 1]) { end -= 1 }
    return start..<end
  }
}

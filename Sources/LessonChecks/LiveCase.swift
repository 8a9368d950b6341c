import CellOutputs
import Diagnostics
import Formulas
import LessonDocument
import LessonRunner

/// A formula that pages compute, at the inputs of one run: what the evaluator and the lesson's code give there, for comparing a page's runtime
/// with both.
package struct LiveCase: Sendable, Encodable {
  package var lesson: String
  package var latex: String
  package var program: FormulaProgram
  package var inputs: [[Double]]
  /// The entries of the sides of each statement, without those that a condition leaves out; nil where the evaluator refuses the inputs.
  package var values: [[[Double?]]]?
  /// What the code gives for the last side of the last statement; nil if it isn't compared with a variable.
  package var code: [Double]?
  /// How far the page may be from each entry of the code (R19).
  package var allowances: [Double]?
}

extension Checker {
  /// The lesson's live formulas at the recorded inputs, at those at which the lesson has run already, and at others of the evaluator alone.
  ///
  /// - Parameter turns: How many others.
  package static func liveCases(of document: Document, _ run: Run, turns: Int = 0) -> [LiveCase] {
    var checker = Checker(document: document, run: run)
    let findings = checker.checkFormulas()
    return document.formulas.flatMap { formula -> [LiveCase] in
      guard case .agrees(let comparison) = findings[formula.index], let live = comparison.live, live.isForReading, formula.isDisplay,
        let check = formula.check,
        let syntax = formula.syntax
      else { return [] }
      let reader = FormulaReader(syntax)
      let context = FormulaContext(document: document, run: run, formula: formula, check: check)
      let random = (0..<turns).compactMap { context.liveCase(live, reader, at: Variation(seed: $0 + 1)) }
      return random
        + ([run] + checker.variedRuns(for: comparison, formula, check)).compactMap { varied in
          FormulaContext(document: document, run: varied, formula: formula, check: check).liveCase(live, reader)
        }
    }
  }
}

extension FormulaContext {
  /// nil where the formula isn't the recorded one: it was read for another value, or the code gives none.
  fileprivate func liveCase(_ live: LiveFormula, _ reader: FormulaReader) -> LiveCase? {
    guard let bindings = try? bindings(), let evaluation = try? reader.evaluation(with: bindings, isReadLater: isReadLater) else {
      return nil
    }
    var inputs: [[Double]] = []
    for (input, recorded) in zip(live.program.inputs, live.inputs) {
      guard case .numbers(let numbers, _)? = source(of: input.name)?.value, numbers.shape == recorded.variable.shape,
        !input.isFixed || numbers.elements == recorded.variable.values
      else { return nil }
      inputs.append(numbers.elements)
    }
    let results = live.program.results(in: evaluation)
    guard case let last?? = results.last else { return nil }
    var found = LiveCase(
      lesson: document.file.path, latex: formula.latex.text, program: live.program, inputs: inputs,
      values: results.map { $0?.entries ?? [] })
    if live.defined != nil, let side = last.members.last?.value, let code = codeValue(live), code.data.count == side.data.count {
      found.code = code.data
      found.allowances = code.data.indices.map { Comparison.allowance(side, code, $0) }
    }
    return found
  }

  /// The formula at other inputs, without the code.
  fileprivate func liveCase(_ live: LiveFormula, _ reader: FormulaReader, at variation: Variation) -> LiveCase? {
    guard var bindings = try? bindings() else { return nil }
    var found = LiveCase(lesson: document.file.path, latex: formula.latex.text, program: live.program, inputs: [])
    for (index, (input, recorded)) in zip(live.program.inputs, live.inputs).enumerated() {
      let old = NumericArray(shape: recorded.variable.shape, elements: recorded.variable.values)
      let isKept = input.isFixed || !old.elements.allSatisfy(\.isFinite)
      let other = variation.values(insteadOf: old, input: index)
      // Variations keep signs, and with them inside of most domains.
      found.inputs.append(isKept ? old.elements : variation.seed.isMultiple(of: 4) ? other.map { -$0 } : other)
      var isRow = false
      if case .value(let array)? = bindings.entries[input.name] { isRow = array.isRow }
      if !isKept { bindings.entries[input.name] = .value(ArrayValue(shape: old.shape, data: found.inputs[index], isRow: isRow)) }
    }
    // Inputs outside of the formula's domain, which it refuses, have no values: the page has to refuse them as well.
    let evaluation = try? reader.evaluation(with: bindings, isReadLater: isReadLater)
    guard let evaluation else { return found }
    // A statement that was read in another way isn't this one.
    let results = live.program.results(in: evaluation)
    guard case _?? = results.last else { return nil }
    found.values = results.map { $0?.entries ?? [] }
    return found
  }

  /// What the code computes and the formula gives.
  private func codeValue(_ live: LiveFormula) -> ArrayValue? {
    if let equals = check.equals { return try? array(of: equals) }
    guard let stated = live.program.statements.last?.sides.first?.stated else { return nil }
    guard let source = source(of: live.program.inputs[stated].name), case .numbers(let numbers, let type)? = source.value else {
      return nil
    }
    return ArrayValue(numbers, type: type, isComputed: !source.isWritten)
  }
}

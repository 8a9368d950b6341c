import CellAnalysis
import CellOutputs
import Formulas
import LessonDocument
import LessonRunner

/// A checked formula as a page computes it, with what its names stand for in the code.
package struct LiveFormula: Sendable, Hashable {
  /// A value of the lesson's program that the formula reads, or that it is proved equal to.
  package struct Variable: Sendable, Hashable {
    package enum Origin: String, Sendable, Hashable, Encodable {
      /// A constant that the tool gives other values, and so may a reader.
      case input
      /// A constant made of literals that keeps its value: a size, a text.
      case written
      case computed
    }

    /// The Swift variable or expression, and the cell that made it.
    package var code: String
    package var cell: Int?
    package var shape: [Int]
    package var values: [Double]
    package var origin: Origin
  }

  package struct Input: Sendable, Hashable {
    package var latex: String
    package var variable: Variable
  }

  package var program: FormulaProgram
  /// In the order of the program's inputs.
  package var inputs: [Input]
  /// What the code computes and the formula gives, at other inputs too; nil if it isn't proved.
  package var defined: Variable?
  /// The inputs with which it wasn't compared freely: at other values of theirs, nothing is known of it.
  package var restricted: [String] = []
}

extension FormulaContext {
  /// nil if the page can't compute the formula.
  ///
  /// - Parameter variation: What came of it at other inputs than the recorded ones.
  func live(_ reader: FormulaReader, _ variation: VariationOutcome?) -> LiveFormula? {
    guard let program = reader.program else { return nil }
    var inputs: [LiveFormula.Input] = []
    for input in program.inputs {
      guard let source = source(of: input.name), let variable = variable(source) else { return nil }
      inputs.append(.init(latex: input.name.latex, variable: variable))
    }
    // With a tolerance of the author's, the formula is near the variable, and doesn't give it.
    guard case .holds(_, let restricted)? = variation, check.tolerance == nil else { return LiveFormula(program: program, inputs: inputs) }
    return LiveFormula(program: program, inputs: inputs, defined: defined(by: program, inputs), restricted: restricted)
  }

  /// The variable that the formula gives: what `check` names, or the name on its left side.
  private func defined(by program: FormulaProgram, _ inputs: [LiveFormula.Input]) -> LiveFormula.Variable? {
    guard program.statements.count == 1, let sides = program.statements.first?.sides, let right = sides.last, !right.isBound else {
      return nil
    }
    let variable: LiveFormula.Variable?
    if let equals = check.equals, sides.count == 1 {
      let code = document.expressions[equals].code
      let found = run.value(of: code, afterCells: formula.cellsBefore, in: document)
      variable = found.flatMap {
        self.variable(Source(code: code, value: $0.value, origin: origin(of: code, in: $0.cell), isWritten: false))
      }
    } else {
      variable =
        sides.count == 2 && right.relation == "=" && sides[0].isBound ? program.input(statedBy: sides[0]).map { inputs[$0].variable } : nil
    }
    return variable.flatMap { $0.shape == right.shape ? $0 : nil }
  }

  private func variable(_ source: Source) -> LiveFormula.Variable? {
    guard case .numbers(let numbers, let type)? = source.value else { return nil }
    // Whole numbers are sizes and places, at which the formula was read.
    let isInput =
      !ArrayValue.isWhole(type)
      && document.inputs.contains { $0.site.kind == .value && $0.name == source.code && $0.cell == source.origin?.cell }
    return LiveFormula.Variable(
      code: source.code, cell: source.origin?.cell, shape: numbers.shape, values: numbers.elements,
      origin: isInput ? .input : source.isWritten || source.isFixed ? .written : .computed)
  }
}

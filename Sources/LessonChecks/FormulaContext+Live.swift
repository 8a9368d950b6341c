import CellAnalysis
import CellOutputs
import Diagnostics
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
      /// A mask, whose places a reader may open and close. Formulas aren't compared with other masks.
      case mask
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
    /// How a reader may slide it, if its author says so.
    package var slider: Slider?
  }

  /// More numbers than this are no reading matter: such a formula stays as it is.
  package static let mostValues = 256

  package var program: FormulaProgram
  /// In the order of the program's inputs.
  package var inputs: [Input]
  /// What the code computes and the formula gives, at other inputs too; nil if it isn't proved.
  package var defined: Variable?
  /// The inputs with which it wasn't compared freely, and the rules by which they varied: at other values, nothing is known of it.
  package var rules: [String: Variation.Rule] = [:]

  /// Whether a page can show it.
  package var isForReading: Bool {
    !inputs.isEmpty && variables.allSatisfy { $0.values.count <= Self.mostValues }
  }
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
      let slider = check.sliders.first { (try? Name(parsing: $0.name.text)) == input.name }?.slider
      inputs.append(.init(latex: input.name.latex, variable: variable, slider: slider))
    }
    // With a tolerance of the author's, the formula is near the variable, and doesn't give it.
    guard case .holds(_, let rules)? = variation, check.tolerance == nil else { return LiveFormula(program: program, inputs: inputs) }
    return LiveFormula(program: program, inputs: inputs, defined: defined(by: program, inputs), rules: rules)
  }

  /// What is wrong with a slider that the comment asks for: the page can't have it.
  func problem(ofSlidersIn live: LiveFormula?) -> Problem? {
    for (text, _) in check.sliders {
      func problem(_ message: String, help: String) -> Problem { Problem(message, at: text.range, help: help) }
      guard let live, let name = try? Name(parsing: text.text) else {
        return problem("the page can't compute this formula, so `\(text.text)` has no slider", help: "take `live` out")
      }
      guard let place = live.program.inputs.firstIndex(where: { $0.name == name }) else {
        return problem("`live` names `\(text.text)`, which the formula doesn't read", help: "take it out, or correct the name")
      }
      let variable = live.inputs[place].variable
      guard variable.values.count == 1 else {
        return problem(
          "a slider moves one number, and `\(text.text)` has \(variable.values.count)",
          help: "readers can change each in its field: take it out")
      }
      let rule = live.rules[variable.code]
      guard variable.origin == .input, !live.program.inputs[place].isFixed, rule == nil || rule == .positive else {
        return problem(
          "`\(variable.code)` can't take other values here, so it has no slider",
          help:
            "a slider moves a constant of the lesson that is written as a number with a decimal point, such as `let tau = 0.5`, and isn't kept by `vary`"
        )
      }
    }
    return nil
  }

  /// The variable that the formula gives: what `check` names, or the name on its left side.
  private func defined(by program: FormulaProgram, _ inputs: [LiveFormula.Input]) -> LiveFormula.Variable? {
    // What stands before may only say what the last statement reads: `h_0 = 0, \quad h_t = …`.
    // And a condition leaves entries out.
    guard let last = program.statements.last, last.chosen == nil, let right = last.sides.last, !right.isBound,
      program.statements.dropLast().allSatisfy({ $0.sides.count == 1 && $0.output != nil })
    else { return nil }
    let variable: LiveFormula.Variable?
    if let equals = check.equals, last.sides.count == 1 {
      let code = document.expressions[equals].code
      let found = run.value(of: code, afterCells: formula.cellsBefore, in: document)
      variable = found.flatMap {
        self.variable(Source(code: code, value: $0.value, origin: origin(of: code, in: $0.cell), isWritten: false))
      }
    } else {
      let sides = last.sides
      variable =
        sides.count == 2 && right.relation == "=" && sides[0].isBound ? sides[0].stated.map { inputs[$0].variable } : nil
    }
    return variable.flatMap { $0.shape == right.shape ? $0 : nil }
  }

  private func variable(_ source: Source) -> LiveFormula.Variable? {
    guard case .numbers(let numbers, let type)? = source.value else { return nil }
    // Whole numbers are sizes and places, at which the formula was read.
    let isInput =
      !ArrayValue.isWhole(type)
      && document.inputs.contains {
        $0.name == source.code && $0.cell == source.origin?.cell && ($0.site.kind == .value || isRandom(source))
      }
    let cell = source.origin.map { document.lastCell(setting: source.code, seenIn: $0.cell, before: formula.cellsBefore) }
    return LiveFormula.Variable(
      code: source.code, cell: cell, shape: numbers.shape, values: numbers.elements,
      origin: isInput
        ? .input : isMask(source, numbers) ? .mask : source.isWritten || source.isFixed || isSizeOfInput(source) ? .written : .computed)
  }

  private nonisolated(unsafe) static let randomPattern =
    /let \w+(?:: Tensor)? = Tensor\.random(?:Normal|Uniform)\((?:[^()]|\([^()]*\))*\)(?:\s*\/\/.*)?/

  /// Whether it is random numbers as they come. Another seed gives others, so that a reader may as well.
  private func isRandom(_ source: Source) -> Bool {
    source.origin?.code?.wholeMatch(of: Self.randomPattern)
      != nil
  }

  private nonisolated(unsafe) static let maskPropertyPattern = /(\w+)\.(?:additive|visibility)/

  private nonisolated(unsafe) static let maskPattern = /^let \w+(?:: Mask)? = Mask\./

  /// Whether it is what formulas read of a mask that a constant of the lesson is.
  private func isMask(_ source: Source, _ numbers: NumericArray) -> Bool {
    guard let name = source.code.wholeMatch(of: Self.maskPropertyPattern)?.1, numbers.shape.count == 2,
      let cell = run.value(of: String(name), afterCells: formula.cellsBefore, in: document)?.cell
    else { return false }
    return origin(of: String(name), in: cell).code?.firstMatch(of: Self.maskPattern) != nil
  }

  private nonisolated(unsafe) static let sizePattern = /^let \w+(?:: Int)? = (\w+)\.(?:count|shape\[\d+\])$/

  /// Whether it is how many numbers an input has, as in `let n = x.count`: a reader changes numbers, and not how many there are.
  private func isSizeOfInput(_ source: Source) -> Bool {
    guard let origin = source.origin, let size = origin.code?.firstMatch(of: Self.sizePattern) else {
      return false
    }
    let program = document.cells[origin.cell].program
    return document.inputs.contains { $0.site.kind == .value && $0.name == size.1 && document.cells[$0.cell].program == program }
  }
}

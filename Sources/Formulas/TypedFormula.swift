import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaParser
import FormulaStatements
import LaTeXSyntax

/// A formula as it was read: a function of the values of its names.
///
/// Its shapes are those it was read with, and so are the values that reading needs, such as the bound of a sum. It can be evaluated
/// with any other values: see `evaluate(with:tolerance:)`.
final class TypedFormula {
  /// A statement, or several that are computed together.
  struct Computation {
    enum Work {
      case statement(TypedStatement)
      case recurrence(TypedRecurrence)

      var statements: [TypedStatement] {
        switch self {
        case .statement(let statement): [statement]
        case .recurrence(let recurrence): recurrence.statements.map(\.statement)
        }
      }
    }

    var work: Work
    /// The statement that a problem is reported for.
    var context: Claim
  }

  /// What the statements came to.
  struct Results {
    var statements: [FormulaEvaluation.StatementResult]
    var definitions: [FormulaEvaluation.Definition]
  }

  let syntax: SyntaxTree
  let uses: [NameUse]
  let remarks: [ReadingRemark]
  let idle: FormulaEvaluation.Idle
  /// The coarsest format of the code's values that the formula reads or is compared with.
  let precision: Precision
  private let declarations: Bindings.Declarations
  private let computations: [Computation]
  private let functions: [FormulaEvaluation.Definition]
  private let scope: SymbolTable

  /// Reads a formula with the shapes of the bindings, and computes it with their values.
  ///
  /// - Parameter comparedIn: The format of what the formula is compared with, if it is compared as a whole.
  static func reading(
    _ syntax: SyntaxTree, _ bindings: Bindings, _ tolerance: Tolerance, comparedIn: Precision
  ) throws(Problem) -> (formula: TypedFormula, results: Results) {
    let analyzer = StatementAnalyzer(syntax, bindings, tolerance, comparedIn: comparedIn)
    try analyzer.read()
    let formula = TypedFormula(analyzer)
    return (formula, formula.results(of: analyzer.evaluator))
  }

  private init(_ analyzer: StatementAnalyzer) {
    syntax = analyzer.syntax
    uses = analyzer.scope.uses.sorted {
      ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound)
    }
    remarks = analyzer.scope.remarks
    idle = analyzer.idle
    precision = analyzer.scope.precision
    declarations = analyzer.bindings.declarations
    computations = analyzer.computations
    functions = analyzer.functions
    scope = analyzer.scope
  }

  private func results(of evaluator: StatementEvaluator) -> Results {
    Results(
      statements: evaluator.results.sorted { $0.range.lowerBound < $1.range.lowerBound },
      definitions: functions + evaluator.definitions)
  }

  /// Computes the formula with other values.
  ///
  /// - Returns: nil if the formula must be read again, because a shape or a value that was fixed by reading has changed.
  func evaluate(with bindings: Bindings, tolerance: Tolerance) throws(Problem) -> Results? {
    guard let values = values(of: bindings) else { return nil }
    let evaluator = StatementEvaluator(values, tolerance, bases: bindings.bases)
    for computation in computations {
      do throws(Problem) {
        switch computation.work {
        case .statement(let statement):
          guard accept(try evaluator.evaluate(statement), of: statement, into: values) else { return nil }
        case .recurrence(let recurrence):
          let outputs = try evaluator.evaluate(recurrence)
          for (part, output) in zip(recurrence.statements, outputs) {
            guard accept(output, of: part.statement, into: values) else { return nil }
          }
        }
      } catch {
        throw computation.context.explained(error, in: syntax)
      }
    }
    return results(of: evaluator)
  }

  /// Whether it reads the value of a function of the lesson.
  var callsFunctions: Bool { scope.foreignFunctions.values.contains { $0 != nil } }

  /// The values that it reads, and what it computes in order; nil if it calls functions of the lesson, or if what a statement hands on isn't
  /// just the value of a side.
  var parts: (inputs: [InputSlot], works: [Computation.Work])? {
    guard !scope.isReadOnce, !callsFunctions, computations.allSatisfy({ $0.work.statements.allSatisfy(\.handsOnItsValue) }) else {
      return nil
    }
    let works = computations.map(\.work)
    let inputs = scope.inputs.values.compactMap(\.self).sorted { $0.name < $1.name }
    return (inputs, works)
  }

  /// The values of all slots; nil if one of them needs another reading.
  private func values(of bindings: Bindings) -> InputValues? {
    guard !scope.isReadOnce, bindings.declarations == declarations else { return nil }
    let values = InputValues()
    for (name, slot) in scope.inputs {
      switch (slot, bindings.value(of: name)) {
      case (let slot?, let value?) where slot.admits(value): values[slot] = value
      case (nil, nil): break
      default: return nil
      }
    }
    for (name, slot) in scope.foreignFunctions {
      switch (slot, bindings.function(of: name)) {
      case (let slot?, let function?) where slot.admits(function): values[slot] = function
      case (nil, nil): break
      default: return nil
      }
    }
    return values
  }

  /// Hands the value that a statement defines to later ones. Returns false if it would change how they are read.
  private func accept(
    _ output: StatementEvaluator.Output?, of statement: TypedStatement, into values: InputValues
  ) -> Bool {
    guard let known = statement.output else { return output == nil }
    guard let output, known.slot.admits(output.array), output.orientation == known.orientation, output.bases == known.bases else {
      return false
    }
    values[known.slot] = output.array
    return true
  }
}

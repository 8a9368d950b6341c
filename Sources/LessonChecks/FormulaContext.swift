import CellOutputs
import Diagnostics
import Formulas
import LessonDocument
import LessonRunner

/// One formula among what the lesson's run gave: what its names stand for, and what it must agree with.
struct FormulaContext {
  let document: Document
  let run: Run
  let formula: LessonFormula
  let check: FormulaCheck
  /// Takes up what the lesson's functions are still to be asked; nil if all is known that can be.
  var openCalls: OpenCalls?

  /// Why a formula could not be compared.
  enum Obstacle: Error {
    /// An error of the formula or its comment, in the file's offsets.
    case problem(Problem)
    /// The cells or expressions that it needs did not run, which is an error elsewhere.
    case notRun

    var message: String {
      switch self {
      case .problem(let problem): problem.message
      case .notRun: "the code that it needs didn't run"
      }
    }
  }

  /// Float has seven digits; a few of them are lost in sums and in exp.
  private static let usualTolerance = Tolerance(relative: 1e-5, absolute: 1e-6)

  private var tolerance: Tolerance {
    check.tolerance.map { Tolerance(relative: $0, absolute: $0) } ?? Self.usualTolerance
  }

  func compare(_ layout: Layout) throws(Obstacle) -> (value: FormulaComparison, agrees: Bool) {
    let bindings = try bindings()
    let expected: Quantity?
    if let equals = check.equals {
      expected = try quantity(of: equals)
    } else {
      expected = nil
    }
    let evaluation: FormulaEvaluation
    do throws(Problem) {
      evaluation = try FormulaEvaluation(of: layout, with: bindings, tolerance: tolerance, equals: expected)
    } catch {
      throw .problem(formula.latex.located(error))
    }
    let agreements = evaluation.statements.compactMap(\.agreement)
    let assertions = evaluation.statements.flatMap(\.assertions)
    guard !agreements.isEmpty || !assertions.isEmpty else {
      throw .problem(
        Problem(
          "there is nothing to compare this formula with", at: formula.latex.fileRange(of: 0..<formula.latex.text.utf8.count),
          help: "say what it must equal (`check: expression`), or bind its left side with `where`"))
    }
    return (comparison(evaluation), evaluation.agrees)
  }
}

// MARK: - What names stand for

extension FormulaContext {
  private func bindings() throws(Obstacle) -> Bindings {
    var bindings = Bindings()
    for (name, expression) in check.bindings {
      if let function = function(of: expression) {
        bindings.entries[try self.name(name)] = .function(function)
      } else {
        bindings.entries[try self.name(name)] = .value(try quantity(of: expression))
      }
    }
    for (index, range) in check.indices { bindings.indices[try name(index)] = range }
    for (text, base) in check.bases { bindings.bases[try name(text)] = base }
    for text in check.elementwise {
      if text.text == "true" { bindings.isElementwise = true } else { bindings.elementwise.insert(try name(text)) }
    }
    bindings.tensorProduct = check.tensorProduct
    bindings.isZeroLogZero = check.isZeroLogZero
    for text in check.rows {
      let row = try name(text)
      guard var quantity = value(of: row, in: bindings) else {
        throw .problem(Problem("nothing is bound to `\(text.text)`", at: text.range))
      }
      quantity.isRow = true
      bindings.entries[row] = .value(quantity)
    }
    for text in check.given { bindings.given.append(Bindings.Given(try given(text))) }
    let (run, count, document) = (run, formula.cellsBefore, document)
    bindings.fallback = { name in Self.variable(for: name, in: run, afterCells: count, of: document)?.quantity }
    let functions = LessonFunctions(run: run, openCalls: openCalls)
    bindings.functionFallback = { name in
      for identifier in name.identifiers {
        guard let found = run.value(of: identifier, afterCells: count, in: document) else { continue }
        if case .function(let signature) = found.value {
          return functions.function(.named(identifier, cell: found.cell), signature, called: identifier)
        }
      }
      return nil
    }
    return bindings
  }

  private func name(_ text: LocatedText) throws(Obstacle) -> Name {
    do throws(Problem) {
      return try Name(parsing: text.text)
    } catch {
      var problem = error
      problem.range = text.range
      throw .problem(problem)
    }
  }

  /// An earlier formula by its id, or a definition in LaTeX.
  private func given(_ text: LocatedText) throws(Obstacle) -> Layout {
    if let earlier = document.formulas.first(where: { $0.check?.id == text.text }), let layout = earlier.layout {
      return layout
    }
    if text.text.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) {
      let ids = document.formulas.compactMap(\.check?.id)
      throw .problem(
        Problem(
          "no formula of this lesson has the id `\(text.text)`", at: text.range,
          help: nearestName(to: text.text, among: ids).map { "did you mean `\($0)`?" }
            ?? "`given` takes the id of a formula of this lesson, or a definition in LaTeX"))
    }
    do throws(Problem) {
      return try Layout(parsing: text.text)
    } catch {
      throw .problem(
        Problem(
          error.message, at: text.range,
          help: error.help ?? "`given` takes the id of a formula of this lesson, or a definition in LaTeX"))
    }
  }

  private func value(of name: Name, in bindings: Bindings) -> Quantity? {
    if case .value(let quantity)? = bindings.entries[name] { return quantity }
    return Self.variable(for: name, in: run, afterCells: formula.cellsBefore, of: document)?.quantity
  }

  /// The lesson's variable that a name binds to by itself.
  private static func variable(
    for name: Name, in run: Run, afterCells count: Int, of document: Document
  ) -> (quantity: Quantity, identifier: String)? {
    for identifier in name.identifiers {
      if case .numbers(let numbers, _)? = run.value(of: identifier, afterCells: count, in: document)?.value {
        return (Quantity(numbers), identifier)
      }
    }
    return nil
  }

  private func function(of expression: SwiftExpression.Index) -> ForeignFunction? {
    guard case .function(let signature)? = run.expressions[expression] else { return nil }
    return LessonFunctions(run: run, openCalls: openCalls)
      .function(.expression(expression), signature, called: document.expressions[expression].code)
  }

  private func quantity(of expression: SwiftExpression.Index) throws(Obstacle) -> Quantity {
    let (code, range) = (document.expressions[expression].code, document.expressions[expression].range)
    switch run.expressions[expression] {
    case .numbers(let numbers, _)?: return Quantity(numbers)
    case .tooLarge(let shape, _)?:
      throw .problem(
        Problem("`\(code)` has the shape \(shape): too large to be checked", at: range, help: "check a smaller example"))
    case .function(let signature)?:
      throw .problem(
        Problem("`\(code)` is a function, `\(signature.type)`, not a value", at: range, help: "call it: `\(code)(…)`"))
    case .opaque(let type)?:
      throw .problem(
        Problem(
          "`\(code)` is a `\(type)`, which is neither a number nor a tensor", at: range,
          help: type.contains("->") ? "a formula calls functions of one or two numbers, arrays of numbers or tensors" : nil))
    case nil: throw .notRun
    }
  }
}

extension Quantity {
  fileprivate init(_ numbers: NumericArray) { self.init(shape: numbers.shape, data: numbers.elements) }
}

// MARK: - The comparison

extension FormulaContext {
  private func comparison(_ evaluation: FormulaEvaluation) -> FormulaComparison {
    let compared = evaluation.statements.filter { $0.agreement != nil }
    // A statement that disagrees comes first, then the one with the largest error.
    let worst = compared.max { a, b in
      guard let x = a.agreement, let y = b.agreement else { return false }
      return (x.agrees ? 0 : 1, x.largestError) < (y.agrees ? 0 : 1, y.largestError)
    }
    var comparison = FormulaComparison(
      largestError: nil, tolerance: tolerance, sides: [], isIdentity: false, place: [],
      symbols: symbols(evaluation), remarks: evaluation.remarks.map(\.text))
    guard let worst, let agreement = worst.agreement else {
      comparison.sides = evaluation.statements.flatMap(\.assertions).filter { !$0.holds }.flatMap { assertion in
        [
          FormulaComparison.Side(name: assertion.latex, shape: assertion.expected, value: 0),
          FormulaComparison.Side(name: "the code", shape: assertion.found, value: 0),
        ]
      }
      return comparison
    }
    comparison.largestError = agreement.largestError
    comparison.place = agreement.index
    comparison.isEquality = agreement.isEquality
    comparison.sides = sides(of: worst, agreement, isIdentity: &comparison.isIdentity)
    return comparison
  }

  /// First what the formula came to, then what it was compared with.
  private func sides(
    of statement: FormulaEvaluation.StatementResult, _ agreement: Agreement, isIdentity: inout Bool
  ) -> [FormulaComparison.Side] {
    let shape = statement.value?.shape ?? []
    let values = agreement.values.count == 2 ? agreement.values : [0, 0]
    if let equals = check.equals {
      return [
        .init(name: "the formula", shape: shape, value: values[0]),
        .init(name: document.expressions[equals].code, shape: shape, value: values[1]),
      ]
    }
    if let bound = statement.bound, let name = statement.name {
      return [
        .init(name: "the formula", shape: shape, value: values[1]),
        .init(name: source(of: name, written: statement.left)?.code ?? name.latex, shape: bound.shape, value: values[0]),
      ]
    }
    isIdentity = true
    return zip(agreement.sides, values).map { .init(name: $0, shape: shape, value: $1) }
  }
}

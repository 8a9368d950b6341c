import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Definitions that call themselves, with `cases` that say where it ends (R14b).
extension ExpressionParser {
  func recursiveCall(
    _ function: Function, _ arguments: [TypedExpression], at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    for argument in arguments where !argument.isNumber {
      throw Problem(
        "`\(function.name)` is defined by itself, which is computed for numbers only", at: range,
        notes: ["`\(text(of: argument))` is \(describe(argument))", "in the definition `\(function.latex)`"])
    }
    let recursion = scope.recursion(of: function)
    let foreign = ForeignFunction(
      type: function.latex, parameters: arguments.map { _ in .number }, result: .number
    ) { values throws(Problem) in
      try recursion.value(at: values.map { $0.data[0] })
    }
    let slot = scope.makeFunction(function.name, foreign)
    // Its calls are read with the values of their arguments.
    scope.isReadOnce = true
    return try TypedExpression(.foreign(slot, arguments), shape: [], at: range)
  }
}

/// The values of a recursive function that are known so far.
///
/// A call that needs another value is left, and read again once that value is known: so recursion as deep as the limit
/// takes no stack. It is used by one evaluation at a time, and needs no lock.
final class Recursion: @unchecked Sendable {
  private let function: Function
  private let scope: SymbolTable
  private var known: [[Double]: ArrayValue] = [:]
  /// A call whose value is needed before the current one can be computed.
  private var awaited: [Double]?
  private var isRunning = false
  /// The cost of all calls so far.
  private var operations = 0

  private let limit = WorkLimits.current.calls

  init(_ function: Function, _ scope: SymbolTable) { (self.function, self.scope) = (function, scope) }

  func value(at arguments: [Double]) throws(Problem) -> ArrayValue {
    if let value = known[arguments] { return value }
    guard !isRunning else {
      awaited = arguments
      throw Problem("`\(function.name)` is needed first", at: 0..<0)
    }
    isRunning = true
    defer { isRunning = false }
    var stack = [arguments]
    var open: Set<[Double]> = [arguments]
    while let call = stack.last {
      awaited = nil
      do throws(Problem) {
        known[call] = try compute(call)
        stack.removeLast()
        open.remove(call)
      } catch {
        guard let next = awaited else { throw error }
        guard open.insert(next).inserted else { throw endless("its value at \(text(next)) is needed to compute it") }
        stack.append(next)
        guard known.count + stack.count <= limit else {
          throw endless("\(limit) calls don't reach an end; the last is \(function.name)(\(text(next)))")
        }
      }
    }
    return known[arguments] ?? ArrayValue(.nan)
  }

  private func compute(_ arguments: [Double]) throws(Problem) -> ArrayValue {
    let parser = ExpressionParser(latex: function.latex, scope: scope, isElementwise: false)
    // Names in the body aren't uses at a place in the formula.
    parser.callSite = function.bodyRange
    var locals: [Name: SymbolTable.Referent] = [:]
    for (name, value) in zip(function.parameters, arguments) {
      locals[name] = .value(try parser.number(value, at: function.bodyRange))
    }
    let body = try scope.withLocals(locals) { () throws(Problem) in
      try parser.expression(function.body, in: function.bodyRange)
    }
    guard body.isNumber else {
      throw Problem("`\(function.name)` is defined by itself, which is computed for numbers only", at: 0..<0)
    }
    let evaluator = Evaluator(scope.precision, scope.values)
    defer { operations += evaluator.frame.operations }
    guard operations <= evaluator.frame.operationLimit else {
      throw Problem("the recursion of `\(function.name)` takes too many operations", at: 0..<0)
    }
    return ArrayValue(shape: [], try evaluator.entries(body))
  }

  private func endless(_ why: String) -> Problem {
    Problem("the recursion of `\(function.name)` has no end", at: 0..<0, notes: [why, "in the definition `\(function.latex)`"])
  }

  private func text(_ arguments: [Double]) -> String { arguments.map(\.text).joined(separator: ", ") }
}

extension SymbolTable {
  /// Whether a function calls itself, at once or through others, and `cases` may end that.
  func isRecursion(_ function: Function) -> Bool {
    if let known = recursive[function.name] { return known }
    var seen: Set<Name> = []
    var pending = [function]
    var hasCases = false
    var isRecursive = false
    while let next = pending.popLast() {
      hasCases = hasCases || next.hasCases
      let scanner = SymbolScanner { name, _, _ in self.functions[name] != nil || self.subscriptFunctions[name] != nil }
      scanner.scan(next.body) { symbol in
        guard let name = symbol.name, !next.parameters.contains(name),
          let called = self.functions[name] ?? self.subscriptFunctions[name]
        else { return }
        if name == function.name { isRecursive = true }
        if seen.insert(name).inserted { pending.append(called) }
      }
    }
    recursive[function.name] = isRecursive && hasCases
    return isRecursive && hasCases
  }

  func recursion(of function: Function) -> Recursion {
    if let known = recursions[function.name] { return known }
    let recursion = Recursion(function, self)
    recursions[function.name] = recursion
    return recursion
  }
}

extension Function {
  fileprivate var hasCases: Bool {
    body.contains { node in
      if case .table(let table) = node.kind { table.environment.contains("cases") } else { false }
    }
  }
}

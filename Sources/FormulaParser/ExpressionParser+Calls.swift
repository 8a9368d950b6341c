import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Calls of defined and built-in functions (R5, R9).
extension ExpressionParser {
  /// What stands in the parentheses at the cursor, with the scripts behind them.
  struct Arguments {
    var nodes: [Node]
    var range: Range<Int>
    var sub: Node?
    var sup: Node?
  }

  func arguments(_ cursor: Cursor, braces: Bool = false) -> Arguments? {
    guard let node = cursor.node else { return nil }
    var (base, sub, sup): (Node, Node?, Node?) = (node, nil, nil)
    if case .scripts(let inner?, let lower, let upper, 0, _) = node.kind { (base, sub, sup) = (inner, lower, upper) }
    guard case .fenced(let open, let body, let close) = base.kind else { return nil }
    guard (open, close) == ("(", ")") || (open, close) == ("[", "]") || braces && (open, close) == ("{", "}") else {
      return nil
    }
    return Arguments(nodes: SyntaxTree.normalized(body), range: base.range, sub: sub, sup: sup)
  }

  // MARK: Defined functions

  func call(_ function: Function, _ resolved: Resolved, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let start = resolved.symbol.range
    if function.isSubscript, let sub = resolved.sub {
      let argument = try expression(sub)
      let value = try apply(function, to: [argument], at: place(start))
      return try scripted(value, sub: nil, sup: resolved.sup, range: place(start))
    }
    guard let arguments = arguments(cursor) else {
      throw Problem(
        "`\(function.name)` is a function and needs its argument in parentheses", at: place(start),
        notes: ["it is defined by `\(function.latex)`"])
    }
    cursor.advance()
    guard resolved.sub == nil else {
      throw Problem(
        "a subscript between a function and its argument", at: place(start), help: "write `\(function.name)(…)_…`")
    }
    let parts = try list(arguments.nodes, in: arguments.range, bars: function.separatesAtBars)
    let values = try parts.map { part throws(Problem) in try expression(part.nodes, in: part.range) }
    let range = place(start.lowerBound..<cursor.lastEnd)
    return try finish(try apply(function, to: values, at: range), resolved.sup, arguments, at: range)
  }

  func call(_ function: FunctionSlot, _ resolved: Resolved, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let start = resolved.symbol.range
    guard resolved.sub == nil, let arguments = arguments(cursor) else {
      throw Problem(
        "`\(resolved.name)` is a function and needs its argument in parentheses", at: place(start),
        notes: ["it is bound to a Swift function `\(function.type.text)`"])
    }
    cursor.advance()
    let range = place(start.lowerBound..<cursor.lastEnd)
    let parts = try list(arguments.nodes, in: arguments.range, bars: true)
    let values = try parts.map { part throws(Problem) in try expression(part.nodes, in: part.range) }
    return try finish(try apply(function, to: values, at: range), resolved.sup, arguments, at: range)
  }

  /// The value of a foreign function. If it is an array, its shape is that of the value for the first indices.
  private func apply(
    _ function: FunctionSlot, to arguments: [TypedExpression], at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    let (name, type) = (function.name, function.type)
    let count = type.parameters.count
    guard arguments.count == count else {
      throw Problem(
        "`\(name)` takes \(count) argument\(count == 1 ? "" : "s"), not \(arguments.count)", at: range,
        notes: ["it is bound to a Swift function `\(function.type.text)`"])
    }
    for argument in arguments { try requireSize(of: argument) }
    if count == 1, type.parameters[0] == .number, !arguments[0].isNumber, scope.bindings.elementwise.contains(name) {
      let element = scope.makeElement()
      let entry = try TypedExpression(.element(element), shape: [], at: range)
      return try TypedExpression(
        .mapped(element, arguments[0], try apply(function, to: [entry], at: range)), shape: arguments[0].shape,
        orientation: arguments[0].orientation, isElementwise: true, at: range)
    }
    for (argument, parameter) in zip(arguments, type.parameters) where parameter == .number && !argument.isNumber {
      throw Problem(
        "`\(name)` takes a number", at: range,
        notes: ["`\(text(of: argument))` is \(describe(argument))", "it is bound to a Swift function `\(type.text)`"],
        help: count == 1 ? "to apply it to each entry: `elementwise: [\(name)]`" : nil)
    }
    var shape: [Int] = []
    scope.note(type.precision)
    if type.result == .array {
      for argument in arguments { argument.fixInputs() }
      function.isFixed = true
      let sample = try arguments.map { argument throws(Problem) in try Evaluator(.double, scope.values).sample(argument) }
      shape = try scope.values[function](sample, named: name, shape: nil, at: range).shape
    }
    return try TypedExpression(.foreign(function, arguments), shape: shape, at: range)
  }

  /// f^2(x) is (f(x))^2; f(x)_i and f(x)^\top apply to the result.
  private func finish(
    _ value: TypedExpression, _ power: Node?, _ arguments: Arguments, at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    var value = value
    if let power {
      if SyntaxTree.canonicalLaTeX(of: power) == "{-1}" || SyntaxTree.canonicalLaTeX(of: SyntaxTree.unwrapped(power)) == "-1" {
        throw Problem(
          "`^{-1}` on a function has two readings", at: place(power.range),
          notes: ["one reading: the inverse function", "another: one divided by its value"],
          help: "write `\\frac{1}{…}`, or define the inverse under a name of its own")
      }
      value = try raised(value, to: power, at: range)
    }
    return try scripted(value, sub: arguments.sub, sup: arguments.sup, range: range)
  }

  /// The body of a definition with its parameters replaced.
  private func apply(_ function: Function, to arguments: [TypedExpression], at range: Range<Int>) throws(Problem) -> TypedExpression {
    let count = function.parameters.count
    guard arguments.count == count else {
      throw Problem(
        "`\(function.name)` takes \(count) argument\(count == 1 ? "" : "s"), not \(arguments.count)",
        at: range, notes: ["it is defined by `\(function.latex)`"])
    }
    for argument in arguments { try requireSize(of: argument) }
    try countExpansion(at: range)
    if function.isElementwise, arguments.count == 1, !arguments[0].isNumber {
      let element = scope.makeElement()
      let entry = try TypedExpression(.element(element), shape: [], at: range)
      let body =
        scope.isRecursion(function)
        ? try recursiveCall(function, [entry], at: range) : try self.body(of: function, with: [entry], at: range)
      guard body.isNumber else {
        throw Problem("`\(function.name)` is elementwise, but its value isn't a number", at: range)
      }
      return try TypedExpression(
        .mapped(element, arguments[0], body), shape: arguments[0].shape, orientation: arguments[0].orientation,
        isElementwise: true, at: range)
    }
    if scope.isRecursion(function) { return try recursiveCall(function, arguments, at: range) }
    // A row handed to a parameter that is a matrix is a matrix of one row, and so is what comes back.
    var takesRows = false
    var values: [TypedExpression] = []
    for (argument, takesMatrix) in zip(arguments, function.takesMatrix) {
      if takesMatrix, argument.shape.count == 1, argument.orientation != .column {
        takesRows = true
        values.append(try TypedExpression(.reshaped(argument), shape: [1, argument.shape[0]], at: argument.range))
      } else {
        values.append(argument)
      }
    }
    let body = try self.body(of: function, with: values, at: range)
    let value =
      takesRows && body.shape.count == 2 && body.shape[0] == 1
      ? try TypedExpression(.reshaped(body), shape: [body.shape[1]], orientation: .slice, at: range) : body
    return try TypedExpression(
      .called(function.name, value), shape: value.shape, orientation: value.orientation,
      isElementwise: value.isElementwise,
      at: range)
  }

  private func body(of function: Function, with arguments: [TypedExpression], at range: Range<Int>) throws(Problem) -> TypedExpression {
    var locals: [Name: SymbolTable.Referent] = [:]
    for (name, value) in zip(function.parameters, arguments) { locals[name] = .value(value) }
    let outer = callSite
    callSite = outer ?? range
    defer { callSite = outer }
    guard active.insert(function.name).inserted else {
      throw Problem("`\(function.name)` is defined by itself", at: range, notes: ["nothing would end it"])
    }
    defer { active.remove(function.name) }
    do throws(Problem) {
      return try scope.withLocals(locals) { () throws(Problem) in
        try nested(at: range) { parser throws(Problem) in try parser.expression(function.body, in: function.bodyRange) }
      }
    } catch {
      var problem = error
      problem.notes.append("in the definition `\(function.latex)`")
      throw problem
    }
  }

  // MARK: Built-in functions

  func builtinCall(_ builtin: Builtin, _ symbol: Symbol, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let start = symbol.range.lowerBound
    cursor.advance(by: symbol.count)
    var function = builtin
    if let sub = symbol.sub {
      guard case .entrywise(.log) = builtin, let base = try constantInteger(try expression(sub)),
        base == 2 || base == 10
      else {
        throw Problem("a subscript on `\(symbol.base.word)` has no meaning here", at: place(sub.range))
      }
      function = .entrywise(base == 2 ? .log2 : .log10)
    }
    if callSite == nil {
      scope.note(.init(range: symbol.baseRange, name: symbol.base, target: .function))
    }
    guard let arguments = arguments(cursor, braces: true) else {
      let argument = try bareArgument(of: symbol, builtin, &cursor)
      let range = place(start..<cursor.lastEnd)
      let value = try apply(function, symbol, to: [argument], at: range)
      return try finish(value, symbol.sup, .init(nodes: [], range: range), at: range)
    }
    cursor.advance()
    let range = place(start..<cursor.lastEnd)
    let parts = try list(arguments.nodes, in: arguments.range, bars: false)
    let values = try parts.map { part throws(Problem) in try expression(part.nodes, in: part.range) }
    return try finish(try apply(function, symbol, to: values, at: range), symbol.sup, arguments, at: range)
  }

  /// The run of factors that a function without parentheses takes (R6).
  private func bareArgument(of symbol: Symbol, _ builtin: Builtin, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let first = cursor.position
    var factors: [TypedExpression] = []
    while startsFactor(cursor) {
      if !factors.isEmpty {
        if arguments(cursor) != nil { break }
        if startsFunction(cursor) { break }
      }
      let isBig = isBigOperator(cursor)
      factors.append(
        try nested(at: cursor.range) { parser throws(Problem) in try parser.factor(&cursor, isFirst: factors.isEmpty) })
      if isBig { break }
    }
    guard !factors.isEmpty else {
      throw Problem(
        "`\(text(of: symbol.baseRange))` needs an argument", at: place(symbol.range), help: "put it in parentheses")
    }
    if !builtin.isLinear { try requireNoDivisor(of: symbol, first, cursor) }
    return try product(of: factors)
  }

  /// `\log p/q` has two readings: the logarithm of a quotient, or the quotient of a logarithm (R6b).
  private func requireNoDivisor(of symbol: Symbol, _ first: Int, _ cursor: Cursor) throws(Problem) {
    func isSlash(_ node: Node) -> Bool {
      if case .sign(let sign) = node.kind { sign.glyph == "/" || sign.glyph == "÷" } else { false }
    }
    let end = cursor.node.map(isSlash) ?? false ? cursor.position : cursor.nodes[first..<cursor.position].firstIndex(where: isSlash)
    guard let end, end > first else { return }
    let function = text(of: symbol.range)
    let dividend = text(of: cursor.nodes[first].range.lowerBound..<cursor.nodes[end - 1].range.upperBound)
    let divisor = end + 1 < cursor.nodes.count ? text(of: cursor.nodes[end + 1].range) : ""
    let gap = function.hasPrefix("\\") && function.last?.isLetter ?? false ? " " : ""
    throw Problem(
      "it is not clear whether `\(function)` is taken of the quotient", at: place(cursor.nodes[end].range),
      notes: [
        "one reading: (\(function)\(gap)\(dividend))/\(divisor)", "another: \(function)(\(dividend)/\(divisor))",
      ], help: "write parentheses, or `\\frac{…}{…}`")
  }

  private func startsFunction(_ cursor: Cursor) -> Bool {
    guard let symbol = Symbol.longest(in: cursor.rest), symbol.isWord else { return false }
    return Builtin(word: symbol.base.word) != nil
  }

  private func apply(
    _ builtin: Builtin, _ symbol: Symbol, to values: [TypedExpression], at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    for value in values { try requireSize(of: value) }
    switch builtin {
    case .concat:
      return try joined(values, axis: (values.first?.shape.count ?? 1) - 1, at: range)
    case .diag where values.count > 1 && values.allSatisfy(\.isNumber):
      let entries = try values.map { value throws(Problem) in try TypedExpression(.reshaped(value), shape: [1], at: value.range) }
      return try TypedExpression(
        .diagonalMatrix(joined(entries, axis: 0, at: range)), shape: [values.count, values.count], at: range)
    case .extremum(let isMaximum) where values.count > 1:
      var value = values[0]
      for other in values.dropFirst() {
        value = try pairwise(isMaximum ? .maximum : .minimum, value, other, at: range)
      }
      return value
    default:
      break
    }
    guard values.count == 1 else {
      throw Problem("`\(symbol.base.word)` takes one argument, not \(values.count)", at: range)
    }
    let value = values[0]
    switch builtin {
    case .entrywise(let function): return try entrywise(function, value, at: range)
    case .softmax: return try softmax(value, symbol, at: range)
    case .logSoftmax:
      let weights = try softmax(value, symbol, at: range)
      return try TypedExpression(
        .entrywise(.log, weights), shape: weights.shape, orientation: weights.orientation, isElementwise: true, at: range)
    case .diag:
      switch value.shape.count {
      case 1: return try TypedExpression(.diagonalMatrix(value), shape: [value.shape[0], value.shape[0]], at: range)
      case 2 where value.shape[0] == value.shape[1]:
        return try TypedExpression(.diagonal(value), shape: [value.shape[0]], at: range)
      default: throw wrongShape(value, symbol, "a vector or a square matrix", at: range)
      }
    case .reduction(let reduction): return try reduced(reduction, value, symbol, at: range)
    case .extremum(let isMaximum):
      guard value.shape.count == 1 else { throw wrongShape(value, symbol, "several values, or one vector", at: range) }
      return try TypedExpression(.reduced(isMaximum ? .maximum : .minimum, value), shape: [], at: range)
    case .extremumIndex(let isMaximum):
      guard value.shape.count == 1 else { throw wrongShape(value, symbol, "a vector", at: range) }
      return try TypedExpression(.reduced(isMaximum ? .argmax : .argmin, value), shape: [], at: range)
    case .concat: throw wrongShape(value, symbol, "several values", at: range)
    }
  }

  private func softmax(_ value: TypedExpression, _ symbol: Symbol, at range: Range<Int>) throws(Problem) -> TypedExpression {
    guard !value.shape.isEmpty else {
      throw Problem(
        "`\(symbol.base.word)` of a number", at: range,
        notes: ["`\(text(of: value))` is a number, and its \(symbol.base.word) is always 1"],
        help: "take it of the whole vector and then the entry: `\(text(of: symbol.baseRange))(x)_i`")
    }
    return try TypedExpression(.softmax(value), shape: value.shape, orientation: value.orientation, at: range)
  }

  private func reduced(
    _ reduction: Reduction, _ value: TypedExpression, _ symbol: Symbol, at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    switch (reduction, value.shape.count) {
    case (.rowSums, 2), (.rowMaxima, 2):
      return try TypedExpression(.reduced(reduction, value), shape: [value.shape[0], 1], at: range)
    case (.columnSums, 2):
      return try TypedExpression(.reduced(reduction, value), shape: [value.shape[1]], orientation: .declaredRow, at: range)
    case (.trace, 2) where value.shape[0] == value.shape[1], (.determinant, 2) where value.shape[0] == value.shape[1],
      (.total, 1...), (.mean, 1), (.logSumExp, 1):
      return try TypedExpression(.reduced(reduction, value), shape: [], at: range)
    case (.trace, _), (.determinant, _): throw wrongShape(value, symbol, "a square matrix", at: range)
    case (.rowSums, _), (.columnSums, _), (.rowMaxima, _): throw wrongShape(value, symbol, "a matrix", at: range)
    default: throw wrongShape(value, symbol, "a vector", at: range)
    }
  }

  private func wrongShape(_ value: TypedExpression, _ symbol: Symbol, _ wanted: String, at range: Range<Int>) -> Problem {
    Problem(
      "`\(symbol.base.word)` takes \(wanted)", at: range, notes: ["`\(text(of: value))` is \(describe(value))"])
  }

  /// Parts side by side along an axis; their other axes must agree.
  func joined(_ parts: [TypedExpression], axis: Int, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let first = parts[0]
    guard axis >= 0 else { throw Problem("numbers have no axis to be joined along", at: range, help: "write `[a, b]`") }
    var shape = first.shape
    for part in parts.dropFirst() {
      guard part.shape.count == shape.count, shape.indices.allSatisfy({ $0 == axis || part.shape[$0] == shape[$0] })
      else {
        throw Problem(
          "the parts do not fit beside each other", at: range,
          notes: ["`\(text(of: first))` is \(describe(first))", "`\(text(of: part))` is \(describe(part))"])
      }
      shape[axis] += part.shape[axis]
    }
    let isSlice = parts.allSatisfy { $0.orientation == first.orientation }
    return try TypedExpression(
      .joined(parts, axis: axis), shape: shape, orientation: isSlice ? first.orientation : .column, at: range)
  }
}

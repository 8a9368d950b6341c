import CellAnalysis
import CellOutputs
import Diagnostics
import Formulas
import LaTeXSyntax
import LessonDocument
import LessonRunner

/// A formula with the results of the lesson's run: the values of its names, and the value that it must agree with.
struct FormulaContext {
  let document: Document
  let run: Run
  let formula: LessonFormula
  let check: FormulaCheck
  /// Collects calls of the lesson's functions that must still be answered; nil if no more can be answered.
  var pendingCalls: PendingCalls?
  /// The names that a cell would have declared if it hadn't failed and had been reached.
  let missing: MissingNames
  /// The names that the comment binds, with their expressions; nil for a name that can't be parsed, which is reported when the bindings are
  /// made.
  let boundNames: [(name: Name?, expression: SwiftExpression.Index)]

  init(document: Document, run: Run, formula: LessonFormula, check: FormulaCheck, pendingCalls: PendingCalls? = nil) {
    self.document = document
    self.run = run
    self.formula = formula
    self.check = check
    self.pendingCalls = pendingCalls
    missing = MissingNames(document, run, cellsBefore: formula.cellsBefore)
    boundNames = check.bindings.map { (try? Name(parsing: $0.name.text), $0.value) }
  }

  /// Why a formula could not be compared.
  enum Obstacle: Error {
    /// A problem of the formula or its comment, in the file's offsets.
    case problem(Problem)
    /// Cells or expressions that it needs didn't run, which is reported elsewhere.
    case notRun

    var message: String {
      switch self {
      case .problem(let problem): problem.message
      case .notRun: "the code that it needs didn't run"
      }
    }
  }

  var tolerance: Tolerance { Tolerance(relative: check.tolerance, nansAgree: check.nansAgree) }

  /// - Parameter reader: Reads the formula, unless it has read it with other values of the same shapes.
  func compare(_ reader: FormulaReader) throws(Obstacle) -> (value: FormulaComparison, agrees: Bool) {
    let bindings = try bindings()
    let expected: ArrayValue?
    if let equals = check.equals {
      expected = try array(of: equals)
    } else {
      expected = nil
    }
    let evaluation: FormulaEvaluation
    do throws(Problem) {
      evaluation = try reader.evaluation(with: bindings, tolerance: tolerance, equals: expected, isReadLater: isReadLater)
    } catch {
      throw .problem(formula.latex.located(error))
    }
    let agreements = evaluation.statements.compactMap(\.agreement)
    let assertions = evaluation.statements.flatMap(\.assertions)
    guard !agreements.isEmpty || !assertions.isEmpty else {
      throw .problem(
        Problem(
          "there is nothing to compare this formula with", at: formula.latex.fileRange(of: 0..<formula.latex.text.utf8.count),
          notes: boundInVain(evaluation.idle), help: "say what it must equal (`check: expression`), or bind its left side with `where`"))
    }
    try requireOneName(of: evaluation)
    try requireComparison(of: evaluation)
    try requireUse(of: evaluation.idle)
    return (comparison(evaluation), evaluation.agrees)
  }

  /// Requires that every statement is compared, or is used by one that is (R14c).
  private func requireComparison(of evaluation: FormulaEvaluation) throws(Obstacle) {
    if check.expectation == .agree, let statement = evaluation.statements.first(where: \.comparesNothing) {
      let problem = Problem(
        "both sides are the same, so nothing is compared", at: statement.range,
        help: "compare a variable of the lesson with a formula for it, or say `expect: none` with `because: …`")
      throw .problem(formula.latex.located(problem))
    }
    guard let statement = evaluation.uncompared(isReadLater: isReadLater).first else { return }
    let what = statement.name?.latex ?? statement.left
    let problem = Problem(
      "nothing compares `\(what)`", at: statement.range,
      notes: ["no other statement reads it, and nothing is bound to it"] + boundInVain(evaluation.idle),
      help: "bind it: `where: { \(what): … }`, or take the statement out")
    throw .problem(formula.latex.located(problem))
  }

  /// Names that the comment binds and the formula doesn't contain. One of them may be meant for a left side.
  private func boundInVain(_ idle: FormulaEvaluation.Idle) -> [String] {
    check.bindings.compactMap { text, _ in
      guard let name = try? Name(parsing: text.text), idle.bound.contains(name) else { return nil }
      return "`where` binds `\(text.text)`, which the formula doesn't have"
    }
  }

  /// Whether a later formula that builds on this one uses a name of it.
  func isReadLater(_ name: Name) -> Bool {
    guard let id = check.id else { return false }
    return document.formulas.contains { later in
      guard later.index != formula.index, let check = later.check, check.given.contains(where: { $0.text == id }) else {
        return false
      }
      let texts = [later.syntax] + check.given.map { $0.text == id ? nil : try? SyntaxTree(parsing: $0.text) }
      return texts.contains { $0?.possibleNames.contains(name) ?? false }
    }
  }
}

// MARK: - The meaning of names

extension FormulaContext {
  func bindings() throws(Obstacle) -> Bindings {
    try requireOneKeyEach()
    var bindings = Bindings()
    for (name, expression) in check.bindings {
      if let function = function(of: expression) {
        bindings.entries[try self.name(name)] = .function(function)
      } else {
        bindings.entries[try self.name(name)] = .value(try array(of: expression))
      }
    }
    for (index, range) in check.indices { bindings.indices[try name(index)] = range }
    for (text, base) in check.bases { bindings.bases[try name(text)] = base }
    for text in check.elementwise {
      if text.text == "true" { bindings.isElementwise = true } else { bindings.elementwise.insert(try name(text)) }
    }
    bindings.tensorProduct = check.tensorProduct.flatMap { Bindings.TensorProduct(rawValue: $0.text) }
    bindings.isZeroLogZero = check.zeroLogZero != nil
    for text in check.rows { try declareRow(text, in: &bindings) }
    for text in check.families { try located(text) { () throws(Problem) in try bindings.declareFamily(text.text) } }
    for text in check.given { bindings.given.append(try given(text)) }
    let (run, count, document) = (run, formula.cellsBefore, document)
    let missing = missing
    bindings.fallback = { name in
      missing.note(name)
      return Self.variable(for: name, in: run, afterCells: count, of: document)
    }
    let functions = LessonFunctions(run: run, pendingCalls: pendingCalls)
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

  private func declareRow(_ text: LocatedText, in bindings: inout Bindings) throws(Obstacle) {
    let row = try name(text)
    guard var array = value(of: row, in: bindings) else {
      throw .problem(Problem("nothing is bound to `\(text.text)`", at: text.range))
    }
    guard array.shape.count == 1 else {
      throw .problem(
        Problem(
          "`row` is for vectors, and `\(text.text)` isn't one", at: text.range,
          notes: ["`\(text.text)` is \(describe(shape: array.shape))"], help: "take it out of `row`"))
    }
    array.isRow = true
    bindings.entries[row] = .value(array)
  }

  /// Rejects keys that are the same name: they contradict each other, or one of them is redundant.
  private func requireOneKeyEach() throws(Obstacle) {
    for (key, texts) in check.declarations {
      var seen: [Name: LocatedText] = [:]
      for text in texts {
        guard let first = seen.updateValue(text, forKey: try name(text, below: key)) else { continue }
        throw .problem(
          Problem(
            first.text == text.text
              ? "`\(text.text)` is listed twice in `\(key)`"
              : "`\(first.text)` and `\(text.text)` are two spellings of one name", at: text.range,
            help: "keep one of them"))
      }
    }
    let values = Set(try check.bindings.map { text, _ throws(Obstacle) in try name(text) })
    for (text, _) in check.indices where values.contains(try name(text)) {
      throw .problem(
        Problem(
          "`\(text.text)` is bound by `where` and declared by `index`", at: text.range,
          notes: ["one reading: the value that `where` gives it", "another: each of the values that `index` gives it"],
          help: "keep one of them"))
    }
    let indices = Set(try check.indices.map { text, _ throws(Obstacle) in try name(text) })
    for (text, _) in check.bases where indices.contains(try name(text)) {
      throw .problem(
        Problem(
          "`base` says how the entries of a value are counted, and `\(text.text)` is an index", at: text.range,
          help: "name the value that it indexes"))
    }
  }

  /// Requires that the formula contains everything that its comment binds or declares.
  private func requireUse(of idle: FormulaEvaluation.Idle) throws(Obstacle) {
    func problem(_ text: LocatedText, _ key: String) -> Obstacle {
      .problem(
        Problem(
          "`\(key)` names `\(text.text)`, which the formula doesn't \(key == "given" ? "use" : "have")", at: text.range,
          help: "take it out, or correct the name"))
    }
    for (key, texts) in check.declarations {
      for text in texts {
        let name = try name(text, below: key)
        let isIdle = key == "where" || key == "row" ? idle.bound.contains(name) : idle.declared.contains(name)
        if isIdle { throw problem(text, key) }
      }
    }
    for (text, isIdle, what) in [
      (check.tensorProduct, idle.hasTensorProduct, "`\\otimes` between arrays"),
      (check.zeroLogZero, idle.hasZeroLogZero, "product with a logarithm"),
    ] {
      guard let text, isIdle else { continue }
      throw .problem(Problem("the formula has no \(what) for this to decide", at: text.range, help: "take it out"))
    }
    for (index, text) in check.given.enumerated() where idle.given.contains(index) { throw problem(text, "given") }
  }

  func name(_ text: LocatedText) throws(Obstacle) -> Name {
    try located(text) { () throws(Problem) in try Name(parsing: text.text) }
  }

  /// The name in a text of the comment. Below `family`, `x^{[l]}` is the name x.
  func name(_ text: LocatedText, below key: String) throws(Obstacle) -> Name {
    guard key == "family" else { return try name(text) }
    return try located(text) { () throws(Problem) in
      var bindings = Bindings()
      return try bindings.declareFamily(text.text)
    }
  }

  /// Converts a problem of a text in the comment to the file's offsets.
  @discardableResult private func located<Value>(
    _ text: LocatedText, _ read: () throws(Problem) -> Value
  ) throws(Obstacle) -> Value {
    do throws(Problem) {
      return try read()
    } catch {
      var problem = error
      problem.range = text.range
      throw .problem(problem)
    }
  }

  /// An earlier formula with this id, or a definition in LaTeX.
  private func given(_ text: LocatedText) throws(Obstacle) -> GivenDefinition {
    if let earlier = document.formulas.first(where: { $0.id == text.text }), let syntax = earlier.syntax {
      return GivenDefinition(syntax, isChecked: earlier.check?.expectation == .agree)
    }
    if text.text.allSatisfy({ $0.isLetter || $0.isNumber || "-_.".contains($0) }) {
      let ids = document.formulas.compactMap(\.id)
      throw .problem(
        Problem(
          "no formula of this lesson has the id `\(text.text)`", at: text.range,
          help: suggestion(for: text.text, among: ids)
            ?? "`given` takes the id of a formula of this lesson, or a definition in LaTeX"))
    }
    do throws(Problem) {
      return GivenDefinition(try SyntaxTree.parse(text.text, with: formula.macros).tree)
    } catch {
      throw .problem(
        Problem(
          error.message, at: text.range,
          help: error.help ?? "`given` takes the id of a formula of this lesson, or a definition in LaTeX"))
    }
  }

  private func value(of name: Name, in bindings: Bindings) -> ArrayValue? {
    if case .value(let array)? = bindings.entries[name] { return array }
    return Self.variable(for: name, in: run, afterCells: formula.cellsBefore, of: document)
  }

  /// The lesson's variable that a name is bound to without a comment.
  private static func variable(
    for name: Name, in run: Run, afterCells count: Int, of document: Document
  ) -> ArrayValue? {
    variableNamed(by: name, in: run, afterCells: count, of: document)?.value
  }

  /// The lesson's variable that a name is bound to without a comment, with its identifier.
  private static func variableNamed(
    by name: Name, in run: Run, afterCells count: Int, of document: Document
  ) -> (identifier: String, value: ArrayValue)? {
    func variable(_ identifier: String) -> (identifier: String, value: ArrayValue)? {
      guard let found = run.value(of: identifier, afterCells: count, in: document), case .numbers(let numbers, let type) = found.value
      else {
        return nil
      }
      return (identifier, ArrayValue(numbers, type: type, isComputed: !document.isWritten(identifier, in: found.cell)))
    }
    if let exact = name.identifiers.lazy.compactMap(variable).first { return exact }
    return name.matrixIdentifiers.lazy.compactMap(variable).first { $0.value.shape.count > 1 }
  }

  /// Two names that differ only in capital and small letters or in their font, such as `X` and `x`, may not bind to one variable.
  private func requireOneName(of evaluation: FormulaEvaluation) throws(Obstacle) {
    var found: [String: Name] = [:]
    for use in evaluation.uses {
      guard case .value = use.target, !boundNames.contains(where: { $0.name == use.name }),
        let variable = Self.variableNamed(by: use.name, in: run, afterCells: formula.cellsBefore, of: document)?.identifier
      else { continue }
      guard let first = found.updateValue(use.name, forKey: variable), first != use.name,
        first.latex.lowercased() == use.name.latex.lowercased() || first.differsInFont(from: use.name)
      else { continue }
      throw .problem(
        formula.latex.located(
          Problem(
            "`\(first)` and `\(use.name)` would both be the variable `\(variable)`", at: use.range,
            help: "say what one of them is: `where: { \(use.name): … }`")))
    }
  }

  private func function(of expression: SwiftExpression.Index) -> ForeignFunction? {
    guard case .function(let signature)? = run.expressions[expression] else { return nil }
    return LessonFunctions(run: run, pendingCalls: pendingCalls)
      .function(.expression(expression), signature, called: document.expressions[expression].code)
  }

  func array(of expression: SwiftExpression.Index) throws(Obstacle) -> ArrayValue {
    let (code, range) = (document.expressions[expression].code, document.expressions[expression].range)
    switch run.expressions[expression] {
    case .numbers(let numbers, let type)?: return ArrayValue(numbers, type: type, isComputed: !isWritten(expression))
    case .tooLarge(let shape, _)?:
      throw .problem(
        Problem("`\(code)` has the shape \(shape): too large to be checked", at: range, help: "check a smaller example"))
    case .function(let signature)?:
      throw .problem(
        Problem("`\(code)` is a function, `\(signature.type)`, not a value", at: range, help: "call it: `\(code)(…)`"))
    case .truth?: throw .problem(Problem("`\(code)` is a `Bool`, which is neither a number nor a tensor", at: range))
    case .opaque(let type)?:
      throw .problem(
        Problem(
          "`\(code)` is a `\(type)`, which is neither a number nor a tensor", at: range,
          help: type.contains("->") ? "a formula calls functions of one or two numbers, arrays of numbers or tensors" : nil))
    case nil: throw .notRun
    }
  }
}

extension FormulaContext {
  /// Whether an expression is a literal, or a variable with a literal value.
  func isWritten(_ index: SwiftExpression.Index) -> Bool {
    let expression = document.expressions[index]
    if expression.isLiteral { return true }
    guard let found = run.value(of: expression.code, afterCells: expression.cellsBefore, in: document) else { return false }
    return document.isWritten(expression.code, in: found.cell)
  }
}

extension Document {
  /// Whether a variable is a constant made of literals, not computed.
  func isWritten(_ identifier: String, in cell: Int) -> Bool {
    cells[cell].statements.contains { $0.variables.contains { $0.name == identifier && $0.isLiteral } }
  }
}

extension ArrayValue {
  /// Whether a Swift type holds whole numbers: `Int`, `[Int]`.
  static func isWhole(_ type: String) -> Bool {
    ["Int", "Int8", "Int16", "Int32", "Int64", "UInt", "UInt8", "UInt16", "UInt32", "UInt64"]
      .contains(type.filter { $0 != "[" && $0 != "]" })
  }

  /// A value of a Swift type.
  init(_ numbers: NumericArray, type: String, isComputed: Bool) {
    let isWhole = Self.isWhole(type)
    self.init(
      shape: numbers.shape, data: numbers.elements, precision: isWhole ? .double : Precision(ofType: type, unknown: .single),
      isComputed: isComputed && !isWhole)
  }
}

// MARK: - The comparison

extension Agreement {
  /// Whether the formula was compared with the expected value, and not one of its sides with another.
  fileprivate var isWithExpected: Bool { sides == FormulaEvaluation.expectedSides }
}

extension FormulaContext {
  private func comparison(_ evaluation: FormulaEvaluation) -> FormulaComparison {
    let compared = evaluation.statements.filter { $0.agreement != nil }
    // Prefer a statement that disagrees, then the one with the largest error.
    let worst = compared.max { a, b in
      guard let x = a.agreement, let y = b.agreement else { return false }
      return (x.agrees ? 0 : 1, x.relativeError) < (y.agrees ? 0 : 1, y.relativeError)
    }
    var comparison = FormulaComparison(
      sides: [], isIdentity: false, place: [], symbols: symbols(evaluation), remarks: evaluation.remarks.map(\.text))
    comparison.readsComputed = comparison.symbols.contains { !$0.isWritten } || check.equals.map { !isWritten($0) } ?? false
    // Ranges of names whose values change with the inputs.
    let fixed = Set(comparison.symbols.filter(\.isFixed).map(\.range))
    let changing = evaluation.uses.filter { $0.target != .index && !fixed.contains($0.range) }.map(\.range.lowerBound)
    comparison.hasClosedSide = compared.contains { statement in
      let members = statement.members.filter { member in !changing.contains(where: member.range.contains) }.map(\.value)
      let expected = check.equals.flatMap { document.expressions[$0].isLiteral ? try? array(of: $0) : nil }
      return (members + [expected].compactMap(\.self)).contains { value in !value.data.allSatisfy { $0 == 0 || abs($0) == 1 } }
    }
    comparison.wrongShapes = evaluation.statements.flatMap(\.assertions).filter { !$0.holds }
    guard comparison.wrongShapes.isEmpty, let worst, let agreement = worst.agreement else {
      comparison.sides = comparison.wrongShapes.flatMap { assertion in
        [
          FormulaComparison.Side(name: assertion.latex, shape: assertion.expected, value: 0),
          FormulaComparison.Side(name: "the code", shape: assertion.found, value: 0),
        ]
      }
      return comparison
    }
    comparison.relativeError = agreement.relativeError
    comparison.largestError = agreement.largestError
    comparison.allowance = agreement.allowance
    comparison.isIllConditioned = agreement.outcome == .isIllConditioned
    comparison.place = agreement.index
    comparison.relation = agreement.relation
    comparison.isEquality = agreement.isEquality
    comparison.readingOfLeft = worst.readingOfLeft
    comparison.sides = sides(of: worst, agreement, isIdentity: &comparison.isIdentity)
    return comparison
  }

  /// First the formula's value, then the one that it was compared with.
  private func sides(
    of statement: FormulaEvaluation.StatementResult, _ agreement: Agreement, isIdentity: inout Bool
  ) -> [FormulaComparison.Side] {
    let shape = statement.value?.shape ?? []
    let values = agreement.values.count == 2 ? agreement.values : [0, 0]
    if let equals = check.equals, agreement.isWithExpected {
      return [
        .init(name: "the formula", shape: shape, value: values[0]),
        .init(name: document.expressions[equals].code, shape: shape, value: values[1]),
      ]
    }
    // In a chain `a = b = c`, only the first relation involves the code's value of `a`.
    if let bound = statement.bound, let name = statement.name, agreement.sides[0] == statement.left, agreement.isEquality {
      return [
        .init(name: "the formula", shape: shape, value: values[1]),
        .init(name: source(of: name, written: statement.left)?.code ?? name.latex, shape: bound.shape, value: values[0]),
      ]
    }
    isIdentity = true
    return zip(agreement.sides, values).map { .init(name: $0, shape: shape, value: $1) }
  }
}

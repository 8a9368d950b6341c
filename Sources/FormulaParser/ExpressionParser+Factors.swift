import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// One factor: a number, a name, a group, a fraction, a call, a big operator, with its scripts.
extension ExpressionParser {
  /// Whether a factor can begin here.
  func startsFactor(_ cursor: Cursor) -> Bool {
    guard let node = cursor.node, Relation(node) == nil else { return false }
    let base = if case .scripts(let base?, _, _, _, _) = node.kind { base } else { node }
    switch base.kind {
    case .sign(let sign):
      return sign.glyph == "∞" || sign.glyph == "∇" || sign.atomClass == .bigOperator || sign.command == "\\_"
    case .space, .tag, .phantom: return false
    default: return true
    }
  }

  /// - Parameter isFirst: Whether nothing was multiplied before.
  func factor(_ cursor: inout Cursor, isFirst: Bool) throws(Problem) -> TypedExpression {
    let start = cursor.position
    let value = try factorWithoutFactorial(&cursor, isFirst: isFirst)
    return try withFactorial(value, from: start, &cursor)
  }

  private func factorWithoutFactorial(_ cursor: inout Cursor, isFirst: Bool) throws(Problem) -> TypedExpression {
    guard let node = cursor.node else { throw Problem("a value is missing here", at: place(cursor.range)) }
    try countExpansion(at: node.range)
    if case .number(let digits) = node.kind { return try numeral(digits, &cursor) }
    try requireOneNumber(cursor)
    if isBigOperator(cursor) || isIndexedFunction(cursor) {
      return try nested(at: node.range) { parser throws(Problem) in try parser.bigOperator(&cursor) }
    }
    if let resolved = try resolve(cursor.rest), !isBuiltinCall(resolved, cursor) {
      return try nested(at: node.range) { parser throws(Problem) in try parser.named(resolved, &cursor) }
    }
    let symbol = Symbol.longest(in: cursor.rest)
    if let symbol, symbol.isWord, let builtin = Builtin(word: symbol.base.word) {
      return try nested(at: node.range) { parser throws(Problem) in try parser.builtinCall(builtin, symbol, &cursor) }
    }
    if let indicator = try indicator(&cursor) { return indicator }
    if let constant = try constant(&cursor) { return constant }
    if let symbol, symbol.base.latex.hasPrefix("\\frac") || symbol.base.latex.hasPrefix("\\nabla") {
      throw unbound(cursor)
    }
    return try nested(at: node.range) { parser throws(Problem) in try parser.unit(node, &cursor) }
  }

  /// Whether a redefined builtin is called with its own number of arguments: \cos\theta beside \cos(a,b) (R17).
  private func isBuiltinCall(_ resolved: Resolved, _ cursor: Cursor) -> Bool {
    guard case .function(let function) = resolved.referent, resolved.symbol.isWord,
      Builtin(word: resolved.symbol.base.word) != nil
    else { return false }
    var rest = cursor
    rest.advance(by: resolved.symbol.count)
    guard let arguments = arguments(rest) else { return function.parameters.count != 1 }
    return Statement.Part.list(of: arguments.nodes, in: arguments.range).count != function.parameters.count
  }

  /// What a resolved name is with the scripts that are left over.
  private func named(_ resolved: Resolved, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    cursor.advance(by: resolved.symbol.count)
    let range = place(resolved.symbol.range)
    note(resolved)
    switch resolved.referent {
    case .variable(let variable):
      let index = try TypedExpression(.index(variable), shape: [], at: range)
      return try scripted(index, sub: resolved.sub, sup: resolved.sup, range: range)
    case .value(let value):
      if let entry = try derivativeEntry(value, resolved, range) { return entry }
      let declared = try declaredElementwise(value, resolved.name)
      return try scripted(declared, name: resolved.name, sub: resolved.sub, sup: resolved.sup, range: range)
    case .function(let function):
      return try call(function, resolved, &cursor)
    case .foreign(let function):
      return try call(function, resolved, &cursor)
    }
  }

  /// `\frac{\partial L}{\partial S_{ij}}` bound to a matrix is its entry i, j.
  private func derivativeEntry(_ value: TypedExpression, _ resolved: Resolved, _ range: Range<Int>) throws(Problem) -> TypedExpression? {
    guard resolved.sub == nil, !value.shape.isEmpty, !resolved.derivative.isEmpty else { return nil }
    var names: [Name] = []
    let scanner = SymbolScanner { _, _, _ in false }
    scanner.scan(resolved.derivative) { found in
      if found.isIndex, found.symbol.sub == nil, !names.contains(found.symbol.base) { names.append(found.symbol.base) }
    }
    var places: [TypedExpression.Subscript] = []
    for name in names {
      guard case .variable(let variable)? = scope.locals[name] else { continue }
      places.append(.at(try TypedExpression(.index(variable), shape: [], at: range)))
    }
    guard !places.isEmpty, places.count <= value.shape.count else { return nil }
    return try raised(
      entry(of: value, at: places, what: "`\(resolved.name)`", range), toOptional: resolved.sup, at: range)
  }

  func note(_ resolved: Resolved) {
    guard callSite == nil else { return }
    let target: NameUse.Target =
      switch resolved.referent {
      case .variable: .index
      case .function, .foreign: .function
      case .value(let value): .value(shape: value.shape)
      }
    scope.note(.init(range: resolved.range, name: resolved.name, target: target))
  }

  /// A value whose powers and functions the author declared to be those of its entries.
  private func declaredElementwise(_ value: TypedExpression, _ name: Name) throws(Problem) -> TypedExpression {
    guard !value.isNumber, scope.bindings.elementwise.contains(name) else { return value }
    return try TypedExpression(
      value.kind, shape: value.shape, orientation: value.orientation, bases: value.bases, isElementwise: true,
      at: value.range)
  }

  /// Applies an index, then a transpose or a power: x_j^2 is (x_j)^2.
  func scripted(
    _ base: TypedExpression, name: Name? = nil, sub: Node?, sup: Node?, range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    if let sub, let sup { try requireOneOrder(of: base, sub, sup, at: range) }
    var value = base
    let what = name.map { "`\($0)`" }
    if let sup, !base.isNumber, try isFamilyIndex(sup, of: name), let indices = SyntaxTree.indices(sub: sub, sup: sup) {
      return try indexed(value, by: indices, what: what, at: range)
    }
    if let sub { value = try indexed(value, by: sub, what: what, at: range) }
    if let sup { value = try raised(value, to: sup, at: range) }
    return value
  }

  /// Refuses an index and a superscript of a matrix where it isn't said which of them is applied first: `A^{-1}_{ij}` and `A_{ij}^{-1}`
  /// look the same. `A_{ij}^2` is the power of the entry, as everywhere; `A^2_{ij}` is not that to its author.
  private func requireOneOrder(of base: TypedExpression, _ sub: Node, _ sup: Node, at range: Range<Int>) throws(Problem) {
    guard base.shape.count == 2, sup.bracketed == nil else { return }
    let isSquare = base.shape[0] == base.shape[1]
    let isPowerFirst = sup.range.lowerBound < sub.range.lowerBound
    let whole = text(of: range)
    var what = text(of: range.lowerBound..<max(range.lowerBound, min(sub.range.lowerBound, sup.range.lowerBound)))
    while let last = what.last, "^_{ ".contains(last) { what.removeLast() }
    let (power, index) = (script("^", sup), script("_", sub))
    let readings: [String]
    var help = "write `(\(what)\(power))\(index)` or `(\(what)\(index))\(power)`"
    switch SyntaxTree.unwrapped(sup).contents.first?.kind {
    case .sign(let sign) where sign.glyph == "−":
      guard isSquare else { return }
      readings = ["one reading: an entry of the inverse matrix", "another: one divided by an entry of `\(what)`"]
    case .sign(let sign) where sign.glyph == "⊙" || sign.glyph == "∘":
      return
    case _ where sup.isTranspose:
      let isEntry = try indexed(base, by: sub, what: nil, at: range).isNumber
      guard isEntry || isPowerFirst else { return }
      readings =
        isEntry
        ? ["one reading: an entry of the transpose", "another: the transpose of an entry, which is the entry"]
        : ["one reading: a row of the transpose", "another: the transpose of a row"]
      if isEntry { help = "write `(\(what)\(power))\(index)` or `\(what)\(index)`" }
    default:
      guard isPowerFirst, isSquare, !base.isElementwise, !isElementwise else { return }
      readings = ["one reading: an entry of the power of the matrix", "another: the power of an entry of `\(what)`"]
    }
    throw Problem("`\(whole)` has two readings", at: range, notes: readings, help: help)
  }

  /// A script as it is written, in braces where it needs them.
  private func script(_ mark: String, _ node: Node) -> String {
    let content = text(of: node.range)
    let isOneUnit = content.count == 1 || content.hasPrefix("{") || content.hasPrefix("\\") && content.dropFirst().allSatisfy(\.isLetter)
    return isOneUnit ? mark + content : "\(mark){\(content)}"
  }

  private func raised(_ value: TypedExpression, toOptional sup: Node?, at range: Range<Int>) throws(Problem) -> TypedExpression {
    try sup.map { sup throws(Problem) in try raised(value, to: sup, at: range) } ?? value
  }

  /// Whether `^{(i)}` or `^{[l]}` is an index: i runs, or the author declares the name a family (R2b).
  private func isFamilyIndex(_ sup: Node, of name: Name?) throws(Problem) -> Bool {
    guard let (open, body) = sup.bracketed else { return false }
    if let name, scope.bindings.families[name] == open { return true }
    guard open == "(" else { return false }
    var hasIndex = false
    let scanner = SymbolScanner { _, _, _ in false }
    scanner.scan(body) { found in
      if case .variable? = self.scope.locals[found.symbol.base] { hasIndex = true }
    }
    return hasIndex
  }

  func bracketedPower(_ value: TypedExpression, _ body: [Node], _ open: String, _ sup: Node) -> Problem {
    let inner = SyntaxTree.canonicalLaTeX(of: SyntaxTree.unwrapped(sup))
    let index = SyntaxTree.canonicalLaTeX(of: body)
    let base =
      text(of: value.range.lowerBound..<max(value.range.lowerBound, sup.range.lowerBound))
      .split(separator: "^").first.map(String.init) ?? ""
    let isLayer = open == "["
    return Problem(
      "`^{\(inner)}` is a power or \(isLayer ? "the number of a layer" : "a label")", at: place(sup.range),
      notes: [
        "one reading: the power \(index)",
        isLayer ? "another: the value of layer \(index)" : "another: a part of the name, or entry \(index) of a family",
      ],
      help: "drop the brackets for the power, bind the whole name, or declare a family: "
        + "`family: ['\(base)^{\(isLayer ? "[l]" : "(i)")}']`")
  }

  // MARK: Constants

  /// e, π, ∞, δ, I, 𝟏 and 𝟎, where nothing is bound to them (R15).
  private func constant(_ cursor: inout Cursor) throws(Problem) -> TypedExpression? {
    guard let node = cursor.node else { return nil }
    var base = node
    var (sub, sup): (Node?, Node?) = (nil, nil)
    if case .scripts(let inner?, let lower, let upper, 0, _) = node.kind { (base, sub, sup) = (inner, lower, upper) }
    let range = place(node.range)
    if case .sign(let sign) = base.kind, sign.glyph == "∞", sub == nil {
      cursor.advance()
      return try scripted(number(.infinity, at: range), sub: nil, sup: sup, range: range)
    }
    switch SyntaxTree.canonicalLaTeX(of: base) {
    case "e", "\\text{e}":
      guard sub == nil else { return nil }
      cursor.advance()
      guard let sup else { return try irrational(EntrywiseFunction.exp(1), at: range) }
      return try entrywise(.exp, try expression(sup), at: range)
    case "\\pi":
      guard sub == nil else { return nil }
      cursor.advance()
      return try scripted(irrational(.pi, at: range), sub: nil, sup: sup, range: range)
    case "\\delta":
      guard let sub else { return nil }
      let indices = try subscripts(sub, axes: 2)
      guard indices.count == 2, case .at(let i) = indices[0], case .at(let j) = indices[1] else { return nil }
      cursor.advance()
      let delta = try TypedExpression(.delta(i, j), shape: [], at: range)
      return try scripted(delta, sub: nil, sup: sup, range: range)
    case "I", "\\mathbf{I}", "\\boldsymbol{I}": return try unsized(.identity, sub, sup, &cursor)
    case "\\mathbf{1}", "\\boldsymbol{1}", "\\mathbb{1}": return try unsized(.ones, sub, sup, &cursor)
    case "\\mathbf{0}", "\\boldsymbol{0}": return try unsized(.zeros, sub, sup, &cursor)
    default: return nil
    }
  }

  private func unsized(
    _ kind: TypedExpression.Unsized.Kind, _ sub: Node?, _ sup: Node?, _ cursor: inout Cursor
  ) throws(Problem) -> TypedExpression {
    let range = place(cursor.range)
    cursor.advance()
    var value = try TypedExpression(.unsized(.init(kind: kind)), shape: [], at: range)
    if let sub {
      guard let size = try constantInteger(try expression(sub)), size > 0 else {
        throw Problem("the size must be a known positive whole number", at: place(sub.range))
      }
      value = try sized(.init(kind: kind), to: size, at: range)
    }
    return try scripted(value, sub: nil, sup: sup, range: range)
  }

  /// The number that an expression is if it depends on no index. What is read depends on it then.
  func constantNumber(_ typed: TypedExpression) throws(Problem) -> Double? {
    guard typed.isNumber, typed.variables.isEmpty else { return nil }
    typed.fixInputs()
    return try Evaluator(.double, scope.values).number(typed)
  }

  package func constantInteger(_ typed: TypedExpression) throws(Problem) -> Int? {
    guard let number = try constantNumber(typed) else { return nil }
    guard let integer = Int(exactly: number.rounded()), integer.magnitude < Name.indexLimit else { return nil }
    return abs(number - Double(integer)) <= 1e-9 * max(1, abs(number)) ? integer : nil
  }

  // MARK: Units

  /// Anything that is not a name.
  private func unit(_ node: Node, _ cursor: inout Cursor) throws(Problem) -> TypedExpression {
    let before = cursor
    cursor.advance()
    let range = place(node.range)
    switch node.kind {
    case .group(let nodes):
      throw invisible(nodes, node.range)
    case .fraction(let numerator, let denominator, let style):
      switch style {
      case .binomial, .displayBinomial, .textBinomial:
        return try binomial(numerator, denominator, at: range)
      default:
        return try quotient(try expression(numerator), try expression(denominator), at: range)
      }
    case .root(let radicand, let index):
      let value = try expression(radicand)
      guard let index else { return try entrywise(.sqrt, value, at: range) }
      let order = try expression(index)
      return try power(value, try quotient(number(1, at: range), order, at: range), at: range)
    case .fenced(let open, let body, let close):
      return try fenced(open, body, close, sub: nil, node.range)
    case .scripts(let base?, let sub, let sup, 0, _):
      if case .fenced(let open, let body, let close) = base.kind {
        let isNorm = ["‖", "|", "⟨"].contains(open)
        let value = try fenced(open, body, close, sub: isNorm ? sub : nil, base.range)
        if !isNorm, let sub, let part = try signedPart(value, sub, at: range) {
          return try scripted(part, sub: nil, sup: sup, range: range)
        }
        return try scripted(value, sub: isNorm ? nil : sub, sup: sup, range: range)
      }
      var inner = Cursor([base], in: base.range)
      guard !isName(base) else { throw unbound(before) }
      return try scripted(try factor(&inner, isFirst: true), sub: sub, sup: sup, range: range)
    case .table(let table):
      return try self.table(table, at: node.range)
    default:
      throw isName(node) ? unbound(before) : unexpected(before)
    }
  }

  /// `(x)_+` is what of x is positive; `(x)_-` has two conventions.
  private func signedPart(_ value: TypedExpression, _ sub: Node, at range: Range<Int>) throws(Problem) -> TypedExpression? {
    guard case .sign(let sign) = SyntaxTree.unwrapped(sub).kind else { return nil }
    if sign.glyph == "+" { return try entrywise(.relu, value, at: range) }
    guard sign.glyph == "−" else { return nil }
    let content = text(of: value)
    throw Problem(
      "the negative part has two readings", at: range,
      notes: ["one reading: `\\max(-(\(content)), 0)`", "another: `\\min(\(content), 0)`"], help: "write the one that is meant")
  }

  /// A sum in a group beside a factor, behind a minus or below a script: see `SyntaxTree.withoutGroups`.
  private func invisible(_ nodes: [Node], _ range: Range<Int>) -> Problem {
    let content = text(of: Statement.Part(nodes, or: range).range)
    return Problem(
      "braces don't show: `\(content)` has two readings here", at: place(range),
      notes: [
        "one reading: all of `\(content)` belongs to what is beside it",
        "a reader sees: only its nearest term does",
      ], help: "write parentheses: `(\(content))`")
  }

  /// `(1, 2, 3)` has two readings: a vector, or a list of arguments.
  private func tuple(_ nodes: [Node], in range: Range<Int>) -> Problem {
    let content = text(of: Statement.Part(nodes, or: range).range)
    return Problem(
      "a list in parentheses isn't a value", at: place(range), notes: ["parentheses hold the arguments of a function, or group a term"],
      help: "write a vector as `[\(content)]`, or as a `pmatrix`")
  }

  private func isName(_ node: Node) -> Bool { Symbol.longest(in: [node][...]) != nil }

  private func fenced(
    _ open: String, _ body: [Node], _ close: String, sub: Node?, _ range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    let nodes = SyntaxTree.normalized(body)
    switch (open, close) {
    case ("(", ")"):
      guard !nodes.contains(where: \.isSeparator) else { throw tuple(nodes, in: range) }
      return try expression(nodes, in: range)
    case ("[", "]"):
      if SyntaxTree.isCondition(nodes) { return try indicator(of: nodes, at: place(range)) }
      if isNested(nodes) || nodes.contains(where: \.isSeparator) { return try stack(nodes, in: range) }
      return try expression(nodes, in: range)
    case ("⌊", "⌋"): return try entrywise(.floor, try expression(nodes, in: range), at: place(range))
    case ("⌈", "⌉"): return try entrywise(.ceil, try expression(nodes, in: range), at: place(range))
    case ("⌊", "⌉"): return try entrywise(.round, try expression(nodes, in: range), at: place(range))
    case ("⟨", "⟩"):
      let parts = try list(nodes, in: range, bars: false)
      guard parts.count == 2 else {
        throw Problem("`\\langle … \\rangle` is the inner product of two vectors", at: place(range))
      }
      let first = try expression(parts[0].nodes, in: parts[0].range)
      let second = try expression(parts[1].nodes, in: parts[1].range)
      guard let sub else { return try innerProduct(first, second, at: place(range)) }
      guard SyntaxTree.canonicalLaTeX(of: sub) == "F" || SyntaxTree.canonicalLaTeX(of: sub) == "\\text{F}" else {
        throw Problem(
          "an inner product with the mark `\(text(of: sub.range))` is not known", at: place(sub.range),
          help: "`\\langle A, B \\rangle_F` is the sum of the products of all entries")
      }
      return try frobeniusProduct(first, second, at: place(range))
    case ("‖", "‖"): return try norm(try expression(nodes, in: range), sub, at: place(range))
    case ("|", "|"):
      let value = try expression(nodes, in: range)
      guard value.isNumber || isElementwise, sub == nil else {
        throw Problem(
          "`|…|` of a value of shape \(describe(value)) has two readings", at: place(range),
          notes: [
            value.shape.count == 2 ? "one reading: its determinant" : "one reading: its length",
            "another: the absolute value of each entry",
          ],
          help: "write `\(value.shape.count == 2 ? "\\det(…)" : "\\lVert … \\rVert")` or `\\operatorname{abs}(…)`")
      }
      return try entrywise(.abs, value, at: place(range))
    case ("{", "}"):
      throw Problem("a set is not a value", at: place(range), help: "for grouping write parentheses")
    default:
      throw Problem("`\(text(of: range))` can't be computed", at: place(range))
    }
  }
}

import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Which name stands at a place, and what is left of its scripts (R2).
extension ExpressionParser {
  /// A symbol with what it was found to be, and the scripts that are not part of its name.
  struct Resolved {
    var symbol: Symbol
    var name: Name
    var referent: SymbolTable.Referent
    var sub: Node?
    var sup: Node?
    /// The range of the name without what is left over.
    var range: Range<Int>
    /// The numerator and denominator, if the name is a derivative.
    var derivative: [Node]
  }

  /// The longest bound name that begins here.
  func resolve(_ nodes: ArraySlice<Node>) throws(Problem) -> Resolved? {
    for symbol in Symbol.all(in: nodes) {
      for candidate in symbol.candidates {
        guard let found = try lookUp(candidate.name, candidate.takesSub, candidate.takesSup, of: symbol) else {
          continue
        }
        try scope.requireOneReading(of: symbol, nodes, at: place(symbol.range))
        let takesAll = (found.takesSub || symbol.sub == nil) && (candidate.takesSup || symbol.sup == nil)
        return Resolved(
          symbol: symbol, name: candidate.name, referent: found.referent, sub: found.takesSub ? nil : symbol.sub,
          sup: candidate.takesSup ? nil : symbol.sup, range: takesAll ? symbol.range : symbol.baseRange,
          derivative: Symbol.derivativeParts(of: Array(nodes.prefix(symbol.count))))
      }
    }
    return nil
  }

  private func lookUp(
    _ name: Name, _ takesSub: Bool, _ takesSup: Bool, of symbol: Symbol
  ) throws(Problem) -> (referent: SymbolTable.Referent, takesSub: Bool)? {
    let takesAll = (takesSub || symbol.sub == nil) && (takesSup || symbol.sup == nil)
    let range = place(takesAll ? symbol.range : symbol.baseRange)
    if let local = scope.locals[name] { return (local, takesSub) }
    if let stored = scope.stored[name] { return (.value(try stored.typed(at: range)), takesSub) }
    if !takesSub, symbol.sub != nil, let finished = scope.finished[name] {
      return (.value(try finished.typed(at: range)), false)
    }
    if let value = scope.computed[name] {
      return (.value(try input(value.slot, value.orientation, value.bases, at: range)), takesSub)
    }
    if !takesSub, symbol.sub != nil, let family = try family(of: symbol, sup: takesSup) {
      return (.value(family), false)
    }
    let asksFallback = scope.asksFallback(symbol, takesSub: takesSub, takesSup: takesSup)
    // A name with a given definition doesn't refer to the lesson's variable of the same name.
    if scope.bindings.entries[name] == nil, let found = given(name, takesSub, takesSup, of: symbol) { return found }
    if let slot = scope.boundInput(name, asksFallback: asksFallback) {
      scope.used.insert(name)
      let value = try input(slot, at: range)
      let isFamily = takesSub && scope.isFamily(name, symbol)
      if !isFamily, let index = runningIndex(in: symbol, takesSub, takesSup, slot.shape) {
        throw oneOrFamily(name, index, at: range)
      }
      return (.value(value), takesSub && !isFamily)
    }
    if let function = scope.functions[name] { return (.function(function), takesSub) }
    if let function = scope.foreignFunction(name, asksFallback: asksFallback) {
      scope.used.insert(name)
      return (.foreign(function), takesSub)
    }
    return nil
  }

  /// The index in the scripts of a bound name over which the left side runs: the t of `h_t` or `h_{t-1}`. The k of a number
  /// such as `d_k` is a label.
  private func runningIndex(
    in symbol: Symbol, _ takesSub: Bool, _ takesSup: Bool, _ shape: [Int]
  ) -> Name? {
    if takesSub, scope.isIndexVariable(symbol.sub), shape.isEmpty { return nil }
    let scripts = [takesSub ? symbol.sub : nil, takesSup && symbol.sup?.bracketed != nil ? symbol.sup : nil]
    var index: Name?
    let scanner = SymbolScanner { _, _, _ in false }
    scanner.scan(scripts.compactMap(\.self)) { found in
      if case .variable(let variable)? = self.scope.locals[found.symbol.base], variable.isFree { index = variable.name }
    }
    return index
  }

  /// `h_t` is bound, and nothing says whether to one value or to that of each t, over which the left side runs.
  private func oneOrFamily(_ name: Name, _ index: Name, at range: Range<Int>) -> Problem {
    Problem(
      "`\(name)` is one value or one for each `\(index)`", at: range,
      notes: [
        "one reading: the name `\(name)`, whose value is the same for every `\(index)`",
        "another: what is bound to `\(name)` has a value for each `\(index)`",
      ],
      help: "for the second bind the name without `\(index)`, or declare `index: { \(index): 1...n }` and bind it with `\(index)`"
        + " alone; for the first give it a name without `\(index)`")
  }

  /// The given definition of a name.
  private func given(
    _ name: Name, _ takesSub: Bool, _ takesSup: Bool, of symbol: Symbol
  ) -> (referent: SymbolTable.Referent, takesSub: Bool)? {
    if let function = scope.functions[name], function.isGiven {
      scope.usedGiven.insert(name)
      return (.function(function), takesSub)
    }
    guard symbol.sub != nil, let function = scope.subscriptFunctions[symbol.name(sub: false, sup: takesSup)] else {
      return nil
    }
    scope.usedGiven.insert(function.name)
    return (.function(function), false)
  }

  /// A value bound as `x_i` that is looked up as `x_j`.
  private func family(of symbol: Symbol, sup takesSup: Bool) throws(Problem) -> TypedExpression? {
    for index in scope.indexNames.union(scope.indices.keys).sorted() {
      var key = symbol
      key.sub = nil
      let base = key.name(sub: false, sup: takesSup)
      let script = index.latex.count == 1 || index.latex.hasPrefix("\\") ? index.latex : "{\(index.latex)}"
      let latex = Name(
        normalForm: symbol.base.latex + "_" + script + base.latex.dropFirst(symbol.base.latex.count))
      if case .value? = scope.bindings.entries[latex], let slot = scope.boundInput(latex), !slot.shape.isEmpty {
        scope.used.insert(latex)
        return try input(slot, at: place(symbol.range))
      }
    }
    return nil
  }

  /// What a name is bound to.
  package func input(_ slot: InputSlot, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let base = scope.base(of: slot.name)
    return try input(slot, .column, base == 1 ? [] : Array(repeating: base, count: slot.shape.count), at: range)
  }

  private func input(
    _ slot: InputSlot, _ orientation: TypedExpression.Orientation, _ bases: [Int], at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    scope.note(slot.type.precision)
    return try TypedExpression(
      .input(slot), shape: slot.shape, orientation: slot.type.isRow ? .declaredRow : orientation, bases: bases, at: range)
  }

  // MARK: Names that nothing is bound to

  /// The problem of a symbol that nothing is bound to.
  func unbound(_ cursor: Cursor) -> Problem {
    if let problem = letterRun(around: cursor) { return problem }
    let symbols = Symbol.all(in: cursor.rest)
    // `\Delta W` is asked for as one name.
    guard let symbol = symbols.first(where: \.isChange) ?? symbols.last else { return unexpected(cursor) }
    let name = symbol.name(sub: true, sup: false)
    let base = symbol.name(sub: false, sup: false)
    if let refusal = statistic(symbol) { return refusal }
    if base.latex == "\\text{mod}" {
      return Problem(
        "a congruence isn't an equation of values", at: place(symbol.baseRange), help: "write the remainder: `a \\bmod n = b \\bmod n`")
    }
    if base.latex.hasPrefix("\\frac{") || base.latex.hasPrefix("\\nabla") {
      return Problem(
        "nothing is bound to `\(base)`", at: place(symbol.baseRange), notes: ["derivatives are not computed"],
        help: "bind it to the code's value in the check comment: `where: { \(base): … }`; \(Remedy.unchecked)")
    }
    if scope.indices[base] != nil || scope.indexNames.contains(base) || isReadingSubscript, symbol.sub == nil {
      return freeOnTheRight(base, at: symbol.range)
    }
    if let remedy = Remedy(forName: base) {
      return Problem("nothing is bound to `\(base)`", at: place(symbol.baseRange), notes: remedy.notes, help: remedy.help)
    }
    let following = Cursor(Array(cursor.rest.dropFirst(symbol.count)), in: symbol.range)
    let range = place(symbol.sup == nil ? symbol.range : symbol.baseRange)
    if arguments(following) != nil {
      return Problem(
        "nothing is bound to `\(base)`", at: range,
        notes: [
          "one reading: a call of the function `\(base)`",
          "another: the product of `\(base)` and what is in the parentheses",
        ],
        help: "say what it is: `where: { \(base): … }` for a value, "
          + "or `given: [\"\(base)(x) = …\"]` for a function")
    }
    let shown = symbol.sub != nil && !isPlainIndex(symbol.sub) ? base : name
    return Problem(
      "nothing is bound to `\(shown)`", at: range, help: "bind it in the check comment: `where: { \(shown): … }`")
  }

  private func isPlainIndex(_ sub: Node?) -> Bool { sub.map(\.isSpellable) ?? true }

  func freeOnTheRight(_ name: Name, at range: Range<Int>) -> Problem {
    Problem(
      "the index `\(name)` stands only on the right", at: place(range),
      notes: ["it is not said over which `\(name)` to sum, or which one is meant"],
      help: "write `\\sum_{\(name)}`, or put `\(name)` on the left side too")
  }

  /// A word written without `\operatorname`: a run of letters of which three or more are unknown.
  private func letterRun(around cursor: Cursor) -> Problem? {
    var start = cursor.position
    while start > 0, Symbol.letterRun(in: cursor.nodes[(start - 1)...start]).count > 1 { start -= 1 }
    let run = Symbol.letterRun(in: cursor.nodes[start...])
    guard run.count > 1, let first = run.first, let last = run.last else { return nil }
    var end = last.range.upperBound
    if case .scripts(let base?, _, _, _, _) = last.kind { end = base.range.upperBound }
    let range = first.range.lowerBound..<end
    let word = SyntaxTree.canonicalLaTeX(
      of: run.map { node in
        if case .scripts(let base?, _, _, _, _) = node.kind { base } else { node }
      })
    var unknown = 0
    // A bound name whose value is wrong counts as unknown here, where only a likely slip is looked for.
    for index in run.indices where unknown < 3 && (try? resolve(cursor.nodes[index..<(index + 1)])) == nil {
      unknown += 1
    }
    let isBuiltin = run.count < 24 && Builtin(word: word.filter { $0 != "\\" }) != nil
    guard unknown >= 3 || isBuiltin else { return nil }
    let letters = word.prefix(40).map(String.init).joined(separator: "·")
    return Problem(
      "the letters `\(word.prefix(40))` would be a product of single letters", at: place(range),
      notes: ["one reading: the product \(letters)", "another: the name `\(word)`"],
      help: isBuiltin
        ? "write `\\operatorname{\(word)}` for the function"
        : builtinPrefix(of: word).map { "write `\\operatorname{\($0)}` for the function `\($0)`" }
          ?? "write `\\operatorname{\(word)}` or `\\text{\(word)}`, or bind `\(word)` as one name")
  }

  private func builtinPrefix(of word: String) -> String? {
    stride(from: min(word.count, 24) - 1, to: 1, by: -1).map { String(word.prefix($0)) }.first {
      Builtin(word: $0) != nil
    }
  }

  /// The problem of a name such as `\mathbb{E}`, which is a statement about a distribution that no binding holds (R18).
  func statistic(_ symbol: Symbol) -> Problem? {
    guard let what = symbol.statistic else { return nil }
    let name = symbol.name(sub: false, sup: false)
    let isOrder = what.hasPrefix("an order")
    let isMoment = what.hasSuffix("variance")
    return Problem(
      "`\(name)` is \(what), not a value", at: place(symbol.baseRange),
      notes: [isOrder ? "it says how fast something grows" : "it depends on a distribution that is not bound"],
      help: (isMoment
        ? "of numbers, write its sum, which divides by n or by n - 1: `\\frac{1}{n} \\sum_i (x_i - \\bar{x})^2`; otherwise " : "")
        + "check it with `expect: none`, or bind the name if it has a value here")
  }
}

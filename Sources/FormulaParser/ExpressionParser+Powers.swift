import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Superscripts: transposes, powers and inverses (R9a), and functions that a square matrix has of its own (R6b).
extension ExpressionParser {
  func raised(_ value: TypedExpression, to sup: Node, at range: Range<Int>) throws(Problem) -> TypedExpression {
    if sup.isTranspose, !(value.isNumber && isBoundLetter(sup)) { return try transposed(value, at: range) }
    let inner = SyntaxTree.unwrapped(sup)
    if case .sign(let sign) = inner.kind {
      throw Problem(
        "`^\(text(of: sup.range))` has no meaning on its own", at: place(sup.range),
        help: sign.glyph == "∗" || sign.glyph == "†"
          ? "if it belongs to the name, bind the whole name; the transpose of a real matrix is `^\\top`"
          : sign.glyph == "−" ? "put the whole exponent in braces: `^{-…}`" : nil)
    }
    if let (open, body) = inner.bracketed, open == "[" || body.count == 1 { throw bracketedPower(value, body, open, sup) }
    var nodes = inner.contents
    // `A^{\odot 2}`: the power of each entry.
    if nodes.count > 1, case .sign(let sign) = nodes[0].kind, sign.glyph == "⊙" || sign.glyph == "∘" {
      nodes.removeFirst()
      return try entrywisePower(value, try expression(nodes, in: sup.range), at: range)
    }
    // `A^{-\top}`
    if nodes.count == 2, case .sign(let sign) = nodes[0].kind, sign.glyph == "−", nodes[1].isTranspose, !value.isNumber {
      return try transposed(power(value, number(-1, at: range), at: range), at: range)
    }
    return try power(value, try expression(nodes, in: sup.range), at: range)
  }

  private func isBoundLetter(_ sup: Node) -> Bool {
    guard case .letter = SyntaxTree.unwrapped(sup).kind else { return false }
    // This only asks whether it is bound; reading its value reports what is wrong with it.
    return (try? resolve([SyntaxTree.unwrapped(sup)][...])) ?? nil != nil
  }

  func power(_ base: TypedExpression, _ exponent: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression {
    if base.isSingle { return try power(asNumber(base), exponent, at: range) }
    if base.isNumber {
      if let matrix = squareMatrix(exponent) {
        throw twoFunctions("a power with a square matrix as its exponent", matrix, "\(text(of: matrix))", at: range)
      }
      return try entrywisePower(base, exponent, at: range)
    }
    if base.isElementwise || isElementwise { return try entrywisePower(base, exponent, at: range) }
    guard exponent.isNumber else {
      throw Problem(
        "the exponent is not a number", at: range, notes: ["`\(text(of: exponent))` is \(describe(exponent))"],
        help: "for a power of each entry declare it: `elementwise: [\(text(of: base))]`")
    }
    let known = try constantNumber(exponent)
    if squareMatrix(base) != nil { return try matrixPower(base, exponent, known, at: range) }
    guard base.shape.count == 1, known != -1 else {
      throw Problem(
        known == -1 ? "the inverse of a value of shape \(describe(base))" : "a power of a value of shape \(describe(base))",
        at: range, notes: ["only a square matrix has \(known == -1 ? "an inverse" : "powers")"],
        help: "for each entry declare it: `elementwise: [\(text(of: base))]`")
    }
    return try entrywisePower(base, exponent, at: range)
  }

  private func entrywisePower(_ base: TypedExpression, _ exponent: TypedExpression, at range: Range<Int>) throws(Problem) -> TypedExpression
  {
    let value = try pairwise(.power, base, exponent, at: range)
    return try TypedExpression(
      value.kind, shape: value.shape, orientation: value.orientation, isElementwise: !value.isNumber, at: range)
  }

  /// `A^k` is a product of k matrices A, and `A^{-k}` one of k inverses.
  private func matrixPower(
    _ base: TypedExpression, _ exponent: TypedExpression, _ known: Double?, at range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    let what = text(of: base)
    if let known, known != known.rounded() || abs(known) >= Double(Name.indexLimit) {
      throw Problem(
        "a power of a square matrix with the exponent \(known.text) has two readings", at: range,
        notes: ["one reading: of each entry", "another: a root or a power of the matrix, which is not computed"],
        help: "declare the first: `elementwise: [\(what)]`")
    }
    remark(
      known == -1
        ? "`\(text(of: range))` was read as the inverse of the matrix; one divided by each entry is `\(what)^{\\odot -1}`"
        : "`\(text(of: range))` was read as the power of the matrix; of each entry it is `\(what)^{\\odot \(text(of: exponent))}`, "
          + "or `elementwise: [\(what)]`", at: range)
    return try TypedExpression(.matrixPower(base, exponent), shape: base.shape, at: range)
  }

  // MARK: Functions of a square matrix

  /// A value that is a square matrix, of which it is not said that it is taken entry by entry.
  private func squareMatrix(_ value: TypedExpression) -> TypedExpression? {
    guard value.shape.count == 2, value.shape[0] == value.shape[1], value.shape[0] != 1, !value.isElementwise,
      !isElementwise
    else { return nil }
    return value
  }

  /// Refuses `\exp(A)` of a square matrix, unless the author says that it is taken of each entry.
  func requireEntrywise(_ function: EntrywiseFunction, of value: TypedExpression, at range: Range<Int>) throws(Problem) {
    guard let key = function.keyOfMatrixFunction, let matrix = squareMatrix(value) else { return }
    let deciding = scope.bindings.elementwise.filter { function.isNamed(by: $0) }
    scope.decisive.formUnion(deciding)
    guard deciding.isEmpty else { return }
    throw twoFunctions("`\(function.rawValue)` of a square matrix", matrix, key, at: range)
  }

  private func twoFunctions(_ what: String, _ matrix: TypedExpression, _ key: String, at range: Range<Int>) -> Problem {
    Problem(
      "\(what) has two readings", at: range,
      notes: [
        "one reading: of each entry", "another: the function of the matrix, as its power series gives it",
        "`\(text(of: matrix))` is \(describe(matrix))",
      ], help: "declare the first: `elementwise: [\(key)]`; the second is not computed")
  }
}

extension EntrywiseFunction {
  /// How a check comment names the function, if a square matrix has a function of this name too.
  fileprivate var keyOfMatrixFunction: String? {
    switch self {
    case .exp: "\\exp"
    case .log, .log2, .log10: "\\log"
    case .sqrt: "\\sqrt"
    default: nil
    }
  }

  /// Whether an entry of `elementwise` names the function: `\exp` or `e`, `\log` or `\ln`, `\sqrt`.
  fileprivate func isNamed(by name: Name) -> Bool {
    if self == .exp, name.latex == "e" { return true }
    return keyOfMatrixFunction == EntrywiseFunction(word: name.word)?.keyOfMatrixFunction
  }
}

import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// Subscripts that are no part of a name (R7).
extension ExpressionParser {
  /// The entry, row or slice of a value at its subscript.
  func indexed(_ base: TypedExpression, by sub: Node, what: String?, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let what = what ?? "`\(text(of: base))`"
    try requireSize(of: base)
    if case .sign(let sign) = SyntaxTree.unwrapped(sub).kind, ["+", "−", "∗"].contains(sign.glyph) {
      throw Problem(
        "`_\(text(of: sub.range))` is no index", at: place(sub.range),
        notes: ["it can be a part of the name: nothing is bound to that name"],
        help: "bind the whole name" + (sign.glyph == "+" ? ", or write `(\(text(of: base)))_+` for what is positive" : ""))
    }
    guard !base.shape.isEmpty else {
      throw Problem(
        "\(what) is a number and has no index", at: place(sub.range),
        help: "if the subscript is a part of the name, bind the whole name")
    }
    let subscripts = try subscripts(sub, axes: base.shape.count, of: base)
    let axes = base.shape.count
    guard subscripts.count <= axes else {
      throw Problem(
        "\(subscripts.count) indices for \(what), which has \(axes == 1 ? "one axis" : "\(axes) axes")",
        at: place(sub.range), notes: ["\(what) is \(describe(base))"])
    }
    return try entry(of: base, at: subscripts, what: what, range)
  }

  /// The entry or slice, with its shape.
  func entry(
    of base: TypedExpression, at subscripts: [TypedExpression.Subscript], what: String, _ range: Range<Int>
  ) throws(Problem) -> TypedExpression {
    if case .stored(let storage) = base.kind {
      try check(subscripts, of: storage, what)
    } else {
      try check(subscripts, of: base, what)
    }
    var shape: [Int] = []
    var bases: [Int] = []
    for (axis, length) in base.shape.enumerated() {
      if axis < subscripts.count, case .at = subscripts[axis] { continue }
      shape.append(length)
      bases.append(base.bases.isEmpty ? 1 : base.bases[axis])
    }
    // A row of a matrix may be used as a row; any other value with one axis is a column.
    var isRow = base.shape.count > 1
    if base.shape.count == 2, subscripts.count == 2, case .at = subscripts[1] { isRow = false }
    return try TypedExpression(
      .entry(base, subscripts), shape: shape, orientation: isRow ? .slice : .column,
      bases: bases.contains { $0 != 1 } ? bases : [], isElementwise: base.isElementwise, at: range)
  }

  /// Notes which axis each index runs over, and refuses what is out of range.
  private func check(_ subscripts: [TypedExpression.Subscript], of base: TypedExpression, _ what: String) throws(Problem) {
    for (axis, entry) in subscripts.enumerated() {
      guard case .at(let index) = entry else { continue }
      let lower = base.bases.isEmpty ? 1 : base.bases[axis]
      let upper = lower + base.shape[axis] - 1
      guard lower <= upper else { throw Problem("\(what) has no entries", at: index.range) }
      if case .index(let variable) = index.kind {
        let axisName = base.shape.count == 1 ? what : "axis \(axis + 1) of \(what)"
        try variable.use(lower...upper, of: axisName, at: index.range)
      } else if let number = try constantNumber(index) {
        guard let integer = try constantInteger(index) else {
          if number == number.rounded() {
            throw Problem(
              "the index \(number.text) is out of range", at: index.range,
              notes: ["\(what) has the indices \(lower) to \(upper)"])
          }
          throw Problem("the index \(number.text) is not a whole number", at: index.range)
        }
        guard (lower...upper).contains(integer) else {
          throw Problem(
            "the index \(integer) is out of range", at: index.range,
            notes: ["\(what) has the indices \(lower) to \(upper)"],
            help: integer == 0 && lower == 1 ? "if its first index is 0, declare it: `base: { …: 0 }`" : nil)
        }
      }
    }
  }

  /// The indices of a recurrence run over what it computes; before that is known, its own index says the range.
  private func check(_ subscripts: [TypedExpression.Subscript], of storage: RecurrenceState, _ what: String) throws(Problem) {
    for (entry, own) in zip(subscripts, storage.indices) {
      guard case .at(let index) = entry, case .index(let variable) = index.kind, variable !== own, let range = own.range
      else { continue }
      try variable.use(range, of: what, at: index.range)
    }
  }

  /// The indices of a subscript: `ij`, `i,j`, `(pos,2i)`, `t-1`, `i,:`.
  ///
  /// - Parameter base: What is indexed, where it is known: it decides whether `12` is one index or two.
  package func subscripts(_ sub: Node, axes: Int, of base: TypedExpression? = nil) throws(Problem) -> [TypedExpression.Subscript] {
    var nodes = SyntaxTree.unwrapped(sub).contents
    if nodes.count == 1, case .fenced("(", let body, ")") = nodes[0].kind { nodes = SyntaxTree.normalized(body) }
    let parts = Statement.Part.list(of: nodes, in: sub.range) { $0.isSeparator }
    if parts.count > 1 {
      return try parts.map { part throws(Problem) in try oneSubscript(part) }
    }
    if let pair = try digitsFirst(nodes, in: sub.range, axes, base) { return pair }
    if let separate = try separateIndices(nodes, axes: axes) { return separate }
    return [try oneSubscript(.init(nodes, or: sub.range))]
  }

  /// `12` and `1j` as the indices 1, 2 and 1, j, where they can't be one index (R7a).
  private func digitsFirst(
    _ nodes: [Node], in range: Range<Int>, _ axes: Int, _ base: TypedExpression?
  ) throws(Problem) -> [TypedExpression.Subscript]? {
    guard axes > 1, nodes.count <= axes, case .number(let digits)? = nodes.first?.kind,
      digits.allSatisfy(\.isNumber), digits.count + nodes.count > 2, digits.count + nodes.count - 1 <= axes
    else { return nil }
    var pair: [TypedExpression.Subscript] = []
    for digit in digits { pair.append(.at(try number(Double(String(digit)) ?? 0, at: place(nodes[0].range)))) }
    var rest = nodes[1...]
    while !rest.isEmpty {
      guard let resolved = try resolve(rest), resolved.sub == nil, resolved.sup == nil, let index = try index(resolved)
      else { return nil }
      note(resolved)
      pair.append(.at(index))
      rest = rest.dropFirst(resolved.symbol.count)
    }
    // A factor 1 and a leading zero are never written.
    if digits.hasPrefix("0") || digits == "1" && nodes.count > 1 { return pair }
    guard let base, !base.isStored else { return pair }
    let isOne = fits([.at(try expression(nodes, in: range))], base)
    let isPair = fits(pair, base)
    guard isOne else { return pair }
    guard isPair else { return nil }
    let text = nodes.map { self.text(of: $0.range) }.joined()
    throw Problem(
      "the subscript `\(text)` has two readings", at: place(range),
      notes: [
        "one reading: the one index \(nodes.count > 1 ? text.split(separator: "", maxSplits: digits.count).joined(separator: "·") : text)",
        "another: the indices \((digits.map(String.init) + nodes[1...].map { self.text(of: $0.range) }).joined(separator: ", "))",
      ],
      help: nodes.count > 1
        ? "separate the indices by commas, or write the product with `\\cdot`" : "separate the indices by commas")
  }

  /// Whether each index lies within its axis. One that runs does for its last value; where its range is not known yet, for
  /// that of the axis where it stands alone.
  private func fits(_ subscripts: [TypedExpression.Subscript], _ base: TypedExpression) -> Bool {
    for (axis, subscript_) in subscripts.enumerated() {
      guard case .at(let index) = subscript_ else { continue }
      let lower = base.bases.isEmpty ? 1 : base.bases[axis]
      let upper = lower + base.shape[axis] - 1
      // The range can't be checked without the value of the index; reading the entry reports that it has none.
      guard let value = try? greatest(index, beside: base.shape.last ?? 1) else { continue }
      guard (Double(lower)...Double(max(lower, upper))).contains(value) else { return false }
    }
    return true
  }

  /// The value of an index at the end of the ranges of all that it changes with.
  private func greatest(_ index: TypedExpression, beside length: Int) throws(Problem) -> Double {
    index.fixInputs()
    let evaluator = Evaluator(.double, scope.values)
    var pending = [index]
    while let part = pending.popLast() {
      if case .index(let variable) = part.kind {
        evaluator.frame.indices[evaluator.slot(variable.id)] = variable.range?.upperBound ?? length
      }
      pending += part.kind.parts
    }
    return try evaluator.number(index)
  }

  private func oneSubscript(_ part: Statement.Part) throws(Problem) -> TypedExpression.Subscript {
    if part.nodes.count == 1, isWholeAxis(part.nodes[0]) { return .all }
    let outer = isReadingSubscript
    isReadingSubscript = true
    defer { isReadingSubscript = outer }
    let index = try expression(part.nodes, in: part.range)
    guard index.isNumber else {
      throw Problem("an index must be a number", at: index.range, notes: ["`\(text(of: index))` is \(describe(index))"])
    }
    return .at(index)
  }

  private func isWholeAxis(_ node: Node) -> Bool {
    guard case .sign(let sign) = node.kind else { return false }
    return sign.glyph == ":" || sign.glyph == "⋅" || sign.glyph == "∙"
  }

  /// `ij` as two indices, if each is an index by itself and there are axes enough.
  private func separateIndices(_ nodes: [Node], axes: Int) throws(Problem) -> [TypedExpression.Subscript]? {
    guard nodes.count > 1 else { return nil }
    var found: [TypedExpression.Subscript] = []
    var rest = nodes[...]
    while let node = rest.first {
      if isWholeAxis(node) {
        found.append(.all)
        rest = rest.dropFirst()
      } else if case .number(let digits) = node.kind, !found.isEmpty, let value = Double(digits) {
        found.append(.at(try number(value, at: place(node.range))))
        rest = rest.dropFirst()
      } else if let resolved = try resolve(rest), resolved.sub == nil, resolved.sup == nil,
        let index = try index(resolved)
      {
        note(resolved)
        found.append(.at(index))
        rest = rest.dropFirst(resolved.symbol.count)
      } else {
        return nil
      }
    }
    return found.count > 1 && found.count <= axes ? found : nil
  }

  /// What a name means as an index: an index variable, or a whole number.
  private func index(_ resolved: Resolved) throws(Problem) -> TypedExpression? {
    let range = place(resolved.symbol.range)
    switch resolved.referent {
    case .variable(let variable): return try TypedExpression(.index(variable), shape: [], at: range)
    case .value(let value): return try constantInteger(value) == nil ? nil : value
    case .function, .foreign: return nil
    }
  }
}

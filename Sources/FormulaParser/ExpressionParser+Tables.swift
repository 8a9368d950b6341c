import Diagnostics
import FormulaEvaluator
import FormulaExpressions
import FormulaStatements
import LaTeXSyntax

/// `cases`, matrices and stacks (R12, R13).
extension ExpressionParser {
  func table(_ table: SyntaxTree.Table, at range: Range<Int>) throws(Problem) -> TypedExpression {
    switch table.environment {
    case "cases", "dcases", "rcases", "drcases":
      return try cases(table, at: range)
    case "vmatrix", "vmatrix*":
      let value = try matrix(table, at: range)
      guard value.shape.count == 2, value.shape[0] == value.shape[1] else {
        throw Problem("the determinant of a value that isn't a square matrix", at: place(range), notes: ["it is \(describe(value))"])
      }
      return try TypedExpression(.reduced(.determinant, value), shape: [], at: place(range))
    case "Vmatrix", "Vmatrix*":
      throw Problem("the norm of a matrix has several readings", at: place(range), help: "write `\\lVert … \\rVert_F`")
    case let name where name.contains("matrix") || name.hasSuffix("array"):
      return try matrix(table, at: range)
    default:
      throw Problem("`\(table.environment)` inside of an expression", at: place(range))
    }
  }

  // MARK: Cases

  private func cases(_ table: SyntaxTree.Table, at range: Range<Int>) throws(Problem) -> TypedExpression {
    var branches: [TypedExpression.Branch] = []
    var labels: [String] = []
    for row in table.rows where !row.allSatisfy({ $0.nodes.isEmpty }) {
      let (value, test) = parts(of: row)
      if let label = label(test.nodes) { labels.append(label) }
      branches.append(
        .init(
          condition: labels.isEmpty ? try condition(test.nodes) : .always,
          value: try expression(value.nodes, in: value.range)))
    }
    guard let first = branches.first else { throw Problem("cases without a branch", at: place(range)) }
    guard labels.isEmpty else {
      guard let chosen = chosenBranch else {
        throw Problem(
          "which branch is meant is not said", at: place(range),
          notes: ["the branches are named \(labels.map { "“\($0)”" }.joined(separator: ", "))"],
          help: "a condition that can be computed decides it; words only name the branch")
      }
      guard branches.indices.contains(chosen) else { throw Problem("a branch is missing", at: place(range)) }
      return branches[chosen].value
    }
    var shape = first.value.shape
    for branch in branches where !branch.value.isNumber { shape = branch.value.shape }
    let filled = try branches.map { branch throws(Problem) in
      guard branch.value.shape == shape || branch.value.isNumber else {
        throw Problem(
          "the branches have different shapes", at: branch.value.range,
          notes: [
            "`\(text(of: first.value))` is \(describe(first.value))",
            "`\(text(of: branch.value))` is \(describe(branch.value))",
          ])
      }
      return branch
    }
    return try TypedExpression(.cases(filled), shape: shape, at: place(range))
  }

  /// The value and the condition of a row: two cells, or one with a comma or words between them.
  private func parts(of row: [SyntaxTree.Cell]) -> (value: Statement.Part, test: Statement.Part) {
    var value = SyntaxTree.normalized(row[0].nodes)
    var test = row.dropFirst().flatMap { SyntaxTree.normalized($0.nodes) }
    if row.count == 1, let comma = value.firstIndex(where: { $0.isSeparator || isWords($0) }) {
      test = Array(value[(isWords(value[comma]) ? comma : comma + 1)...])
      value = Array(value[..<comma])
    }
    while let last = value.last, last.isSeparator { value.removeLast() }
    while let last = test.last, last.isSeparator { test.removeLast() }
    return (.init(value, or: row[0].range), .init(test, or: row[row.count - 1].range))
  }

  private func isWords(_ node: Node) -> Bool {
    guard case .text(let words, _) = node.kind else { return false }
    return LinkingWords.beginsCondition(words)
  }

  // MARK: Matrices

  private func matrix(_ table: SyntaxTree.Table, at range: Range<Int>) throws(Problem) -> TypedExpression {
    let written = table.rows.filter { !($0.count == 1 && $0[0].nodes.isEmpty) }
    let rows = try withDotsWrittenOut(
      written.map { $0.map { Statement.Part(SyntaxTree.normalized($0.nodes), or: $0.range) } }, in: range)
    guard let width = rows.first?.count, !rows.contains(where: { $0.count != width }) else {
      throw Problem("the rows of the matrix have different lengths", at: place(range))
    }
    let entries = try rows.map { row throws(Problem) in
      try row.map { part throws(Problem) in
        guard !part.nodes.isEmpty else { throw Problem("an entry of the matrix is missing", at: place(part.range)) }
        return try expression(part.nodes, in: part.range)
      }
    }
    return try blocks(entries, at: range)
  }

  /// Whether the nodes are a list of lists: `[1, 2], [3, 4]`.
  func isNested(_ nodes: [Node]) -> Bool {
    let items = nodes.split(whereSeparator: \.isSeparator)
    return !items.isEmpty
      && items.allSatisfy { item in
        if item.count == 1, case .fenced("[", _, "]")? = item.first?.kind {
          true
        } else {
          isEllipsis(Statement.Part(Array(item), or: 0..<0))
        }
      }
  }

  /// `[[1, 2], [3, 4]]`: each inner list is a row, if all are equally long lists of numbers (R13a).
  private func nested(_ nodes: [Node], in range: Range<Int>) throws(Problem) -> TypedExpression {
    var rows: [TypedExpression] = []
    for part in try list(nodes, in: range, bars: false) {
      guard part.nodes.count == 1, case .fenced(_, let body, _) = part.nodes[0].kind else {
        throw unexpected(Cursor(part.nodes, in: part.range))
      }
      let inner = SyntaxTree.normalized(body)
      if isNested(inner) {
        rows.append(try nested(inner, in: part.range))
        continue
      }
      let numbers = try list(inner, in: part.range, bars: false).map { item throws(Problem) in
        let value = try expression(item.nodes, in: item.range)
        guard value.isNumber || value.isSingle else {
          throw Problem(
            "a list of lists has two readings, where its entries are no numbers", at: place(range),
            notes: [
              "one reading: a matrix of blocks", "another: all of them beside each other", "`\(text(of: value))` is \(describe(value))",
            ],
            help: "write a `bmatrix` for the first, and one list for the second")
        }
        return try TypedExpression(.reshaped(value), shape: [1], at: value.range)
      }
      rows.append(try joined(numbers, axis: 0, at: place(part.range)))
    }
    guard rows.allSatisfy({ $0.shape == rows[0].shape }) else {
      throw Problem(
        "the lists in the list have different lengths", at: place(range),
        notes: rows.map { "`\(text(of: $0))` is \(describe($0))" })
    }
    let parts = try rows.map { row throws(Problem) in try TypedExpression(.reshaped(row), shape: [1] + row.shape, at: row.range) }
    return try joined(parts, axis: 0, at: place(range))
  }

  /// `[a, b]` beside each other, `[a; b]` one below the other (R13).
  func stack(_ nodes: [Node], in range: Range<Int>) throws(Problem) -> TypedExpression {
    if isNested(nodes) { return try nested(nodes, in: range) }
    let isMixed = nodes.contains { node in
      if case .fenced("[", let body, "]") = node.kind { SyntaxTree.normalized(body).contains(where: \.isSeparator) } else { false }
    }
    let rows = Statement.Part.list(of: nodes, in: range) { node in
      if case .sign(let sign) = node.kind { sign.glyph == ";" } else { false }
    }
    let entries = try rows.map { row throws(Problem) in
      try list(row.nodes, in: row.range, bars: false).map { part throws(Problem) in
        try expression(part.nodes, in: part.range)
      }
    }
    if isMixed, entries.joined().contains(where: \.isNumber) {
      throw Problem(
        "a list of a list and a number has two readings", at: place(range),
        notes: ["one reading: rows of different lengths", "another: all of them beside each other"],
        help: "write one list")
    }
    let isColumn = entries.count > 1 && entries.allSatisfy { $0.count == 1 }
    // [h; x] of two vectors is one longer vector.
    if isColumn, entries.allSatisfy({ $0[0].shape.count == 1 }) {
      return try joined(entries.map { $0[0] }, axis: 0, at: place(range))
    }
    return try blocks(entries, at: range)
  }

  private func blocks(_ rows: [[TypedExpression]], at range: Range<Int>) throws(Problem) -> TypedExpression {
    for entry in rows.joined() { try requireSize(of: entry) }
    let all = Array(rows.joined())
    guard let width = rows.first?.count, !rows.contains(where: { $0.count != width }) else {
      throw Problem("the rows have different lengths", at: place(range))
    }
    if all.allSatisfy(\.isNumber) {
      let flat = try all.map { number throws(Problem) in try TypedExpression(.reshaped(number), shape: [1], at: number.range) }
      let vector = try joined(flat, axis: 0, at: place(range))
      // One row or one column is a vector.
      if width == 1 { return vector }
      if rows.count == 1 {
        return try TypedExpression(.reshaped(vector), shape: vector.shape, orientation: .row, at: place(range))
      }
      return try TypedExpression(.reshaped(vector), shape: [rows.count, width], at: place(range))
    }
    let lines = try rows.map { row throws(Problem) in
      if row.count > 1, row.allSatisfy({ $0.shape.count == 1 && $0.orientation != .column }) {
        return try joined(row, axis: 0, at: place(range))
      }
      return try joined(try row.map { block throws(Problem) in try asMatrix(block) }, axis: 1, at: place(range))
    }
    if lines.count == 1 { return lines[0] }
    return try joined(try lines.map { line throws(Problem) in try asMatrix(line) }, axis: 0, at: place(range))
  }

  /// A vector as the matrix of one column or one row that it is.
  private func asMatrix(_ value: TypedExpression) throws(Problem) -> TypedExpression {
    switch value.shape.count {
    case 0: return try TypedExpression(.reshaped(value), shape: [1, 1], at: value.range)
    case 1:
      let shape = value.orientation == .column ? [value.shape[0], 1] : [1, value.shape[0]]
      return try TypedExpression(.reshaped(value), shape: shape, at: value.range)
    default: return value
    }
  }
}

import FormulaStatements

/// A tree as text, so that an author sees how a formula was read.
extension TypedExpression {
  /// A line for each part: the operation, its shape, and the LaTeX it came from.
  ///
  ///     product 3×5 · 5×2 → 3×2   softmax(QK^\top)V
  ///       softmax → 3×5   softmax(QK^\top)
  package func reading(of latex: String) -> String {
    var lines: [String] = []
    write(to: &lines, indent: 0, latex)
    return lines.joined(separator: "\n")
  }

  private static let lineLimit = 200

  private func write(to lines: inout [String], indent: Int, _ latex: String) {
    guard lines.count < Self.lineLimit else { return }
    let text = latex.slice(bytes: range).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    let stance = shape.count == 1 ? orientation.isRow ? " row" : " column" : ""
    let size = shape.isEmpty ? "number" : describe(shape: shape) + stance
    lines.append(String(repeating: "  ", count: indent) + "\(title): \(size)   \(text)")
    guard indent < 60 else { return }
    for part in kind.parts { part.write(to: &lines, indent: indent + 1, latex) }
    if lines.count == Self.lineLimit { lines.append("…") }
  }

  private var title: String {
    switch kind {
    case .constant, .input: "value"
    case .index(let variable): "index \(variable.name)"
    case .element: "entry"
    case .stored(let storage): "earlier \(storage.name)"
    case .sum(let addends): addends.contains { $0.isNegative } ? "sum and difference" : "sum"
    case .negated: "negative"
    case .pairwise(let operation, let a, let b):
      switch operation {
      case .times where a.shape.isEmpty || b.shape.isEmpty: "multiple"
      case .timesLogarithm: "multiple, where 0 log 0 is 0"
      case .times: "entrywise product"
      case .divided: "quotient"
      case .power: "power"
      case .maximum, .minimum, .modulo: operation.rawValue
      case .binomial: "binomial coefficient"
      }
    case .entrywise(let function, _): function.rawValue
    case .matrixProduct(let a, let b, let sizes):
      if shape.isEmpty {
        "inner product"
      } else if sizes.k == 1, a.shape.count == 1, b.shape.count == 1 {
        "outer product"
      } else {
        "matrix product"
      }
    case .matrixPower(_, let exponent):
      if case .constant(let data) = exponent.kind, data == [-1] { "inverse" } else { "power of the matrix" }
    case .transposed: "transpose"
    case .reshaped(let part):
      part.shape == shape && orientation.isRow != part.orientation.isRow ? "transpose" : "the same as"
    case .entry: shape.isEmpty ? "entry of" : "slice of"
    case .fold(let fold): "\(fold.operation.rawValue) over \(Self.range(of: fold.variable))"
    case .table(let variables, _): "for each " + variables.map(Self.range).joined(separator: ", ")
    case .softmax: "softmax of each row"
    case .reduced(let reduction, _): reduction.rawValue
    case .diagonalMatrix: "diagonal matrix"
    case .diagonal: "diagonal"
    case .joined(_, let axis): "joined along axis \(axis + 1)"
    case .cases: "cases"
    case .mapped: "for each entry"
    case .called(let name, _): "call of \(name)"
    case .foreign(let function, _): "call of \(function.name), which is Swift's \(function.type.text)"
    case .delta: "Kronecker delta"
    case .unsized(let unsized):
      switch unsized.kind {
      case .identity: "identity"
      case .ones: "ones"
      case .zeros: "zeros"
      }
    }
  }

  private static func range(of variable: IndexVariable) -> String {
    guard variable.origin != .dynamic else { return "\(variable.name)" }
    return "\(variable.name) = \(variable.lowerBound)…\(variable.lowerBound + variable.count - 1)"
  }
}

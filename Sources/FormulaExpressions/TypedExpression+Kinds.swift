import FormulaStatements

/// What kind of expression it is, where rules depend on that.
extension TypedExpression {
  package var isNumber: Bool { shape.isEmpty && !isUnsized }
  /// Whether it is a 1×1 matrix, which is a number.
  package var isSingle: Bool { shape == [1, 1] }
  /// Whether it is a logarithm of a number or of each entry, perhaps negative.
  package var isLogarithm: Bool {
    switch kind {
    case .entrywise(let function, _): [.log, .log2, .log10].contains(function)
    case .negated(let part), .reshaped(let part), .called(_, let part): part.isLogarithm
    case .constant, .input, .index, .element, .stored, .sum, .pairwise, .matrixProduct, .matrixPower, .transposed, .entry, .fold,
      .table, .softmax, .reduced, .diagonalMatrix, .diagonal, .joined, .cases, .mapped, .foreign, .delta, .unsized:
      false
    }
  }
  package var isStored: Bool { if case .stored = kind { true } else { false } }
  package var isUnsized: Bool { if case .unsized = kind { true } else { false } }
}

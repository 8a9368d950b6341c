import FormulaStatements

/// Arithmetic of written whole numbers.
extension TypedExpression {
  /// Whether it is computed of whole numerals alone, by operations that lead to whole numbers.
  package func isWholeArithmetic(in latex: String) -> Bool {
    switch kind {
    // Within a definition's body the text is that of the call.
    case .constant(let data):
      errors.isEmpty && shape.isEmpty && data.allSatisfy(\.isWhole) && latex.slice(bytes: range).contains { $0.isNumber }
        && !latex.slice(bytes: range).contains { $0.isLetter }
    case .index: true
    case .sum(let addends): addends.allSatisfy { $0.value.isWholeArithmetic(in: latex) }
    case .negated(let part), .reshaped(let part): part.isWholeArithmetic(in: latex)
    case .pairwise(let operation, let a, let b):
      switch operation {
      case .times, .maximum, .minimum, .modulo, .binomial: a.isWholeArithmetic(in: latex) && b.isWholeArithmetic(in: latex)
      case .power: a.isWholeArithmetic(in: latex) && b.isWholeArithmetic(in: latex) && !b.isNegative
      case .divided, .timesLogarithm: false
      }
    case .entrywise(.factorial, let part), .entrywise(.abs, let part): part.isWholeArithmetic(in: latex)
    case .fold(let fold):
      switch fold.operation {
      case .sum, .product, .maximum, .minimum: fold.body.isWholeArithmetic(in: latex)
      case .argmax, .argmin, .mean: false
      }
    case .input, .element, .stored, .entrywise, .matrixProduct, .matrixPower, .transposed, .entry, .table, .softmax, .reduced,
      .diagonalMatrix, .diagonal, .joined, .cases, .mapped, .called, .foreign, .delta, .unsized:
      false
    }
  }

  private var isNegative: Bool {
    switch kind {
    case .constant(let data): data.contains { $0 < 0 }
    case .negated: true
    default: false
    }
  }
}

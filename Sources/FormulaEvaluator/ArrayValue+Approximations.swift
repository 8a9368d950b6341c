import FormulaExpressions

extension ArrayValue {
  package init(shape: [Int], _ entries: [Approximation], isRow: Bool = false) {
    self.init(shape: shape, data: entries.map(\.value), errors: entries.map(\.error), isRow: isRow)
  }

  package var approximations: [Approximation] {
    data.indices.map { Approximation(data[$0], error: errors.isEmpty ? 0 : errors[$0]) }
  }
}

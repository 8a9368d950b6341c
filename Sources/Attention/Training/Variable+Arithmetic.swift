// Arithmetic of variables. Shapes are broadcast as those of tensors; the gradient of a repeated element is the sum over its copies.

extension Variable {
  /// The sums of elements, broadcast.
  public static func + (a: Variable, b: Variable) -> Variable {
    computed(a.value + b.value, from: [a, b]) { [summed($0, to: a.shape), summed($0, to: b.shape)] }
  }

  /// The differences of elements, broadcast.
  public static func - (a: Variable, b: Variable) -> Variable {
    computed(a.value - b.value, from: [a, b]) { [summed($0, to: a.shape), summed(-$0, to: b.shape)] }
  }

  /// The products of elements, broadcast.
  public static func * (a: Variable, b: Variable) -> Variable {
    computed(a.value * b.value, from: [a, b]) { [summed($0 * b.value, to: a.shape), summed($0 * a.value, to: b.shape)] }
  }

  /// The quotients of elements, broadcast.
  public static func / (a: Variable, b: Variable) -> Variable {
    let quotient = a.value / b.value
    return computed(quotient, from: [a, b]) {
      [summed($0 / b.value, to: a.shape), summed(-($0 * quotient / b.value), to: b.shape)]
    }
  }

  /// The negation of each element.
  public static prefix func - (a: Variable) -> Variable { computed(-a.value, from: [a]) { [-$0] } }

  /// The sum with one number, for each element.
  public static func + (a: Variable, b: Float) -> Variable { a + Variable(Tensor(b)) }
  /// The difference with one number, for each element.
  public static func - (a: Variable, b: Float) -> Variable { a - Variable(Tensor(b)) }
  /// The product with one number, for each element.
  public static func * (a: Variable, b: Float) -> Variable { a * Variable(Tensor(b)) }
  /// The quotient with one number, for each element.
  public static func / (a: Variable, b: Float) -> Variable { a / Variable(Tensor(b)) }
  /// The sum of one number and each element.
  public static func + (a: Float, b: Variable) -> Variable { Variable(Tensor(a)) + b }
  /// The difference of one number and each element.
  public static func - (a: Float, b: Variable) -> Variable { Variable(Tensor(a)) - b }
  /// The product of one number and each element.
  public static func * (a: Float, b: Variable) -> Variable { Variable(Tensor(a)) * b }
}

/// The matrix product, with the shapes of `matmul(_:_:)` for tensors.
///
/// - Precondition: Both have at least two axes.
public func matmul(_ a: Variable, _ b: Variable) -> Variable {
  require(
    a.value.rank >= 2 && b.value.rank >= 2,
    "matmul: variables need at least two axes, but the shapes are \(a.shape) and \(b.shape)")
  return .computed(matmul(a.value, b.value), from: [a, b]) { gradient in
    // With one matrix on the right, all rows on the left are one matrix: its gradient is one product, not a sum of many.
    let isShared = b.value.rank == 2
    let rows = isShared ? a.value.reshaped([-1, a.value.columns]) : a.value
    let rowGradients = isShared ? gradient.reshaped([-1, gradient.columns]) : gradient
    return [
      summed(matmul(gradient, b.value.transposed()), to: a.shape),
      summed(matmul(rows.transposed(), rowGradients), to: b.shape),
    ]
  }
}

extension Variable {
  /// The sum of all elements, of shape `[]`.
  public func sum() -> Variable {
    let shape = shape
    return .computed(Tensor(value.sum()), from: [self]) { [.full(shape, $0.item)] }
  }

  /// The mean of all elements, of shape `[]`.
  public func mean() -> Variable { sum() / Float(value.count) }

  /// The sum along `axis`, which disappears, or stays with size 1.
  public func sum(axis: Int, keepingAxis: Bool = false) -> Variable {
    let (shape, axis) = (shape, resolvedAxis(axis, of: value.shape, in: "sum"))
    return .computed(value.sum(axis: axis, keepingAxis: keepingAxis), from: [self]) {
      [(keepingAxis ? $0 : $0.insertingAxis(at: axis)).expanded(to: shape)]
    }
  }

  /// The mean along `axis`, which disappears, or stays with size 1.
  public func mean(axis: Int, keepingAxis: Bool = false) -> Variable {
    let axis = resolvedAxis(axis, of: value.shape, in: "mean")
    return sum(axis: axis, keepingAxis: keepingAxis) / Float(shape[axis])
  }
}

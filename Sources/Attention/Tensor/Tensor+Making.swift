// Tensors with simple elements.

extension Tensor {
  /// A tensor of `shape` with `value` everywhere.
  public static func full(_ shape: [Int], _ value: Float) -> Tensor { filled(shape, value, in: "full") }

  /// A tensor of `shape` with 0 everywhere.
  public static func zeros(_ shape: [Int]) -> Tensor { filled(shape, 0, in: "zeros") }

  /// A tensor of `shape` with 1 everywhere.
  public static func ones(_ shape: [Int]) -> Tensor { filled(shape, 1, in: "ones") }

  /// The identity matrix: 1 on the diagonal, 0 elsewhere. Shape `[size, size]`.
  public static func identity(_ size: Int) -> Tensor {
    var matrix = filled([size, size], 0, in: "identity")
    for index in 0..<size { matrix.scalars[index * size + index] = 1 }
    return matrix
  }

  /// The integers of `range` as a vector: `Tensor(0..<4)` is `[0, 1, 2, 3]`.
  public init(_ range: Range<Int>) {
    self.init(unchecked: [range.count], range.map(Float.init))
  }

  /// `count` numbers at equal distances from `first` to `last`, both included.
  ///
  ///     Tensor.linspace(0, 1, count: 5) // [0.00, 0.25, 0.50, 0.75, 1.00]
  ///
  /// With a count of 1, the only number is `first`.
  public static func linspace(_ first: Float, _ last: Float, count: Int) -> Tensor {
    require(count >= 0, "linspace: a count of \(count) is negative")
    let steps = Float(Swift.max(count - 1, 1))
    // Weighting both ends, instead of adding steps, makes the last element exactly `last`.
    return Tensor((0..<count).map { first * ((steps - Float($0)) / steps) + last * (Float($0) / steps) })
  }

  private static func filled(_ shape: [Int], _ value: Float, in function: String) -> Tensor {
    Tensor(unchecked: shape, [Float](repeating: value, count: elementCount(shape, in: function)))
  }
}

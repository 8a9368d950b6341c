// A tensor written as nested brackets, or made from arrays.

extension Tensor: ExpressibleByArrayLiteral {
  /// A tensor from nested brackets: `[1, 2]` is a vector, `[[1, 2], [3, 4]]` a matrix.
  ///
  /// - Precondition: All parts at one depth have the same shape; the failure names the first that differs.
  public init(arrayLiteral elements: TensorLiteral...) {
    self.init(TensorLiteral(arrayLiteral: elements))
  }

  /// One part of a tensor literal: a number, or brackets with parts of the same shape.
  ///
  /// It is a type of its own because `2 * x` would be ambiguous if a number alone were a `Tensor`.
  public struct TensorLiteral: ExpressibleByArrayLiteral, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    fileprivate let shape: [Int]
    fileprivate let scalars: [Float]

    public init(floatLiteral value: Float) { (shape, scalars) = ([], [value]) }
    public init(integerLiteral value: Int) { (shape, scalars) = ([], [Float(value)]) }
    public init(arrayLiteral elements: TensorLiteral...) { self.init(arrayLiteral: elements) }

    /// ∞, for an additive mask written by hand: `[0, -.infinity]`.
    public static var infinity: TensorLiteral { TensorLiteral(floatLiteral: .infinity) }
    /// Not a number.
    public static var nan: TensorLiteral { TensorLiteral(floatLiteral: .nan) }
    /// The negation of each number.
    public static prefix func - (literal: TensorLiteral) -> TensorLiteral {
      TensorLiteral(shape: literal.shape, scalars: literal.scalars.map { -$0 })
    }

    private init(shape: [Int], scalars: [Float]) { (self.shape, self.scalars) = (shape, scalars) }

    fileprivate init(arrayLiteral elements: [TensorLiteral]) {
      let partShape = elements.first?.shape ?? []
      for (index, element) in elements.enumerated() {
        require(
          element.shape == partShape,
          """
          Tensor literal: the parts of one bracket must have one shape, \
          but part 0 has \(partShape) and part \(index) has \(element.shape)
          """)
      }
      shape = [elements.count] + partShape
      scalars = elements.flatMap(\.scalars)
    }
  }

  private init(_ literal: TensorLiteral) {
    self.init(unchecked: literal.shape, literal.scalars)
  }
}

extension Tensor {
  /// A single number, of shape `[]`.
  public init(_ scalar: Float) {
    self.init(unchecked: [], [scalar])
  }

  /// A vector, of shape `[scalars.count]`.
  public init(_ scalars: [Float]) {
    self.init(unchecked: [scalars.count], scalars)
  }

  /// A matrix, of shape `[rows.count, rows[0].count]`.
  ///
  /// - Precondition: The rows have the same length; the failure names the first that differs.
  public init(_ rows: [[Float]]) {
    let columns = rows.first?.count ?? 0
    for (index, row) in rows.enumerated() {
      require(
        row.count == columns,
        "Tensor: row 0 has \(columns) elements, but row \(index) has \(row.count); rows must be equally long")
    }
    self.init(unchecked: [rows.count, columns], rows.flatMap { $0 })
  }
}

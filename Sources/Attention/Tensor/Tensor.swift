/// A multidimensional array of numbers. It is a value, like `Int` or `Array`.
///
///     let v: Tensor = [[3, 2, 1], [2, 1, 0], [1, 0, 0]]
///     v.shape        // [3, 3]
///     v[0, 1]        // 2
///     v.transposed() // columns as rows
///
/// A tensor stores `Float`s in row-major order: the last axis varies fastest. A tensor of rank 0 is a single number.
/// Axes count from 0. Where a function takes an axis, −1 is the last one.
public struct Tensor: Sendable, Hashable {
  /// The size of each axis, the outermost first. A single number has the shape `[]`.
  public let shape: [Int]

  /// The elements in row-major order.
  public internal(set) var scalars: [Float]

  /// Creates a tensor from its elements in row-major order.
  ///
  ///     Tensor(shape: [2, 3], scalars: [1, 2, 3, 4, 5, 6])
  ///
  /// - Precondition: The shape has as many elements as `scalars`; the failure names both numbers.
  public init(shape: [Int], scalars: [Float]) {
    let count = elementCount(shape, in: "Tensor")
    require(
      count == scalars.count,
      "Tensor: the shape \(shape) has \(count) elements, but \(scalars.count) scalars were given")
    self.init(unchecked: shape, scalars)
  }

  /// Creates a tensor whose shape is known to fit.
  init(unchecked shape: [Int], _ scalars: [Float]) {
    self.shape = shape
    self.scalars = scalars
  }

  /// The number of axes: 0 for a single number, 1 for a vector, 2 for a matrix.
  public var rank: Int { shape.count }

  /// The number of elements.
  public var count: Int { scalars.count }

  /// The number of rows of a matrix: the size of the second-to-last axis.
  ///
  /// - Precondition: The rank is at least 2.
  public var rows: Int {
    require(rank >= 2, "rows: a tensor of shape \(shape) has no rows; it needs two axes")
    return shape[rank - 2]
  }

  /// The number of columns of a matrix: the size of the last axis.
  ///
  /// - Precondition: The rank is at least 2.
  public var columns: Int {
    require(rank >= 2, "columns: a tensor of shape \(shape) has no columns; it needs two axes")
    return shape[rank - 1]
  }

  /// The only element.
  ///
  /// - Precondition: There is exactly one, whatever the rank.
  public var item: Float {
    require(count == 1, "item: a tensor of shape \(shape) has \(count) elements, not one")
    return scalars[0]
  }
}

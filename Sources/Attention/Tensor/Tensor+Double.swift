// Numbers in double precision, rounded to `Float`. A number written in the code is a `Float` beside a tensor: these are for variables.

extension Tensor {
  /// A single number, rounded to `Float`.
  @_disfavoredOverload
  public init(_ scalar: Double) { self.init(Float(scalar)) }

  /// A vector, each number rounded to `Float`.
  @_disfavoredOverload
  public init(_ scalars: [Double]) { self.init(scalars.map { Float($0) }) }

  /// A matrix, each number rounded to `Float`.
  ///
  /// - Precondition: The rows have the same length; the failure names the first that differs.
  @_disfavoredOverload
  public init(_ rows: [[Double]]) { self.init(rows.map { $0.map { Float($0) } }) }

  /// The sum with one number, rounded to `Float`, for each element.
  @_disfavoredOverload
  public static func + (a: Tensor, b: Double) -> Tensor { a + Float(b) }
  /// The difference with one number, rounded to `Float`, for each element.
  @_disfavoredOverload
  public static func - (a: Tensor, b: Double) -> Tensor { a - Float(b) }
  /// The product with one number, rounded to `Float`, for each element.
  @_disfavoredOverload
  public static func * (a: Tensor, b: Double) -> Tensor { a * Float(b) }
  /// The quotient with one number, rounded to `Float`, for each element.
  @_disfavoredOverload
  public static func / (a: Tensor, b: Double) -> Tensor { a / Float(b) }
  /// The sum of one number, rounded to `Float`, and each element.
  @_disfavoredOverload
  public static func + (a: Double, b: Tensor) -> Tensor { Float(a) + b }
  /// The difference of one number, rounded to `Float`, and each element.
  @_disfavoredOverload
  public static func - (a: Double, b: Tensor) -> Tensor { Float(a) - b }
  /// The product of one number, rounded to `Float`, and each element.
  @_disfavoredOverload
  public static func * (a: Double, b: Tensor) -> Tensor { Float(a) * b }
  /// The quotient of one number, rounded to `Float`, and each element.
  @_disfavoredOverload
  public static func / (a: Double, b: Tensor) -> Tensor { Float(a) / b }
}

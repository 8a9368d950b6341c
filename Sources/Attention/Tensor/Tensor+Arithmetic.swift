// Addition, subtraction, multiplication and division, element by element. Two shapes are aligned at the last axis, and an axis that is
// missing in front or has size 1 is repeated: [3, 4] + [4] adds the vector to every row, [3, 4] + [3, 1] to every column. The matrix
// product is `matmul(_:_:)`.

extension Tensor {
  /// The sums of elements, broadcast.
  ///
  /// - Precondition: Aligned at the last axis, sizes are equal or 1; the failure names both shapes. The same applies to `-`, `*` and
  ///   `/`.
  public static func + (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: "+") { $0 + $1 } }

  /// The differences of elements, broadcast.
  public static func - (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: "-") { $0 - $1 } }

  /// The products of elements, broadcast. The matrix product is `matmul(_:_:)`.
  public static func * (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: "*") { $0 * $1 } }

  /// The quotients of elements, broadcast; a division by zero gives ±∞ or NaN.
  public static func / (a: Tensor, b: Tensor) -> Tensor { combined(a, b, in: "/") { $0 / $1 } }

  /// The negation of each element.
  public static prefix func - (a: Tensor) -> Tensor { a.mapped { -$0 } }
}

extension Tensor {
  /// The sum with one number, for each element.
  public static func + (a: Tensor, b: Float) -> Tensor { a.mapped { $0 + b } }
  /// The difference with one number, for each element.
  public static func - (a: Tensor, b: Float) -> Tensor { a.mapped { $0 - b } }
  /// The product with one number, for each element.
  public static func * (a: Tensor, b: Float) -> Tensor { a.mapped { $0 * b } }
  /// The quotient with one number, for each element.
  public static func / (a: Tensor, b: Float) -> Tensor { a.mapped { $0 / b } }

  /// The sum of one number and each element.
  public static func + (a: Float, b: Tensor) -> Tensor { b.mapped { a + $0 } }
  /// The difference of one number and each element.
  public static func - (a: Float, b: Tensor) -> Tensor { b.mapped { a - $0 } }
  /// The product of one number and each element.
  public static func * (a: Float, b: Tensor) -> Tensor { b.mapped { a * $0 } }
  /// The quotient of one number and each element.
  public static func / (a: Float, b: Tensor) -> Tensor { b.mapped { a / $0 } }
}

extension Tensor {
  /// Adds in place. No new tensor is created if the shapes are equal.
  ///
  /// - Precondition: The right side broadcasts to the shape of the left, which doesn't change. The same applies to `-=`, `*=` and
  ///   `/=`.
  public static func += (a: inout Tensor, b: Tensor) { a.combine(with: b, in: "+=") { $0 += $1 } }
  /// Subtracts in place.
  public static func -= (a: inout Tensor, b: Tensor) { a.combine(with: b, in: "-=") { $0 -= $1 } }
  /// Multiplies in place.
  public static func *= (a: inout Tensor, b: Tensor) { a.combine(with: b, in: "*=") { $0 *= $1 } }
  /// Divides in place.
  public static func /= (a: inout Tensor, b: Tensor) { a.combine(with: b, in: "/=") { $0 /= $1 } }

  /// Adds one number to each element.
  public static func += (a: inout Tensor, b: Float) { a = a + b }
  /// Subtracts one number from each element.
  public static func -= (a: inout Tensor, b: Float) { a = a - b }
  /// Multiplies each element by one number.
  public static func *= (a: inout Tensor, b: Float) { a = a * b }
  /// Divides each element by one number.
  public static func /= (a: inout Tensor, b: Float) { a = a / b }
}

extension Tensor {
  /// Applies `operation` to each pair of elements, broadcast.
  @inline(__always)
  static func combined(
    _ a: Tensor, _ b: Tensor, in function: String, _ operation: (Float, Float) -> Float
  ) -> Tensor {
    if a.shape != b.shape {
      let shape = broadcastShape(a.shape, b.shape, in: function)
      return combinedAlike(a.expanded(to: shape), b.expanded(to: shape), operation)
    }
    return combinedAlike(a, b, operation)
  }

  @inline(__always)
  private static func combinedAlike(_ a: Tensor, _ b: Tensor, _ operation: (Float, Float) -> Float) -> Tensor {
    let count = a.count
    let scalars = [Float](unsafeUninitializedCapacity: count) { result, initializedCount in
      a.scalars.withUnsafeBufferPointer { a in
        b.scalars.withUnsafeBufferPointer { b in
          for index in 0..<count { result.initializeElement(at: index, to: operation(a[index], b[index])) }
        }
      }
      initializedCount = count
    }
    return Tensor(unchecked: a.shape, scalars)
  }

  /// Applies `operation` to each element and its partner in `other`, in place.
  @inline(__always)
  private mutating func combine(with other: Tensor, in function: String, _ operation: (inout Float, Float) -> Void) {
    require(
      broadcastShape(shape, other.shape, in: function) == shape,
      "\(function): the shape \(other.shape) does not broadcast to \(shape), the shape of the left side, which stays")
    let other = other.expanded(to: shape)
    scalars.withUnsafeMutableBufferPointer { left in
      other.scalars.withUnsafeBufferPointer { right in
        for index in left.indices { operation(&left[index], right[index]) }
      }
    }
  }

  /// Applies `transform` to each element. Unlike `map`, it is inlined, which is fast for a known transformation.
  @inline(__always)
  func mapped(_ transform: (Float) -> Float) -> Tensor {
    let count = count
    let scalars = [Float](unsafeUninitializedCapacity: count) { result, initializedCount in
      self.scalars.withUnsafeBufferPointer { source in
        for index in 0..<count { result.initializeElement(at: index, to: transform(source[index])) }
      }
      initializedCount = count
    }
    return Tensor(unchecked: shape, scalars)
  }
}

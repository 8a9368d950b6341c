internal import CAttentionKernels

// Functions of one number, applied to every element. The shape stays the same.

/// e to the power of each element.
public func exp(_ x: Tensor) -> Tensor { x.mapped { exp($0) } }

/// The natural logarithm of each element: −∞ at 0, NaN below.
public func log(_ x: Tensor) -> Tensor { x.mapped { log($0) } }

/// The square root of each element: NaN below 0.
public func sqrt(_ x: Tensor) -> Tensor { x.mapped { $0.squareRoot() } }

/// The hyperbolic tangent of each element, to two units in the last place, with the same bits on every machine.
public func tanh(_ x: Tensor) -> Tensor {
  let scalars = [Float](unsafeUninitializedCapacity: x.count) { result, count in
    attention_hyperbolic_tangent(
      Execution.current.instructionSet.rawValue, x.scalars, result.baseAddress, Int64(x.count))
    count = x.count
  }
  return Tensor(unchecked: x.shape, scalars)
}

/// The sine of each element, in radians.
public func sin(_ x: Tensor) -> Tensor { x.mapped { sin($0) } }

/// The cosine of each element, in radians.
public func cos(_ x: Tensor) -> Tensor { x.mapped { cos($0) } }

/// The magnitude of each element.
public func abs(_ x: Tensor) -> Tensor { x.mapped { $0.magnitude } }

/// Each element of `base` to the power of `exponent`.
public func pow(_ base: Tensor, _ exponent: Float) -> Tensor { base.mapped { pow($0, exponent) } }

/// The larger of each two elements, broadcast; NaN if either is NaN.
public func max(_ a: Tensor, _ b: Tensor) -> Tensor { .combined(a, b, in: "max") { larger($0, $1) } }

/// The smaller of each two elements, broadcast; NaN if either is NaN.
public func min(_ a: Tensor, _ b: Tensor) -> Tensor { .combined(a, b, in: "min") { -larger(-$0, -$1) } }

extension Tensor {
  /// `transform` of each element.
  ///
  ///     distances.map { $0 <= 1 ? 1 : 0 } // the boxcar kernel
  public func map(_ transform: (Float) -> Float) -> Tensor { mapped(transform) }
}

/// The larger of two numbers. Unlike `Float.maximum`, it returns NaN if either is NaN, so that no error is hidden.
@inline(__always)
func larger(_ a: Float, _ b: Float) -> Float { a > b || a.isNaN ? a : b }

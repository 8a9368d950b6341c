/// A score that falls with the distance: the logarithm of a kernel, so that the weights are proportional to the kernel. Attention with it
/// is the Nadaraya–Watson estimator.
///
///     attentionSteps(query: x, key: points, value: y, score: KernelScore(.gaussian(width: 0.5))).context
///
/// If all keys have the same length, the Gaussian kernel of width w gives the same weights as the dot product divided by w².
///
/// - Source: Nadaraya 1964, "On Estimating Regression"; Watson 1964, "Smooth Regression Analysis".
public struct KernelScore: AttentionScore, Hashable {
  /// How the weight of a key falls with its distance r. Beyond the radius, it is 0.
  public enum Kernel: Sendable, Hashable {
    /// exp(−r² / 2w²).
    case gaussian(width: Float)
    /// 1 up to the radius.
    case boxcar(radius: Float)
    /// 1 − r/radius.
    case triangular(radius: Float)
    /// 1 − (r/radius)².
    case epanechnikov(radius: Float)
  }

  /// The kernel.
  public let kernel: Kernel

  /// - Precondition: The kernel's width or radius is positive.
  public init(_ kernel: Kernel) {
    require(kernel.extent > 0, "KernelScore: the width or radius must be positive, but it is \(kernel.extent)")
    self.kernel = kernel
  }

  public func callAsFunction(query: Tensor, key: Tensor) -> Tensor {
    differences(query: query, key: key).norm(axis: -1).mapped { kernel.logarithm($0) }
  }

  /// The vector–Jacobian product. It is 0 for a key beyond the radius, and where the kernel has a corner.
  ///
  /// - Parameters:
  ///   - query: Shape `[..., queries, keySize]`.
  ///   - key: Shape `[..., keys, keySize]`.
  ///   - cotangent: The gradient of the scores: shape `[..., queries, keys]`.
  /// - Returns: The gradients of `query` and `key`, with their shapes.
  public func gradient(query: Tensor, key: Tensor, cotangent: Tensor) -> (query: Tensor, key: Tensor) {
    checkCotangent(cotangent, query: query, key: key, in: "KernelScore")
    let differences = differences(query: query, key: key)  // [..., queries, keys, size]
    let slopes = differences.norm(axis: -1).mapped { $0 == 0 ? 0 : kernel.slope($0) / $0 }
    let gradient = (cotangent * slopes).insertingAxis(at: -1) * differences
    return (summed(gradient.sum(axis: -2), to: query.shape), summed(-gradient.sum(axis: -3), to: key.shape))
  }

  /// Shape `[..., queries, keys, size]`.
  private func differences(query: Tensor, key: Tensor) -> Tensor {
    checkSizes(query: query, key: key, in: "KernelScore")
    require(query.rank >= 2, "KernelScore: query needs the shape [..., queries, size], but has \(query.shape)")
    let pair = pairs(query: query, key: key)
    return pair.query - pair.key
  }
}

extension KernelScore.Kernel {
  fileprivate var extent: Float {
    switch self {
    case .gaussian(let width): width
    case .boxcar(let radius), .triangular(let radius), .epanechnikov(let radius): radius
    }
  }

  /// The logarithm of the kernel at distance `r`.
  fileprivate func logarithm(_ r: Float) -> Float {
    let u = r / extent
    return switch self {
    case .gaussian: -0.5 * u * u
    case .boxcar: u <= 1 ? 0 : -.infinity
    case .triangular: u < 1 ? log(1 - u) : -.infinity
    case .epanechnikov: u < 1 ? log((1 - u) * (1 + u)) : -.infinity
    }
  }

  /// The derivative of `logarithm`.
  fileprivate func slope(_ r: Float) -> Float {
    let u = r / extent
    return switch self {
    case .gaussian: -u / extent
    case .boxcar: 0
    case .triangular: u < 1 ? -1 / ((1 - u) * extent) : 0
    case .epanechnikov: u < 1 ? -2 * u / ((1 - u) * (1 + u) * extent) : 0
    }
  }
}

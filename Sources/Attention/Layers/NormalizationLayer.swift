/// A normalization with its learned parameters.
public struct NormalizationLayer: Sendable, Hashable {
  /// The kind of normalization.
  public enum Kind: Sendable, Hashable {
    /// `layerNormalization`.
    case layer
    /// `rmsNormalization`.
    case rms
  }

  /// The kind of normalization.
  public let kind: Kind
  /// Keeps the root from being 0 if all features are equal.
  public let epsilon: Float
  /// Shape `[features]`.
  public var gain: Tensor
  /// Shape `[features]`; nil, as always with `.rms`, adds nothing.
  public var bias: Tensor?

  /// A gain of 1 and, for `.layer`, a bias of 0.
  public init(_ kind: Kind = .layer, features: Int, epsilon: Float = 1e-5) {
    (self.kind, self.epsilon) = (kind, epsilon)
    gain = .ones([features])
    bias = kind == .layer ? .zeros([features]) : nil
  }

  /// The normalized tokens of `x`, of shape `[..., features]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    switch kind {
    case .layer: layerNormalization(x, gain: gain, bias: bias, epsilon: epsilon)
    case .rms: rmsNormalization(x, gain: gain, epsilon: epsilon)
    }
  }

  /// Where a block normalizes.
  ///
  /// - Source: Xiong et al. 2020, "On Layer Normalization in the Transformer Architecture", figure 1.
  public enum Placement: Sendable, Hashable {
    /// x + f(norm(x)): the sum passes from block to block unchanged, and so do gradients.
    case pre
    /// norm(x + f(x)), as in the first Transformer.
    case post
  }

  /// One layer of a block, with its residual connection.
  func residual(_ x: Tensor, _ placement: Placement, _ layer: (Tensor) -> Tensor) -> Tensor {
    switch placement {
    case .pre: x + layer(self(x))
    case .post: self(x + layer(x))
    }
  }
}

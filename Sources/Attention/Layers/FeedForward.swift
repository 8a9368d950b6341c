/// Two matrices with an activation between them, applied to each token separately. A third matrix gates the hidden features.
///
///     let feedForward = FeedForward(features: 64, hidden: 256, activation: .gelu, seed: 1)
///     let swiGLU = FeedForward(features: 64, hidden: 170, activation: .silu, isGated: true, seed: 1)
///
/// FFN(x) = f(x W₁ + b₁) W₂ + b₂. The gated form is (f(x W_g) ∘ (x W₁)) W₂; with SiLU it is SwiGLU.
///
/// - Source: Vaswani et al. 2017, "Attention Is All You Need", equation 2. Gated: Shazeer 2020, "GLU Variants Improve
///   Transformer", equation 6.
public struct FeedForward: Sendable, Hashable {
  /// A function of each element.
  public enum Activation: Sendable, Hashable, CaseIterable {
    /// `relu(_:)`.
    case relu
    /// `gelu(_:)`.
    case gelu
    /// `approximateGELU(_:)`.
    case approximateGELU
    /// `silu(_:)`.
    case silu

    /// The activation of each element.
    public func callAsFunction(_ x: Tensor) -> Tensor {
      switch self {
      case .relu: Attention.relu(x)
      case .gelu: Attention.gelu(x)
      case .approximateGELU: Attention.approximateGELU(x)
      case .silu: Attention.silu(x)
      }
    }
  }

  /// The activation between the matrices.
  public let activation: Activation
  /// Shape `[features, hidden]`.
  public var inputWeight: Tensor
  /// Shape `[features, hidden]`; nil if not gated.
  public var gateWeight: Tensor?
  /// Shape `[hidden, features]`.
  public var outputWeight: Tensor
  /// Shapes `[hidden]` and `[features]`; nil adds nothing.
  public var inputBias, outputBias: Tensor?

  /// The given matrices.
  public init(
    activation: Activation, inputWeight: Tensor, gateWeight: Tensor? = nil, outputWeight: Tensor,
    inputBias: Tensor? = nil, outputBias: Tensor? = nil
  ) {
    self.activation = activation
    (self.inputWeight, self.gateWeight, self.outputWeight) = (inputWeight, gateWeight, outputWeight)
    (self.inputBias, self.outputBias) = (inputBias, outputBias)
  }

  /// Random matrices that keep features of variance 1 near it. Biases are 0; by default the gated form has none.
  public init(
    features: Int, hidden: Int, activation: Activation = .relu, isGated: Bool = false, hasBias: Bool? = nil, seed: UInt64
  ) {
    let hasBias = hasBias ?? !isGated
    var generator = SeededGenerator(seed: seed)
    self.init(
      activation: activation,
      inputWeight: randomWeight(features, hidden, using: &generator),
      gateWeight: isGated ? randomWeight(features, hidden, using: &generator) : nil,
      outputWeight: randomWeight(hidden, features, using: &generator),
      inputBias: hasBias ? .zeros([hidden]) : nil, outputBias: hasBias ? .zeros([features]) : nil)
  }

  /// The output for each token of `x`, of shape `[..., features]`.
  public func callAsFunction(_ x: Tensor) -> Tensor {
    let inner = linear(x, inputWeight, inputBias, in: "FeedForward")  // [..., hidden]
    let hidden = gateWeight.map { activation(linear(x, $0, nil, in: "FeedForward")) * inner } ?? activation(inner)
    return linear(hidden, outputWeight, outputBias, in: "FeedForward")
  }
}

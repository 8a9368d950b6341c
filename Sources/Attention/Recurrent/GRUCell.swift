/// One step of a gated recurrent unit: gates decide how much of the last state is used and how much is kept.
///
///     r = σ(x W_r + h U_r + b_r)              reset gate: how much of the last state is used
///     z = σ(x W_z + h U_z + b_z)              update gate: how much of it is kept
///     n = tanh(x W_n + (r ∘ h) U_n + b_n)     the candidate state
///     h′ = z ∘ h + (1 − z) ∘ n
///
/// PyTorch, MLX and Keras reset after the product instead: n = tanh(x W_n + b_n + r ∘ (h U_n + d)), with a bias d of its own.
///
/// - Source: Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder", equations 5 to 8; reset after the product: its
///   version of June 2014, and cuDNN.
public struct GRUCell: Sendable, Hashable {
  /// Where the reset gate acts.
  public enum Reset: Sendable, Hashable {
    /// On the state, before its product with U_n.
    case beforeProduct
    /// On the product of the state with U_n.
    case afterProduct
  }

  /// Where the reset gate acts.
  public let reset: Reset
  /// d, which is added to h U_n before the reset. Shape `[hiddenSize]`; nil adds nothing.
  public var stateBias: Tensor?
  /// W_r, W_z and W_n, side by side. Shape `[inputSize, 3 · hiddenSize]`.
  public var inputWeight: Tensor
  /// U_r, U_z and U_n, side by side. Shape `[hiddenSize, 3 · hiddenSize]`.
  public var stateWeight: Tensor
  /// Shape `[3 · hiddenSize]`.
  public var bias: Tensor

  /// The given matrices, whose shapes are those of the properties.
  ///
  /// - Precondition: The shapes fit each other, and only with `.afterProduct` there is a bias of the state.
  public init(
    inputWeight: Tensor, stateWeight: Tensor, bias: Tensor, stateBias: Tensor? = nil, reset: Reset = .beforeProduct
  ) {
    require(
      stateWeight.rank == 2 && stateWeight.columns == 3 * stateWeight.rows,
      "GRUCell: the state's weight needs the shape [hiddenSize, 3 · hiddenSize], but has \(stateWeight.shape)")
    checkCell("GRUCell", inputWeight: inputWeight, bias: bias, gates: 3, hiddenSize: stateWeight.rows)
    require(
      stateBias.map { reset == .afterProduct && $0.shape == [stateWeight.rows] } ?? true,
      "GRUCell: a stateBias is for .afterProduct, and needs the shape [\(stateWeight.rows)], but has \(stateBias?.shape ?? [])")
    (self.inputWeight, self.stateWeight, self.bias) = (inputWeight, stateWeight, bias)
    (self.stateBias, self.reset) = (stateBias, reset)
  }

  /// Random matrices, and a bias of 0. Equal seeds give equal matrices.
  public init(inputSize: Int, hiddenSize: Int, reset: Reset = .beforeProduct, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      inputWeight: randomWeight(inputSize, 3 * hiddenSize, using: &generator),
      stateWeight: randomWeight(hiddenSize, 3 * hiddenSize, using: &generator), bias: .zeros([3 * hiddenSize]),
      stateBias: reset == .afterProduct ? .zeros([hiddenSize]) : nil, reset: reset)
  }

  /// The state after `x`.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., inputSize]`.
  ///   - state: Shape `[..., hiddenSize]`.
  public func callAsFunction(_ x: Tensor, state: Tensor) -> Tensor {
    let size = stateWeight.rows
    checkStep("GRUCell", x.shape, inputWeight: inputWeight, hiddenSize: size, ("state", state.shape))
    /// The columns of some of the three parts: both gates and the candidate.
    func parts(_ x: Tensor, _ parts: Range<Int>) -> Tensor {
      x.gathering(Array(parts.lowerBound * size..<parts.upperBound * size), axis: -1)
    }
    let input = linear(x, inputWeight, bias, in: "GRUCell")  // [..., 3 · hiddenSize]
    let gates = sigmoid(parts(input, 0..<2) + linear(state, parts(stateWeight, 0..<2), nil, named: "state", in: "GRUCell"))
    let (reset, kept) = (parts(gates, 0..<1), parts(gates, 1..<2))
    let candidate = parts(stateWeight, 2..<3)
    let recalled =
      self.reset == .beforeProduct
      ? linear(reset * state, candidate, nil, in: "GRUCell") : reset * linear(state, candidate, stateBias, in: "GRUCell")
    let new = tanh(parts(input, 2..<3) + recalled)
    return kept * state + (1 - kept) * new
  }

  /// The state after each token of `x`, of shape `[..., length, inputSize]`. Shape `[..., length, hiddenSize]`.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., length, inputSize]`.
  ///   - state: The state before the first token; by default zeros.
  public func states(_ x: Tensor, from state: Tensor? = nil) -> Tensor {
    unrolled(x, from: state, hiddenSize: stateWeight.rows, in: "GRUCell") { self($0, state: $1) }
  }
}

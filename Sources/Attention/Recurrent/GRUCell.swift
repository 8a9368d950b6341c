/// One step of a gated recurrent unit: gates decide how much of the last state is used and how much is kept.
///
///     r = σ(x W_r + h U_r + b_r)              reset gate: how much of the last state is used
///     z = σ(x W_z + h U_z + b_z)              update gate: how much of it is kept
///     n = tanh(x W_n + (r ∘ h) U_n + b_n)     the candidate state
///     h′ = z ∘ h + (1 − z) ∘ n
///
/// - Source: Cho et al. 2014, "Learning Phrase Representations using RNN Encoder–Decoder", equations 5 to 8. (Some
///   libraries multiply by r after U_n instead.)
public struct GRUCell: Sendable, Hashable {
  /// W_r, W_z and W_n, side by side. Shape `[inputSize, 3 · hiddenSize]`.
  public var inputWeight: Tensor
  /// U_r, U_z and U_n, side by side. Shape `[hiddenSize, 3 · hiddenSize]`.
  public var stateWeight: Tensor
  /// Shape `[3 · hiddenSize]`.
  public var bias: Tensor

  /// The given matrices, whose shapes are those of the properties.
  public init(inputWeight: Tensor, stateWeight: Tensor, bias: Tensor) {
    require(
      stateWeight.rank == 2 && stateWeight.columns == 3 * stateWeight.rows,
      "GRUCell: the state's weight needs the shape [hiddenSize, 3 · hiddenSize], but has \(stateWeight.shape)")
    (self.inputWeight, self.stateWeight, self.bias) = (inputWeight, stateWeight, bias)
  }

  /// Random matrices, and a bias of 0. Equal seeds give equal matrices.
  public init(inputSize: Int, hiddenSize: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      inputWeight: randomWeight(inputSize, 3 * hiddenSize, using: &generator),
      stateWeight: randomWeight(hiddenSize, 3 * hiddenSize, using: &generator), bias: .zeros([3 * hiddenSize]))
  }

  /// The state after `x`.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., inputSize]`.
  ///   - state: Shape `[..., hiddenSize]`.
  public func callAsFunction(_ x: Tensor, state: Tensor) -> Tensor {
    let size = stateWeight.rows
    func part(_ x: Tensor, _ index: Int) -> Tensor {
      x.gathering(Array(index * size..<(index + 1) * size), axis: -1)
    }
    let input = linear(x, inputWeight, bias, in: "GRUCell")  // [..., 3 · hiddenSize]
    func gate(_ index: Int) -> Tensor {
      sigmoid(part(input, index) + linear(state, part(stateWeight, index), nil, in: "GRUCell"))
    }
    let (reset, kept) = (gate(0), gate(1))
    let new = tanh(part(input, 2) + linear(reset * state, part(stateWeight, 2), nil, in: "GRUCell"))
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

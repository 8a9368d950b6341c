/// One step of a long short-term memory: beside the state it shows, a cell keeps what gates let in and don't forget.
///
///     i = σ(x W_i + h U_i + b_i)        what is let in
///     f = σ(x W_f + h U_f + b_f)        what is kept
///     g = tanh(x W_g + h U_g + b_g)     what is new
///     o = σ(x W_o + h U_o + b_o)        what is shown
///     c′ = f ∘ c + i ∘ g
///     h′ = o ∘ tanh(c′)
///
/// - Source: Hochreiter and Schmidhuber 1997, "Long Short-Term Memory"; with the forget gate of Gers, Schmidhuber and
///   Cummins 2000, "Learning to Forget".
public struct LSTMCell: Sendable, Hashable {
  /// W_i, W_f, W_g and W_o, side by side. Shape `[inputSize, 4 · hiddenSize]`.
  public var inputWeight: Tensor
  /// U_i, U_f, U_g and U_o, side by side. Shape `[hiddenSize, 4 · hiddenSize]`.
  public var stateWeight: Tensor
  /// Shape `[4 · hiddenSize]`.
  public var bias: Tensor

  /// What goes from step to step, each of shape `[..., hiddenSize]`.
  public struct State: Sendable, Hashable {
    /// h, which is shown.
    public var hidden: Tensor
    /// c, which is kept.
    public var cell: Tensor

    /// The given parts.
    public init(hidden: Tensor, cell: Tensor) { (self.hidden, self.cell) = (hidden, cell) }
  }

  /// The given matrices, in the shapes the properties name.
  public init(inputWeight: Tensor, stateWeight: Tensor, bias: Tensor) {
    require(
      stateWeight.rank == 2 && stateWeight.columns == 4 * stateWeight.rows,
      "LSTMCell: the state's weight needs the shape [hiddenSize, 4 · hiddenSize], but has \(stateWeight.shape)")
    (self.inputWeight, self.stateWeight, self.bias) = (inputWeight, stateWeight, bias)
  }

  /// Random matrices, and a bias of 0; equal seeds give equal ones.
  public init(inputSize: Int, hiddenSize: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      inputWeight: randomWeight(inputSize, 4 * hiddenSize, using: &generator),
      stateWeight: randomWeight(hiddenSize, 4 * hiddenSize, using: &generator), bias: .zeros([4 * hiddenSize]))
  }

  /// The state after `x`, of shape `[..., inputSize]`.
  public func callAsFunction(_ x: Tensor, state: State) -> State {
    let size = stateWeight.rows
    let sum = linear(x, inputWeight, bias, in: "LSTMCell") + linear(state.hidden, stateWeight, nil, in: "LSTMCell")
    func part(_ index: Int) -> Tensor { sum.gathering(Array(index * size..<(index + 1) * size), axis: -1) }
    let cell = sigmoid(part(1)) * state.cell + sigmoid(part(0)) * tanh(part(2))
    return State(hidden: sigmoid(part(3)) * tanh(cell), cell: cell)
  }

  /// What is shown after each token of `x`, of shape `[..., length, inputSize]`. Shape `[..., length, hiddenSize]`.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., length, inputSize]`.
  ///   - state: That before the first; by default zeros.
  public func states(_ x: Tensor, from state: State? = nil) -> Tensor {
    var cell = state?.cell ?? Tensor(0)
    return unrolled(x, from: state?.hidden, hiddenSize: stateWeight.rows, in: "LSTMCell") { x, hidden in
      let next = self(x, state: State(hidden: hidden, cell: cell))
      cell = next.cell
      return next.hidden
    }
  }
}

/// One step of a long short-term memory: besides its hidden state it has a cell state, which gates write, keep and read.
///
///     i = σ(x W_i + h U_i + b_i)        input gate
///     f = σ(x W_f + h U_f + b_f)        forget gate
///     g = tanh(x W_g + h U_g + b_g)     the candidate for the cell state
///     o = σ(x W_o + h U_o + b_o)        output gate
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

  /// The state between steps. Both parts have the shape `[..., hiddenSize]`.
  public struct State: Sendable, Hashable {
    /// h, the hidden state, which is also the output.
    public var hidden: Tensor
    /// c, the cell state.
    public var cell: Tensor

    /// The given parts.
    public init(hidden: Tensor, cell: Tensor) { (self.hidden, self.cell) = (hidden, cell) }
  }

  /// The given matrices, whose shapes are those of the properties.
  public init(inputWeight: Tensor, stateWeight: Tensor, bias: Tensor) {
    require(
      stateWeight.rank == 2 && stateWeight.columns == 4 * stateWeight.rows,
      "LSTMCell: the state's weight needs the shape [hiddenSize, 4 · hiddenSize], but has \(stateWeight.shape)")
    checkCell("LSTMCell", inputWeight: inputWeight, bias: bias, gates: 4, hiddenSize: stateWeight.rows)
    (self.inputWeight, self.stateWeight, self.bias) = (inputWeight, stateWeight, bias)
  }

  /// Random matrices, and a bias of 0. Equal seeds give equal matrices.
  public init(inputSize: Int, hiddenSize: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      inputWeight: randomWeight(inputSize, 4 * hiddenSize, using: &generator),
      stateWeight: randomWeight(hiddenSize, 4 * hiddenSize, using: &generator), bias: .zeros([4 * hiddenSize]))
  }

  /// The state after `x`, of shape `[..., inputSize]`.
  public func callAsFunction(_ x: Tensor, state: State) -> State {
    let size = stateWeight.rows
    checkStep(
      "LSTMCell", x.shape, inputWeight: inputWeight, hiddenSize: size, ("state.hidden", state.hidden.shape),
      ("state.cell", state.cell.shape))
    let sum =
      linear(x, inputWeight, bias, in: "LSTMCell")
      + linear(state.hidden, stateWeight, nil, named: "state.hidden", in: "LSTMCell")
    func part(_ index: Int) -> Tensor { sum.gathering(Array(index * size..<(index + 1) * size), axis: -1) }
    let cell = sigmoid(part(1)) * state.cell + sigmoid(part(0)) * tanh(part(2))
    return State(hidden: sigmoid(part(3)) * tanh(cell), cell: cell)
  }

  /// The hidden state after each token of `x`, of shape `[..., length, inputSize]`. Shape `[..., length, hiddenSize]`.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., length, inputSize]`.
  ///   - state: The state before the first token; by default zeros.
  public func states(_ x: Tensor, from state: State? = nil) -> Tensor {
    var cell = state?.cell ?? .zeros([stateWeight.rows])
    return unrolled(x, from: state?.hidden, hiddenSize: stateWeight.rows, in: "LSTMCell") { x, hidden in
      let next = self(x, state: State(hidden: hidden, cell: cell))
      cell = next.cell
      return next.hidden
    }
  }
}

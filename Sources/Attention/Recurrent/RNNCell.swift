/// One step of a recurrent network, which computes the new state from the input and the last state: h′ = tanh(x W + h U + b).
///
///     let cell = RNNCell(inputSize: 8, hiddenSize: 16, seed: 1)
///     let states = cell.states(x) // [..., length, 16]
///
/// - Source: Elman 1990, "Finding Structure in Time".
public struct RNNCell: Sendable, Hashable {
  /// W. Shape `[inputSize, hiddenSize]`.
  public var inputWeight: Tensor
  /// U. Shape `[hiddenSize, hiddenSize]`.
  public var stateWeight: Tensor
  /// Shape `[hiddenSize]`.
  public var bias: Tensor

  /// The given matrices.
  public init(inputWeight: Tensor, stateWeight: Tensor, bias: Tensor) {
    require(
      stateWeight.rank == 2 && stateWeight.columns == stateWeight.rows,
      "RNNCell: the state's weight needs the shape [hiddenSize, hiddenSize], but has \(stateWeight.shape)")
    checkCell("RNNCell", inputWeight: inputWeight, bias: bias, gates: 1, hiddenSize: stateWeight.rows)
    (self.inputWeight, self.stateWeight, self.bias) = (inputWeight, stateWeight, bias)
  }

  /// Random matrices, and a bias of 0. Equal seeds give equal matrices.
  public init(inputSize: Int, hiddenSize: Int, seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    self.init(
      inputWeight: randomWeight(inputSize, hiddenSize, using: &generator),
      stateWeight: randomWeight(hiddenSize, hiddenSize, using: &generator), bias: .zeros([hiddenSize]))
  }

  /// The state after `x`.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., inputSize]`.
  ///   - state: Shape `[..., hiddenSize]`.
  public func callAsFunction(_ x: Tensor, state: Tensor) -> Tensor {
    checkStep("RNNCell", x.shape, inputWeight: inputWeight, hiddenSize: stateWeight.rows, ("state", state.shape))
    return tanh(linear(x, inputWeight, bias, in: "RNNCell") + linear(state, stateWeight, nil, named: "state", in: "RNNCell"))
  }

  /// The state after each token of `x`, of shape `[..., length, inputSize]`. Shape `[..., length, hiddenSize]`.
  ///
  /// - Parameters:
  ///   - x: Shape `[..., length, inputSize]`.
  ///   - state: The state before the first token; by default zeros.
  public func states(_ x: Tensor, from state: Tensor? = nil) -> Tensor {
    unrolled(x, from: state, hiddenSize: stateWeight.rows, in: "RNNCell") { self($0, state: $1) }
  }
}

/// Stops unless input weight and bias have the columns of all gates.
func checkCell(_ cell: String, inputWeight: Tensor, bias: Tensor, gates: Int, hiddenSize: Int) {
  require(
    inputWeight.rank == 2 && inputWeight.columns == gates * hiddenSize && bias.shape == [gates * hiddenSize],
    """
    \(cell): with \(hiddenSize) hidden features, inputWeight needs the shape [inputSize, \(gates * hiddenSize)] and bias \
    [\(gates * hiddenSize)], but they have \(inputWeight.shape) and \(bias.shape)
    """)
}

/// Stops unless `x` has the axes of tokens and their features.
func checkTokens(_ x: [Int], in function: String) {
  require(x.count >= 2, "\(function): x needs the shape [..., length, inputSize], but has \(x)")
}

/// Stops unless a cell's input has its number of features, and each of its states fits that input.
func checkStep(_ cell: String, _ x: [Int], inputWeight: Tensor, hiddenSize: Int, _ states: (name: String, shape: [Int])...) {
  checkFeatures(of: x, named: "x", weight: inputWeight.shape, in: cell)
  for (name, shape) in states {
    require(
      shape.last == hiddenSize && joinedShape(shape.dropLast(), x.dropLast()) != nil,
      "\(cell): \(name) needs the shape \(x.dropLast() + [hiddenSize]) for x of shape \(x), but has \(shape)")
  }
}

/// The state after each token, from `[..., length, inputSize]` to `[..., length, hiddenSize]`.
func unrolled(
  _ x: Tensor, from state: Tensor?, hiddenSize: Int, in function: String, _ step: (Tensor, Tensor) -> Tensor
) -> Tensor {
  checkTokens(x.shape, in: function)
  let shape: [Int] = x.shape.dropLast(2) + [hiddenSize]
  var state = state ?? .zeros(shape)
  let states = (0..<x.rows).map { token in
    state = step(x.selecting(token, axis: -2), state)
    return state
  }
  return states.isEmpty ? .zeros(x.shape.dropLast(2) + [0, hiddenSize]) : stack(states, axis: -2)
}

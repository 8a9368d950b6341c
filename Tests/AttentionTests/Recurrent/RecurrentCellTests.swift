import Attention
import Testing

/// Two steps of each cell against NumPy: the equations above each cell, written out with `@`, from the state
/// [0.5, -1] on.
@Suite struct RecurrentCellTests {
  let x: Tensor = [[1, -0.5], [0.25, 2]]
  let state: Tensor = [0.5, -1]

  let rnn = RNNCell(
    inputWeight: [[-0.75, -0.5], [-0.25, 0]], stateWeight: [[-0.5, -0.25], [0, 0.25]], bias: [0.1, -0.2])
  let gru = GRUCell(
    inputWeight: [[-0.75, -0.5, -0.25, 0, 0.25, 0.5], [0.75, -0.75, -0.5, -0.25, 0, 0.25]],
    stateWeight: [[-0.5, -0.25, 0, 0.25, 0.5, 0.75], [-0.75, -0.5, -0.25, 0, 0.25, 0.5]],
    bias: [-0.2, -0.1, 0, 0.1, 0.2, 0.3])
  let lstm = LSTMCell(
    inputWeight: [[-0.75, -0.5, -0.25, 0, 0.25, 0.5, 0.75, -0.75], [-0.5, -0.25, 0, 0.25, 0.5, 0.75, -0.75, -0.5]],
    stateWeight: [[-0.5, -0.25, 0, 0.25, 0.5, 0.75, -0.75, -0.5], [-0.25, 0, 0.25, 0.5, 0.75, -0.75, -0.5, -0.25]],
    bias: [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3, 0.4])

  @Test func `an RNN agrees with NumPy`() {
    expectClose(
      rnn.states(x, from: state),
      [[-0.6498274636719203, -0.7913375537619973], [-0.2567129613339618, -0.3455465229208816]])
  }

  @Test func `a GRU agrees with NumPy`() {
    expectClose(
      gru.states(x, from: state),
      [[0.4443643542012118, -0.3889697343928068], [0.40803611625465375, 0.30066568580482944]])
  }

  @Test func `an LSTM agrees with NumPy`() {
    let start = LSTMCell.State(hidden: state, cell: [0.3, 0.6])
    expectClose(
      lstm.states(x, from: start),
      [[-0.009478473524072408, 0.22828114041746003], [0.03615584741653676, 0.166813540151994]])
    let last = lstm(x[1], state: lstm(x[0], state: start))
    expectClose(last.cell, [0.14798730750522443, 0.6229081976494174])
    expectClose(last.hidden, [0.03615584741653676, 0.166813540151994])
  }

  @Test func `a batch is its sequences, from zeros`() {
    let batch = Tensor.randomNormal([3, 4, 2], seed: 1)
    expectClose(rnn.states(batch)[1], rnn.states(batch[1], from: [0, 0]))
    expectClose(gru.states(batch)[1], gru.states(batch[1]))
    expectClose(lstm.states(batch)[1], lstm.states(batch[1]))
  }

  @Test func `no tokens leave no states`() {
    #expect(rnn.states(.zeros([3, 0, 2])).shape == [3, 0, 2])
    #expect(lstm.states(.zeros([0, 2])).shape == [0, 2])
    #expect(GRUCell(inputSize: 1, hiddenSize: 1, seed: 1).states([[3]]).shape == [1, 1])
  }

  @Test func `a gate that is wide open keeps the state for ever`() {
    // z = 1: h′ = h. An RNN has no such gate.
    let keeping = GRUCell(
      inputWeight: .zeros([2, 6]), stateWeight: .zeros([2, 6]), bias: [0, 0, 100, 100, 0, 0])
    #expect(keeping.states(.ones([50, 2]), from: state)[49] == state)
  }
}

@Suite struct RecurrentDecoderTests {
  let source = Tensor.randomNormal([5, 4], seed: 1)
  let state: Tensor = [0.5, -1, 0.25]
  let x: Tensor = [1, -2]

  @Test func `Bahdanau's decoder looks with the last state, then steps`() {
    let score = AdditiveScore(
      queryWeight: .randomNormal([3, 6], seed: 2), keyWeight: .randomNormal([4, 6], seed: 3),
      vector: .randomNormal([6], seed: 4))
    let decoder = BahdanauDecoder(score: score, cell: GRUCell(inputSize: 6, hiddenSize: 3, seed: 5))
    let step = decoder(x, state: state, source: source)
    let weights = softmax(score(query: state.reshaped([1, 3]), key: source))[0]
    expectClose(step.weights, weights)
    expectClose(step.context, matmul(weights, source))
    expectClose(step.state, decoder.cell(concatenate([x, step.context]), state: state))
  }

  @Test func `Luong's decoder steps, then looks with the new state`() {
    let score = GeneralScore(weight: .randomNormal([3, 4], seed: 2))
    let decoder = LuongDecoder(
      score: score, cell: GRUCell(inputSize: 2, hiddenSize: 3, seed: 5), outputWeight: .randomNormal([7, 8], seed: 6))
    let step = decoder(x, state: state, source: source)
    expectClose(step.state, decoder.cell(x, state: state))
    let weights = softmax(score(query: step.state.reshaped([1, 3]), key: source))[0]
    expectClose(step.weights, weights)
    expectClose(
      step.output, tanh(matmul(concatenate([matmul(weights, source), step.state]), decoder.outputWeight)))
  }

  @Test func `padding of the source is not looked at, and a batch is its sequences`() {
    let decoder = LuongDecoder(
      score: DotScore(), cell: GRUCell(inputSize: 2, hiddenSize: 4, seed: 5), outputWeight: .identity(8))
    let sources = Tensor.randomNormal([2, 5, 4], seed: 7)
    let states = Tensor.randomNormal([2, 4], seed: 8)
    let inputs = Tensor.randomNormal([2, 2], seed: 9)
    let mask = Mask(shape: [2, 1, 5], isVisible: (0..<10).map { $0 < 8 })
    let step = decoder(inputs, state: states, source: sources, mask: mask)
    #expect(step.weights[1][3...] == [0, 0])
    expectClose(step.output[1], decoder(inputs[1], state: states[1], source: sources[1][..<3]).output)
  }
}

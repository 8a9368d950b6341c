import Attention
import Foundation
import Testing

@Suite struct LinearAttentionGradientTests {
  @Test(arguments: [(false, false), (true, false), (false, true), (true, true)])
  func `gradients are central differences`(hasDecay: Bool, hasBeta: Bool) {
    let query = Tensor.randomNormal([4, 3], seed: 1)
    let key = Tensor.randomNormal([4, 3], seed: 2)
    let value = Tensor.randomNormal([4, 2], seed: 3)
    let state = Tensor.randomNormal([3, 2], seed: 4)
    let decay = hasDecay ? -Tensor.randomUniform([4, 3], seed: 5) : nil
    let beta = hasBeta ? Tensor.randomUniform([4, 1], seed: 6) : nil
    let cotangent = Tensor.randomNormal([4, 2], seed: 7)
    let stateCotangent = Tensor.randomNormal([3, 2], seed: 8)
    let gradients = linearAttentionGradients(
      query: query, key: key, value: value, decay: decay, beta: beta, state: state,
      cotangent: cotangent, stateCotangent: stateCotangent)
    expectGradients(
      [gradients.query, gradients.key, gradients.value, gradients.state]
        + [gradients.decay, gradients.beta].compactMap { $0 },
      of: [query, key, value, state] + [decay, beta].compactMap { $0 },
      cotangent: concatenate([cotangent, stateCotangent])
    ) { inputs in
      recurrence(
        inputs[0], inputs[1], inputs[2], state: inputs[3], decay: hasDecay ? inputs[4] : nil,
        beta: hasBeta ? inputs[inputs.count - 1] : nil)
    }
  }

  @Test func `a batch is its parts, and one decay for all features gets the sum`() throws {
    let x = Tensor.randomNormal([2, 5, 3], seed: 1)
    let decay = -Tensor.randomUniform([2, 5, 1], seed: 2)
    let whole = linearAttentionGradients(query: x, key: x, value: x, decay: decay, cotangent: x)
    let full = linearAttentionGradients(
      query: x, key: x, value: x, decay: decay.expanded(to: [2, 5, 3]), cotangent: x)
    #expect(whole.decay?.shape == [2, 5, 1])
    expectClose(
      try #require(whole.decay), try #require(full.decay).sum(axis: -1, keepingAxis: true), relative: 1e-5)
    let part = linearAttentionGradients(query: x[1], key: x[1], value: x[1], decay: decay[1], cotangent: x[1])
    expectClose(whole.key[1], part.key)
  }

  @Test func `without tokens, the state's gradient passes through`() {
    let none = Tensor.zeros([0, 2])
    let gradients = linearAttentionGradients(
      query: none, key: none, value: none, cotangent: none, stateCotangent: [[1, 2], [3, 4]])
    #expect(gradients.state == [[1, 2], [3, 4]])
    #expect(gradients.query.shape == [0, 2])
  }

  /// Contexts of all tokens, then the rows of the last state.
  private func recurrence(
    _ query: Reference, _ key: Reference, _ value: Reference, state: Reference, decay: Reference?, beta: Reference?
  ) -> Reference {
    var (state, contexts) = (state, [Double]())
    for t in 0..<4 {
      for a in 0..<3 { for c in 0..<2 { state[a, c] *= Foundation.exp(decay?[t, a] ?? 0) } }
      let change = (0..<2).map { c in
        let known = (0..<3).reduce(0) { $0 + state[$1, c] * key[t, $1] }
        return beta.map { $0[t, 0] * (value[t, c] - known) } ?? value[t, c]
      }
      for a in 0..<3 { for c in 0..<2 { state[a, c] += key[t, a] * change[c] } }
      for c in 0..<2 { contexts.append((0..<3).reduce(0) { $0 + state[$1, c] * query[t, $1] } / 3.0.squareRoot()) }
    }
    return Reference([7, 2], contexts + state.values)
  }
}

import Attention
import Testing

@Suite struct SamplerTests {
  let logits = log([0.4, 0.3, 0.2, 0.1] as Tensor)

  @Test func `probabilities are those of the softmax, of the largest logits, and of the fewest that reach a share`() {
    expectClose(Sampler(seed: 1).probabilities(logits), [0.4, 0.3, 0.2, 0.1])
    expectClose(Sampler(temperature: 0.5, seed: 1).probabilities(logits), [16, 9, 4, 1] / 30)
    expectClose(Sampler(topK: 2, seed: 1).probabilities(logits), [4, 3, 0, 0] / 7)
    expectClose(Sampler(topP: 0.65, seed: 1).probabilities(logits), [4, 3, 0, 0] / 7)
    expectClose(Sampler(topP: 0.75, seed: 1).probabilities(logits), [4, 3, 2, 0] / 9)
    // Of the three largest, the first two reach 0.7 / 0.9.
    expectClose(Sampler(topK: 3, topP: 0.75, seed: 1).probabilities(logits), [4, 3, 0, 0] / 7)
    #expect(Sampler(topP: 0.001, seed: 1).probabilities(logits) == [1, 0, 0, 0])
    #expect(Sampler.greedy.probabilities([1, 3, 3, -.infinity]) == [0, 1, 0, 0])
  }

  @Test func `equal seeds draw equal tokens, about as often as they are probable`() {
    var (first, second) = (Sampler(seed: 7), Sampler(seed: 7))
    var counts = [Float](repeating: 0, count: 4)
    for _ in 0..<4000 {
      let token = first.next(logits)
      #expect(token == second.next(logits))
      counts[token] += 1
    }
    // Four standard deviations of a share of 4000 draws are below 0.031.
    expectClose(Tensor(counts) / 4000, [0.4, 0.3, 0.2, 0.1], relative: 0, absolute: 0.031)
  }
}

import Attention
import Foundation
import Testing

@Suite struct ScoreTests {
  let query = Tensor.randomNormal([3, 4], seed: 1)
  let key = Tensor.randomNormal([5, 4], seed: 2)
  let value = Tensor.randomNormal([5, 2], seed: 3)
  let cotangent = Tensor.randomNormal([3, 5], seed: 4)

  @Test func `the scaled dot product is attention as ever`() {
    let steps = attentionSteps(query: query, key: key, value: value, score: ScaledDotScore(), mask: .causal(3, keys: 5))
    #expect(steps == attentionSteps(query: query, key: key, value: value, mask: .causal(3, keys: 5)))
    expectClose(DotScore()(query: query, key: key), ScaledDotScore()(query: query, key: key) * 2)
  }

  @Test func `only the score changes`() {
    let scores: [any AttentionScore] = [
      DotScore(), CosineScore(temperature: 0.2), GeneralScore(weight: .identity(4)),
      AdditiveScore(queryWeight: .identity(4), keyWeight: .identity(4), vector: .ones([4])),
      KernelScore(.gaussian(width: 1)),
    ]
    for score in scores {
      let steps = attentionSteps(query: query, key: key, value: value, score: score)
      #expect(steps.scores == score(query: query, key: key))
      expectClose(steps.weights.sum(axis: -1), .ones([3]))
      expectClose(steps.context, matmul(softmax(steps.scores), value))
    }
  }

  @Test func `a cosine divided by its temperature`() {
    let score = CosineScore(temperature: 0.5)(query: [[2, 0], [0, 0]], key: [[3, 0], [0, 7], [-1, 0], [5, 5]])
    expectClose(score, [[2, 0, -2, 1.41421356], [0, 0, 0, 0]])
  }

  @Test func `no cosine gives more weight than its cap`() {
    // Among n keys, one in the query's direction and all others opposite: e / (e + (n − 1)/e).
    for (keys, cap) in [(10, 0.4509), (100, 0.0695), (1000, 0.0073)] {
      let key = concatenate([Tensor.ones([1, 2]), .full([keys - 1, 2], -1)])
      let weights = softmax(CosineScore()(query: [[3, 3]], key: key))
      expectClose(Tensor(weights[0, 0]), Tensor(Float(cap)), absolute: 5e-5)
    }
  }

  @Test func `additive and general scores agree with NumPy`() {
    // np.tanh(q[:, None] @ Wq + k[None] @ Wk) @ w, and q @ Wq @ k.T with k of size 3
    let (q, k): (Tensor, Tensor) = ([[1, 2]], [[0.5, -1, 2], [1, 0, -1]])
    let additive = AdditiveScore(
      queryWeight: [[0.1, 0.2], [0.3, -0.4]], keyWeight: [[1, 0], [0, 1], [0.5, 0.5]], vector: [2, -1])
    expectClose(additive(query: q, key: k), [[2.48853583, 2.46780824]], relative: 1e-5)
    expectClose(GeneralScore(weight: [[1, 0, 2], [0, 1, -1]])(query: q, key: k), [[-1.5, 1]])
  }

  @Test func `with keys of one length, a Gaussian is a dot product`() {
    let keys = key / key.norm(axis: -1, keepingAxis: true)
    expectClose(
      softmax(KernelScore(.gaussian(width: 0.7))(query: query, key: keys)),
      softmax(DotScore()(query: query, key: keys) / (0.7 * 0.7)), relative: 1e-5)
  }

  @Test(
    arguments: [
      (KernelScore.Kernel.gaussian(width: 2), [1, 0.8824969, 0.6065307, 0.3246525]), (.boxcar(radius: 2), [1, 1, 1, 0]),
      (.triangular(radius: 2), [1, 0.5, 0, 0]), (.epanechnikov(radius: 2), [1, 0.75, 0, 0]),
    ] as [(KernelScore.Kernel, [Float])])
  func `the exponential of the score is the kernel`(kernel: KernelScore.Kernel, expected: [Float]) {
    expectClose(exp(KernelScore(kernel)(query: [[0]], key: [[0], [1], [2], [-3]])), Tensor([expected]))
  }

  @Test func `a query out of reach of all keys gets zeros`() {
    let steps = attentionSteps(
      query: [[0], [9]], key: [[0.5], [1]], value: [[1], [2]], score: KernelScore(.boxcar(radius: 2)))
    #expect(steps.context == [[1.5], [0]])
  }

  @Test func `dot, scaled and cosine gradients are central differences`() {
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    let dot = DotScore().gradient(query: query, key: key, cotangent: cotangent)
    expectGradients([dot.query, dot.key], of: [query, key], cotangent: cotangent) {
      .scores($0[0], $0[1], product)
    }
    let scaled = ScaledDotScore().gradient(query: query, key: key, cotangent: cotangent)
    expectGradients([scaled.query, scaled.key], of: [query, key], cotangent: cotangent) {
      .scores($0[0], $0[1]) { product($0, $1) / 2 }
    }
    let cosine = CosineScore(temperature: 0.3).gradient(query: query, key: key, cotangent: cotangent)
    expectGradients([cosine.query, cosine.key], of: [query, key], cotangent: cotangent) {
      .scores($0[0], $0[1]) { product($0, $1) / (product($0, $0) * product($1, $1)).squareRoot() / Double(Float(0.3)) }
    }
  }

  @Test func `general and additive gradients are central differences`() {
    let key = Tensor.randomNormal([5, 3], seed: 5)
    let weight = Tensor.randomNormal([4, 3], seed: 6)
    let general = GeneralScore(weight: weight).gradient(query: query, key: key, cotangent: cotangent)
    expectGradients(
      [general.query, general.key, general.weight], of: [query, key, weight], cotangent: cotangent
    ) { inputs in
      .scores(inputs[0], inputs[1]) { q, k in
        q.indices.reduce(0) { sum, i in sum + k.indices.reduce(0) { $0 + q[i] * inputs[2][i, $1] * k[$1] } }
      }
    }
    let score = AdditiveScore(
      queryWeight: .randomNormal([4, 2], seed: 7), keyWeight: .randomNormal([3, 2], seed: 8), vector: [0.7, -1.3])
    let additive = score.gradient(query: query, key: key, cotangent: cotangent)
    expectGradients(
      [additive.query, additive.key, additive.queryWeight, additive.keyWeight, additive.vector],
      of: [query, key, score.queryWeight, score.keyWeight, score.vector], cotangent: cotangent
    ) { inputs in
      .scores(inputs[0], inputs[1]) { q, k in
        (0..<2).reduce(0) { sum, h in
          let hidden =
            q.indices.reduce(0) { $0 + q[$1] * inputs[2][$1, h] }
            + k.indices.reduce(0) { $0 + k[$1] * inputs[3][$1, h] }
          return sum + inputs[4][h] * Foundation.tanh(hidden)
        }
      }
    }
  }

  @Test(arguments: [
    KernelScore.Kernel.gaussian(width: 1.5), .triangular(radius: 9), .epanechnikov(radius: 9), .boxcar(radius: 9),
  ])
  func `kernel gradients are central differences`(kernel: KernelScore.Kernel) {
    let gradient = KernelScore(kernel).gradient(query: query, key: key, cotangent: cotangent)
    expectGradients([gradient.query, gradient.key], of: [query, key], cotangent: cotangent) {
      .scores($0[0], $0[1]) { q, k in
        let r = zip(q, k).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
        return switch kernel {
        case .gaussian: -r * r / (2 * 1.5 * 1.5)
        case .boxcar: 0
        case .triangular: Foundation.log(1 - r / 9)
        case .epanechnikov: Foundation.log(1 - r * r / 81)
        }
      }
    }
  }

  @Test func `no gradient reaches a key out of reach, or a vector without direction`() {
    let kernel = KernelScore(.epanechnikov(radius: 1)).gradient(query: [[0]], key: [[0], [5]], cotangent: [[1, 1]])
    #expect(kernel.query == [[0]])
    #expect(kernel.key == [[0], [0]])
    #expect(CosineScore().gradient(query: [[0, 0]], key: [[1, 1]], cotangent: [[1]]).query == [[0, 0]])
  }

  @Test func `keys that serve several queries and heads get the sum`() {
    let queries = Tensor.randomNormal([2, 3, 4], seed: 9)
    let cotangents = Tensor.randomNormal([2, 3, 5], seed: 10)
    let scores = AdditiveScore(
      queryWeight: .randomNormal([4, 2], seed: 7), keyWeight: .randomNormal([4, 2], seed: 8), vector: [0.7, -1.3])
    let both = scores.gradient(query: queries, key: key, cotangent: cotangents)
    let parts = (0..<2).map { scores.gradient(query: queries[$0], key: key, cotangent: cotangents[$0]) }
    expectClose(both.key, parts[0].key + parts[1].key, relative: 1e-5)
    expectClose(both.vector, parts[0].vector + parts[1].vector, relative: 1e-5)
  }

  @Test func `no queries, no keys and size 1 are no trouble`() {
    #expect(KernelScore(.gaussian(width: 1))(query: .zeros([0, 2]), key: .zeros([3, 2])).shape == [0, 3])
    #expect(CosineScore()(query: .zeros([2, 1]), key: .zeros([0, 1])).shape == [2, 0])
    #expect(DotScore()(query: [[3]], key: [[4]]) == [[12]])
  }
}

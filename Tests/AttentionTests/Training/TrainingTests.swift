import Attention
import Testing

/// Tokens to logits, in two blocks.
struct ReversingModel: Sendable {
  var embedding: Embedding
  var positions: LearnedPositions
  var encoder: TransformerEncoder
  var output: Linear

  init(tokens: Int, length: Int, features: Int, seed: UInt64) {
    embedding = Embedding(count: tokens, features: features, standardDeviation: 0.5, seed: seed)
    positions = LearnedPositions(table: .randomNormal([length, features], standardDeviation: 0.5, seed: seed + 1))
    encoder = TransformerEncoder(blocks: 2, features: features, heads: 2, hidden: 2 * features, seed: seed + 2)
    output = Linear(features: features, outputs: tokens, seed: seed + 3)
  }

  func logits(_ batch: [[Int]]) -> Tensor { output(encoder(embedding(batch) + positions(batch[0].count))) }
}

@Suite struct TrainingTests {
  @Test func `two blocks learn to reverse words that they haven't seen`() {
    let (letters, length) = (5, 8)
    var generator = SeededGenerator(seed: 1)
    func words(_ count: Int) -> [[Int]] {
      (0..<count).map { _ in (0..<length).map { _ in Int.random(in: 0..<letters, using: &generator) } }
    }
    let heldOut = words(64)
    var model = ReversingModel(tokens: letters, length: length, features: 24, seed: 2)
    var optimizer = Adam<ReversingModel>(weightDecay: 0.01)
    let steps = 250
    for step in 0..<steps {
      let batch = words(16).filter { !heldOut.contains($0) }
      let (_, gradients) = valueAndGradients(of: model) { model in
        let x = model.embedding(batch) + model.positions(length)
        return crossEntropy(model.output(model.encoder(x)), targets: batch.flatMap { $0.reversed() })
      }
      optimizer.learningRate = 0.01 * warmUp(step: step, steps: 20, total: steps)
      optimizer.update(&model, with: gradients.clipped(toNorm: 1))
    }
    #expect(model.logits(heldOut).argmax(axis: -1) == heldOut.flatMap { $0.reversed() })
  }

  /// One parameter, whose loss is ½ x².
  struct Bowl: Sendable { var x: Tensor }

  func gradient(_ bowl: Bowl) -> Gradients<Bowl> { valueAndGradients(of: bowl) { ($0.x * $0.x * 0.5).sum() }.gradients }

  @Test func `steps of gradient descent with momentum`() {
    var bowl = Bowl(x: [1, -2])
    var optimizer = SGD<Bowl>(learningRate: 0.1, momentum: 0.5)
    optimizer.update(&bowl, with: gradient(bowl))
    expectClose(bowl.x, [0.9, -1.8])
    optimizer.update(&bowl, with: gradient(bowl))
    // v = 0.5 · 1 + 0.9
    expectClose(bowl.x, [0.76, -1.52])
  }

  @Test func `Adam's first step has the learning rate's length in each element, and decay shrinks matrices only`() {
    var bowl = Bowl(x: [1, -0.001])
    var optimizer = Adam<Bowl>(learningRate: 0.01, weightDecay: 0.5)
    optimizer.update(&bowl, with: gradient(bowl))
    expectClose(bowl.x, [0.99, 0.009], absolute: 1e-5)
    var matrix = Bowl(x: [[1]])
    var other = Adam<Bowl>(learningRate: 0.01, weightDecay: 0.5)
    other.update(&matrix, with: gradient(matrix))
    expectClose(matrix.x, [[0.985]])
    // m = 0.9 · 0.1 · 1 + 0.1 · 0.985, v = 0.999 · 0.001 + 0.001 · 0.985²
    other.update(&matrix, with: gradient(matrix))
    let mean: Double = (0.09 + 0.0985) / 0.19
    let square: Double = (0.000999 + 0.001 * 0.985 * 0.985) / 0.001999
    let direction: Double = mean / square.squareRoot() + 0.5 * 0.985
    expectClose(matrix.x, Tensor([[Float(0.985 - 0.01 * direction)]]), relative: 1e-5)
  }

  @Test func `clipping shortens long gradients, and only those`() {
    let gradients = gradient(Bowl(x: [3, 4]))
    #expect(gradients.norm == 5)
    expectClose(gradients.clipped(toNorm: 1)[\.x]!, [0.6, 0.8])
    #expect(gradients.clipped(toNorm: 6)[\.x] == [3, 4])
  }

  @Test func `the learning rate rises, then falls to the floor`() {
    #expect((0..<4).map { warmUp(step: $0, steps: 4) } == [0.25, 0.5, 0.75, 1])
    #expect(warmUp(step: 100, steps: 4) == 1)
    #expect(warmUp(step: 4, steps: 4, total: 14) == 1)
    #expect((warmUp(step: 9, steps: 4, total: 14) - 0.5).magnitude < 1e-6)
    #expect((warmUp(step: 14, steps: 4, total: 14, floor: 0.1) - 0.1).magnitude < 1e-6)
    #expect((warmUp(step: 99, steps: 4, total: 14, floor: 0.1) - 0.1).magnitude < 1e-6)
  }
}

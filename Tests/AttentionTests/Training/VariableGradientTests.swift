import Attention
import Foundation
import Testing

/// A function of variables, and the same in double precision.
struct VariableCase: Sendable, CustomTestStringConvertible {
  let name: String
  let shapes: [[Int]]
  let function: @Sendable ([Variable]) -> Variable
  let reference: @Sendable ([Reference]) -> Reference
  var isPositive = false

  var testDescription: String { name }

  static func each(
    _ name: String, isPositive: Bool = false, _ function: @escaping @Sendable (Variable) -> Variable,
    _ reference: @escaping @Sendable (Double) -> Double
  ) -> VariableCase {
    VariableCase(
      name: name, shapes: [[3, 4]], function: { function($0[0]) }, reference: { $0[0].map(reference) }, isPositive: isPositive)
  }

  static let all: [VariableCase] = [
    each("exp", { exp($0) }, { Foundation.exp($0) }),
    each("log", isPositive: true, { log($0) }, { Foundation.log($0) }),
    each("sqrt", isPositive: true, { sqrt($0) }, { $0.squareRoot() }),
    each("tanh", { tanh($0) }, { Foundation.tanh($0) }),
    each("sigmoid", { sigmoid($0) }, Reference.sigmoid),
    each("relu", { relu($0) }, { max($0, 0) }),
    each("silu", { silu($0) }, { $0 * Reference.sigmoid($0) }),
    each("gelu", { gelu($0) }, Reference.gelu),
    each("approximateGELU", { approximateGELU($0) }) { x in
      0.5 * x * (1 + Foundation.tanh((2 / Double.pi).squareRoot() * (x + 0.044715 * x * x * x)))
    },
    each("eluFeatures", { eluFeatures($0) }, { $0 > 0 ? $0 + 1 : Foundation.exp($0) }),
    each("arithmetic with numbers", { 2 - ($0 * 3 - 1) / 4 + -$0 }, { 2 - ($0 * 3 - 1) / 4 - $0 }),
    VariableCase(
      name: "broadcast sum, difference, product and quotient", shapes: [[3, 4], [4]],
      function: { ($0[0] + $0[1]) * $0[1] - $0[0] / $0[1] },
      reference: { ($0[0] + $0[1]) * $0[1] - $0[0] * $0[1].map { 1 / $0 } }, isPositive: true),
    VariableCase(
      name: "the same variable twice", shapes: [[3, 4]], function: { $0[0] * $0[0] }, reference: { $0[0] * $0[0] }),
    VariableCase(
      name: "matmul", shapes: [[3, 4], [4, 2]], function: { matmul($0[0], $0[1]) }, reference: { .product($0[0], $0[1]) }),
    VariableCase(
      name: "matmul with a transpose", shapes: [[3, 4], [2, 4]], function: { matmul($0[0], $0[1].transposed()) },
      reference: { inputs in .scores(inputs[0], inputs[1]) { zip($0, $1).reduce(0) { $0 + $1.0 * $1.1 } } }),
    VariableCase(
      name: "sum and mean along an axis", shapes: [[3, 4]],
      function: { $0[0] - $0[0].mean(axis: -1, keepingAxis: true) * $0[0].sum(axis: 1, keepingAxis: true) },
      reference: {
        $0[0].mapRows { row in
          let sum = row.reduce(0, +)
          return row.map { $0 - sum * sum / Double(row.count) }
        }
      }),
    VariableCase(
      name: "gathering", shapes: [[3, 4]], function: { $0[0].gathering([2, 0, 2]) },
      reference: { x in rows([2, 0, 2], of: x[0]) }),
    VariableCase(
      name: "concatenate and gather columns", shapes: [[3, 4], [3, 2]],
      function: { concatenate([$0[0], $0[1]], axis: -1).gathering([5, 1], axis: 1) },
      reference: { x in
        var picked = Reference([3, 2])
        for row in 0..<3 { (picked[row, 0], picked[row, 1]) = (x[1][row, 1], x[0][row, 1]) }
        return picked
      }),
    VariableCase(
      name: "softmax", shapes: [[3, 4]], function: { softmax($0[0]) }, reference: { $0[0].mapRows(Reference.softmax) }),
    VariableCase(
      name: "logSoftmax", shapes: [[3, 4]], function: { logSoftmax($0[0]) },
      reference: { $0[0].mapRows { Reference.softmax($0).map { Foundation.log($0) } } }),
    VariableCase(
      name: "layer normalization", shapes: [[3, 4], [4], [4]],
      function: { layerNormalization($0[0], gain: $0[1], bias: $0[2]) },
      reference: { $0[0].standardized(isCentered: true) * $0[1] + $0[2] }),
    VariableCase(
      name: "RMS normalization", shapes: [[3, 4], [4]], function: { rmsNormalization($0[0], gain: $0[1]) },
      reference: { $0[0].standardized(isCentered: false) * $0[1] }),
    VariableCase(
      name: "rotary", shapes: [[3, 4]], function: { RotaryEmbedding(size: 4)($0[0]) },
      reference: { $0[0].rotated(size: 4) }),
    VariableCase(
      name: "attention in heads with mask, bias and sinks", shapes: [[3, 4], [3, 4], [3, 4], [3, 3], [2]],
      function: { x in
        let heads = x[..<3].map { splitHeads($0, into: 2) }
        return mergeHeads(
          scaledDotProductAttention(
            query: heads[0], key: heads[1], value: heads[2], mask: .causal(3), bias: x[3], softcap: 2, sinks: x[4]))
      },
      reference: { x in
        var bias = Reference([2, 3, 3])
        for (index, _) in bias.values.enumerated() { bias.values[index] = x[3].values[index % 9] }
        let options = Reference.AttentionOptions(
          mask: Reference(Tensor([[1, 0, 0], [1, 1, 0], [1, 1, 1]])), bias: bias, softcap: 2, sinks: x[4])
        return Reference.attention(x[0].heads(2), x[1].heads(2), x[2].heads(2), options).merged
      }),
    VariableCase(
      name: "kernelized attention", shapes: [[3, 4], [3, 4], [3, 2]],
      function: { kernelizedAttention(query: $0[0], key: $0[1], value: $0[2]) }, reference: { kernelized($0) { _, _ in true } }),
    VariableCase(
      name: "causal kernelized attention", shapes: [[3, 4], [3, 4], [3, 2]],
      function: { kernelizedAttention(query: $0[0], key: $0[1], value: $0[2], mask: .causal(3)) },
      reference: { kernelized($0) { $1 <= $0 } }),
    VariableCase(
      name: "masked kernelized attention", shapes: [[3, 4], [3, 4], [3, 2]],
      function: { kernelizedAttention(query: $0[0], key: $0[1], value: $0[2], mask: !.causal(3, offset: -1)) },
      reference: { kernelized($0) { $1 >= $0 } }),
  ]

  private static func rows(_ rows: [Int], of x: Reference) -> Reference {
    let size = x.shape[1]
    return Reference([rows.count, size], rows.flatMap { row -> [Double] in Array(x.values[row * size..<(row + 1) * size]) })
  }

  private static func kernelized(_ x: [Reference], _ isVisible: (Int, Int) -> Bool) -> Reference {
    let features = x[..<2].map { $0.map { $0 > 0 ? $0 + 1 : Foundation.exp($0) } }
    var weights = Reference.scores(features[0], features[1]) { zip($0, $1).reduce(0) { $0 + $1.0 * $1.1 } }
    for row in 0..<3 {
      for column in 0..<3 where !isVisible(row, column) { weights[row, column] = 0 }
    }
    return Reference.product(weights.mapRows { row in row.map { $0 / row.reduce(0, +) } }, x[2])
  }
}

@Suite struct VariableGradientTests {
  @Test(arguments: VariableCase.all)
  func `the tape's gradients are the central differences in double precision`(each: VariableCase) {
    let inputs = each.shapes.enumerated().map { index, shape in
      let x = Tensor.randomNormal(shape, seed: UInt64(index) + 1)
      return each.isPositive ? exp(x) : x
    }
    let value = each.reference(inputs.map { Reference($0) }).tensor
    let cotangent = Tensor.randomNormal(value.shape, seed: 9)
    let (result, gradients) = valueAndGradients(at: inputs, cotangent: cotangent, each.function)
    expectClose(result, value, relative: 1e-5, absolute: 2e-6)
    expectGradients(gradients, of: inputs, cotangent: cotangent, each.reference)
  }

  @Test func `cross entropy's gradient, with smoothing and padding, is the central difference`() {
    let logits = Tensor.randomNormal([2, 2, 5], seed: 1)
    let targets = [3, 0, -1, 4]
    let (value, gradients) = valueAndGradients(at: [logits]) {
      crossEntropy($0[0], targets: targets, labelSmoothing: 0.1, ignored: -1)
    }
    func loss(_ inputs: [Reference]) -> Reference {
      let rows = [0, 1, 3].map { row in (targets[row], Reference.softmax(Array(inputs[0].values[row * 5..<row * 5 + 5]))) }
      let losses = rows.map { target, weights in
        weights.indices.reduce(0) { $0 - (($1 == target ? 0.9 : 0) + 0.1 / 5) * Foundation.log(weights[$1]) }
      }
      return Reference([], [losses.reduce(0, +) / 3])
    }
    expectClose(value, loss([Reference(logits)]).tensor)
    expectGradients(gradients, of: [logits], cotangent: Tensor(1), loss)
  }

  @Test func `an input without effect gets zeros, and a constant nothing`() {
    let (_, gradients) = valueAndGradients(at: [[1, 2], [3, 4]]) { ($0[0] * Variable([5, 6])).sum() }
    #expect(gradients == [[5, 6], [0, 0]])
  }

  @Test func `a long chain of values needs no deep recursion`() {
    let (value, gradients) = valueAndGradients(at: [Tensor(1)]) { (0..<100_000).reduce($0[0]) { x, _ in x + 1 } }
    #expect(value.item == 100_001)
    #expect(gradients[0].item == 1)
  }
}

import Attention
import Testing

/// Masks stored as ranges of keys, against the same masks stored as places.
@Suite struct SpanTests {
  static let named: [Mask] = [
    .causal(12), .causal(12, offset: -3), .slidingWindow(12, size: 3), .slidingWindow(12, size: 3, sinks: 2),
    .slidingWindow(12, size: .max),
    .window(12, left: 2, right: nil), .prefix(5, queries: 12), .firstKeys(4, of: 12), .documents([0, 0, 1, 1, 1, 0, 2, 2, 2, 2, 1, 1]),
    .documents([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1]), .padding(lengths: [12, 7, 0], keys: 12),
    (Mask.window(4, left: 0, right: 0) || .firstKeys(1, of: 4)).enlarged(by: 3, queries: 12, keys: 12),
  ]

  /// The same mask with an element for each pair.
  static func places(_ mask: Mask) -> Mask {
    Mask(shape: mask.shape, isVisible: mask.visibility.scalars.map { $0 == 1 })
  }

  @Test(arguments: named.indices) func `combinations of ranges are those of places`(index: Int) {
    let a = Self.named[index]
    #expect(!a == !Self.places(a))
    #expect(!(!a) == a)
    for b in Self.named {
      #expect((a && b) == (Self.places(a) && Self.places(b)))
      #expect((a || b) == (Self.places(a) || Self.places(b)))
      #expect((a && !b).visibility == (Self.places(a) && !Self.places(b)).visibility)
    }
  }

  @Test(arguments: named.indices) func `attention sees the same keys, and so do gradients`(index: Int) {
    let mask = Self.named[index]
    func input(_ seed: UInt64) -> Tensor { .randomNormal(mask.shape.dropLast(2) + [12, 3], seed: seed) }
    let (q, k, v, cotangent) = (input(1), input(2), input(3), input(4))
    let other = Self.places(mask)
    expectClose(
      scaledDotProductAttention(query: q, key: k, value: v, mask: mask),
      scaledDotProductAttention(query: q, key: k, value: v, mask: other))
    let gradients = attentionGradients(query: q, key: k, value: v, mask: mask, cotangent: cotangent)
    let expected = attentionGradients(query: q, key: k, value: v, mask: other, cotangent: cotangent)
    expectClose(gradients.query, expected.query, relative: 1e-5, absolute: 2e-6)
    expectClose(gradients.key, expected.key, relative: 1e-5, absolute: 2e-6)
    expectClose(gradients.value, expected.value, relative: 1e-5, absolute: 2e-6)
  }

  @Test func `NaN in hidden keys and values reaches no one, whichever range is visited`() {
    let mask = Mask.slidingWindow(40, size: 4, sinks: 2)
    var (k, v) = (Tensor.randomNormal([40, 8], seed: 1), Tensor.randomNormal([40, 8], seed: 2))
    let q = Tensor.randomNormal([40, 8], seed: 3)
    let clean = scaledDotProductAttention(query: q, key: k, value: v, mask: mask)
    let cleanGradients = attentionGradients(query: q[35...], key: k, value: v, mask: .init(rows(mask, from: 35)), cotangent: q[35...])
    for column in 0..<8 { (k[10, column], v[10, column]) = (.nan, .infinity) }
    let context = scaledDotProductAttention(query: q, key: k, value: v, mask: mask)
    expectClose(context[20...], clean[20...])
    #expect(context[10].scalars.allSatisfy { !$0.isFinite })
    let gradients = attentionGradients(query: q[35...], key: k, value: v, mask: .init(rows(mask, from: 35)), cotangent: q[35...])
    #expect(gradients.query == cleanGradients.query)
  }

  private func rows(_ mask: Mask, from first: Int) -> [[Bool]] {
    (first..<mask.shape[0]).map { query in (0..<mask.shape[1]).map { mask[query, $0] } }
  }
}

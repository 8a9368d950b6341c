import Attention
import Foundation
import Testing

/// How far `Float` results are from double precision, against the plain computation: three loops in `Float`, softmax
/// without the maximum, sums added up one by one.
@Suite struct NumericalQualityTests {
  static let forms: [(String, @Sendable (Tensor, Tensor, Tensor) -> Tensor)] = [
    ("scaledDotProductAttention", { scaledDotProductAttention(query: $0, key: $1, value: $2) }),
    ("tiledAttention", { tiledAttention(query: $0, key: $1, value: $2, queryBlock: 16, keyBlock: 16) }),
    ("tiles of one key", { tiledAttention(query: $0, key: $1, value: $2, queryBlock: 16, keyBlock: 1) }),
  ]

  @Test(arguments: [(16, 8), (128, 64), (512, 32)], [1, 4] as [Float])
  func `the error is at most twice that of the plain computation`(sizes: (keys: Int, keySize: Int), spread: Float) {
    let query = spread * Tensor.randomNormal([1, 16, sizes.keySize], seed: 1)
    let key = Tensor.randomNormal([1, sizes.keys, sizes.keySize], seed: 2)
    let value = Tensor.randomNormal([1, sizes.keys, 8], seed: 3)
    let exact = Reference.attention(Reference(query), Reference(key), Reference(value))
    let allowed = 2 * error(plain(query[0], key[0], value[0]), exact)
    #expect(allowed > 0)
    for (name, form) in Self.forms {
      let actual = error(form(query[0], key[0], value[0]).scalars, exact)
      #expect(actual <= allowed, "\(name): \(actual) of \(allowed)")
    }
  }

  @Test(arguments: [(queries: 768, keys: 24), (24, 768)])
  func `gradients are summed block by block, with smaller errors than those of one long sum`(lengths: (queries: Int, keys: Int)) {
    var errors: [String: (actual: Double, long: Double)] = [:]
    for seed in stride(from: UInt64(0), to: 32, by: 4) {
      for (name, error) in gradientErrors(queries: lengths.queries, keys: lengths.keys, seed: seed) {
        errors[name, default: (0, 0)].actual += error.actual
        errors[name, default: (0, 0)].long += error.long
      }
    }
    // The long sums have exact factors, and the gradients those of a forward pass in `Float`.
    for (name, error) in errors { #expect(error.actual < 0.92 * error.long, "\(name): \(error.actual) beside \(error.long)") }
  }

  /// The errors of the gradients that are sums of 768 products, and those of one long sum each.
  private func gradientErrors(queries: Int, keys: Int, seed: UInt64) -> [(name: String, error: (actual: Double, long: Double))] {
    let size = 8
    let (query, cotangent) = (
      Tensor.randomNormal([queries, size], seed: seed + 1), Tensor.randomNormal([queries, size], seed: seed + 2)
    )
    let (key, value) = (Tensor.randomNormal([keys, size], seed: seed + 3), Tensor.randomNormal([keys, size], seed: seed + 4))
    let gradients = attentionGradients(query: query, key: key, value: value, cotangent: cotangent)
    // dV = Pᵀ dO, and with dS = P ∘ (dO Vᵀ − rowsum(dO ∘ O)) / √d, dK = dSᵀ Q and dQ = dS K, in double precision.
    func products(_ a: Tensor, _ b: Tensor) -> Reference {
      // A plain loop: these tests aren't optimized.
      .scores(Reference(a), Reference(b)) { left, right in
        var sum = 0.0
        for c in 0..<size { sum += left[c] * right[c] }
        return sum
      }
    }
    let weights = products(query, key).mapRows { Reference.softmax($0.map { $0 / Double(size).squareRoot() }) }
    let slopes = weights * products(cotangent, value)
    let common = slopes.mapRows { [Double](repeating: $0.reduce(0, +), count: $0.count) }
    let scores = (slopes - weights * common).map { $0 / Double(size).squareRoot() }
    let longSums = [
      ("value", gradients.value, Reference.transposed(weights), cotangent), ("key", gradients.key, Reference.transposed(scores), query),
      ("query", gradients.query, scores, key),
    ].filter { $0.2.shape[1] == 768 }
    return longSums.map { name, gradient, left, right in
      let exact = Reference.product(left, Reference(right))
      // One sum in `Float`, of factors that are exact but for their own rounding.
      var sums = [Float](repeating: 0, count: exact.values.count)
      let terms = right.scalars
      for row in 0..<left.shape[0] {
        for place in 0..<768 {
          let factor = Float(left.values[row * 768 + place])
          for c in 0..<size { sums[row * size + c].addProduct(factor, terms[place * size + c]) }
        }
      }
      return (name, (error(gradient.scalars, exact), error(sums, exact)))
    }
  }

  /// The root of the mean squared distance.
  private func error(_ actual: [Float], _ exact: Reference) -> Double {
    (zip(actual, exact.values).reduce(0) { $0 + (Double($1.0) - $1.1) * (Double($1.0) - $1.1) }
      / Double(actual.count)).squareRoot()
  }

  private func plain(_ query: Tensor, _ key: Tensor, _ value: Tensor) -> [Float] {
    let (q, k, v) = (query.scalars, key.scalars, value.scalars)
    let (size, width) = (key.columns, value.columns)
    var context: [Float] = []
    for i in 0..<query.rows {
      let terms = (0..<key.rows).map { j -> Float in
        var product: Float = 0
        for c in 0..<size { product += q[i * size + c] * k[j * size + c] }
        return Foundation.exp(product / Float(size).squareRoot())
      }
      var total: Float = 0
      for term in terms { total += term }
      for c in 0..<width {
        var sum: Float = 0
        for j in 0..<key.rows { sum += terms[j] / total * v[j * width + c] }
        context.append(sum)
      }
    }
    return context
  }
}

/// A softmax average that takes the keys in parts, of any size and in any order, and never needs all scores at once.
///
///     var average = OnlineSoftmax(contextShape: [queries, valueSize])
///     average.add(scores: scores[0..., 0..<64], value: v[0..<64])
///     average.add(scores: scores[0..., 64...], value: v[64...])
///     average.context // softmax(scores) v
///
/// It keeps the largest score m so far, the sum ℓ of exp(s − m), and the sum o of exp(s − m) v. Each part moves the
/// maximum to m′, which multiplies what was summed by exp(m − m′):
///
///     ℓ ← exp(m − m′) ℓ + Σ exp(s − m′)
///     o ← exp(m − m′) o + Σ exp(s − m′) v
///
/// - Source: Milakov and Gimelshein 2018, "Online normalizer calculation for softmax", algorithm 3.
public struct OnlineSoftmax: Sendable, Hashable {
  /// m, the largest score of each query; −∞ before the first. Shape `[..., queries, 1]`.
  public private(set) var maximum: Tensor
  /// ℓ, the sum of exponentials of each query, divided by exp(m). Shape `[..., queries, 1]`.
  public private(set) var total: Tensor
  /// o, the values of each query, weighted likewise. Shape `[..., queries, valueSize]`.
  public private(set) var weightedSum: Tensor

  /// The state before the first keys.
  ///
  /// - Parameter contextShape: `[..., queries, valueSize]`.
  public init(contextShape: [Int]) {
    require(contextShape.count >= 1, "OnlineSoftmax: contextShape needs the axes [..., queries, valueSize], but is []")
    maximum = .full(contextShape.dropLast() + [1], -.infinity)
    total = .zeros(contextShape.dropLast() + [1])
    weightedSum = .zeros(contextShape)
  }

  /// Adds keys with their values.
  ///
  /// - Parameters:
  ///   - scores: Shape `[..., queries, keys]`; −∞ for a hidden key.
  ///   - value: Shape `[..., keys, valueSize]`.
  public mutating func add(scores: Tensor, value: Tensor) {
    let leading = maximum.shape.dropLast()
    require(
      scores.rank >= 1 && value.rank >= 2 && scores.shape.last == value.rows && value.columns == weightedSum.shape.last
        && broadcasts(scores.shape.dropLast(), to: Array(leading)) && broadcasts(value.shape.dropLast(2), to: leading.dropLast()),
      """
      OnlineSoftmax: a context of shape \(weightedSum.shape) needs scores [..., queries, keys] and value [..., keys, valueSize] with as many \
      keys, but they have the shapes \(scores.shape) and \(value.shape)
      """)
    let largest = max(maximum, scores.max(axis: -1, keepingAxis: true))
    let correction = exponential(maximum, after: largest)
    let weights = exponential(scores, after: largest)  // [..., queries, keys]
    total = total * correction + weights.sum(axis: -1, keepingAxis: true)
    weightedSum =
      weightedSum * correction + matrixProduct(weights, value, in: "OnlineSoftmax", leavingOutZeros: true)
    maximum = largest
  }

  /// Adds the keys of another average. No key may be in both.
  public mutating func merge(_ other: OnlineSoftmax) {
    require(
      other.weightedSum.shape == weightedSum.shape,
      "OnlineSoftmax: a context of shape \(weightedSum.shape) can't be merged with one of shape \(other.weightedSum.shape)")
    let largest = max(maximum, other.maximum)
    let (own, others) = (exponential(maximum, after: largest), exponential(other.maximum, after: largest))
    total = total * own + other.total * others
    weightedSum = weightedSum * own + other.weightedSum * others
    maximum = largest
  }

  /// o / ℓ: the values, averaged with the softmax of all scores so far; zeros where all were −∞.
  public var context: Tensor { .combined(weightedSum, total, in: "OnlineSoftmax") { $1 == 0 ? 0 : $0 / $1 } }

  /// m + log ℓ of all scores so far; −∞ if all were −∞. Shape `[..., queries]`.
  public var logSumExp: Tensor { (maximum + log(total)).selecting(0, axis: -1) }

  /// exp(x − largest), or 0 if there was nothing but −∞, because −∞ − (−∞) would be NaN.
  private func exponential(_ x: Tensor, after largest: Tensor) -> Tensor {
    .combined(x, largest, in: "OnlineSoftmax") { $1 == -.infinity ? 0 : exp($0 - $1) }
  }
}

import Attention

/// A call of attention of random sizes with random options, the same for the same seed.
struct RandomCall: Sendable {
  var query, key, value: Tensor
  var mask: Mask?
  var bias: Tensor?
  var softcap: Float?
  var sinks: Tensor?
  var dropout: Dropout?

  /// - Parameter isLarge: Whether there are several blocks of queries and tiles of keys in each matrix, for threads to divide.
  init(seed: Int, isLarge: Bool = false) {
    var generator = SeededGenerator(seed: UInt64(seed))
    func size(_ sizes: ClosedRange<Int>) -> Int { Int.random(in: sizes, using: &generator) }
    func happens() -> Bool { size(0...1) == 1 }
    let (batch, keyHeads, group) = (size(1...2), size(1...2), size(1...2))
    // Short and long: more keys than a tile and more queries than a block, neither a multiple of any block size.
    let queries = isLarge ? size(200...420) : size(1...(happens() ? 7 : 110))
    let keys = isLarge ? size(600...900) : size(1...(happens() ? 20 : 300))
    // Blocks of registers are up to 64 wide.
    let (keySize, valueSize) = (size(1...(isLarge ? 70 : 19)), size(1...(isLarge ? 90 : 34)))
    let heads = keyHeads * group
    query = .randomNormal([batch, heads, queries, keySize], seed: UInt64(seed) + 1)
    key = .randomNormal([batch, keyHeads, keys, keySize], seed: UInt64(seed) + 2)
    value = .randomNormal([batch, keyHeads, keys, valueSize], seed: UInt64(seed) + 3)
    let masks: [Mask?] = [
      nil, .causal(queries, keys: keys, offset: size(0...3) - 1), .window(queries, keys: keys, left: 5, right: 2),
      .prefix(min(4, keys), queries: queries, keys: keys),
      .padding(lengths: (0..<batch).map { _ in size(0...keys) }, keys: keys) && .causal(queries, keys: keys, offset: 9),
      Mask(shape: [queries, keys], isVisible: (0..<queries * keys).map { _ in happens() }),
      Mask(shape: [1, keys], isVisible: (0..<keys).map { _ in happens() }),
    ]
    mask = masks[size(0...masks.count - 1)]
    // Biases for each matrix, or shared by matrices, by queries, by keys.
    let biases: [[Int]?] = [
      nil, [batch, heads, queries, keys], [heads, queries, keys], [1, queries, keys], [heads, 1, keys], [keys],
      [heads, queries, 1], [],
    ]
    bias = biases[size(0...biases.count - 1)].map { .randomNormal($0, seed: UInt64(seed) + 4) }
    softcap = happens() ? 3 : nil
    sinks = happens() ? .randomNormal([heads], seed: UInt64(seed) + 5) : nil
    dropout = happens() ? Dropout(rate: 0.3, seed: UInt64(seed) + 6) : nil
  }

  /// Two query heads that share one head of keys and values, without options. By default there are several blocks of queries and tiles of
  /// keys, neither a multiple of any block size.
  init(queries: Int = 203, keys: Int = 675, keySize: Int = 19, valueSize: Int = 21) {
    query = .randomNormal([1, 2, queries, keySize], seed: 1)
    key = .randomNormal([1, 1, keys, keySize], seed: 2)
    value = .randomNormal([1, 1, keys, valueSize], seed: 3)
  }

  func context() -> Tensor {
    scaledDotProductAttention(
      query: query, key: key, value: value, keyHeads: key.shape[1], mask: mask, bias: bias, softcap: softcap, sinks: sinks, dropout: dropout
    )
  }

  func result() -> AttentionResult {
    attentionResult(
      query: query, key: key, value: value, keyHeads: key.shape[1], mask: mask, bias: bias, softcap: softcap, sinks: sinks, dropout: dropout
    )
  }

  func steps() -> AttentionSteps {
    attentionSteps(
      query: query, key: key, value: value, keyHeads: key.shape[1], mask: mask, bias: bias, softcap: softcap, sinks: sinks, dropout: dropout
    )
  }

  /// One number for each element, the same for the same seed.
  var cotangent: Tensor { .randomNormal([query.shape[0], query.shape[1], query.rows, value.columns], seed: 77) }

  func gradients(from result: AttentionResult? = nil) -> [Tensor] {
    let gradients = attentionGradients(
      query: query, key: key, value: value, keyHeads: key.shape[1], mask: mask, bias: bias, softcap: softcap, sinks: sinks,
      dropout: dropout,
      result: result, cotangent: cotangent)
    return [gradients.query, gradients.key, gradients.value] + [gradients.bias, gradients.sinks].compactMap { $0 }
  }
}

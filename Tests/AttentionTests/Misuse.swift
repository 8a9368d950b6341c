import Attention

/// A wrong call, and the message that refuses it.
struct Misuse: Sendable {
  let message: String
  let call: @Sendable () -> Void

  init(_ message: String, _ call: @escaping @Sendable () -> Void) { (self.message, self.call) = (message, call) }

  static let all =
    making + indexing + axes + arithmetic + products + layers + attention + heads + positions + masks
    + furtherForms

  private static let making = [
    Misuse("Tensor: the shape [2, 3] has 6 elements, but 2 scalars were given") {
      _ = Tensor(shape: [2, 3], scalars: [1, 2])
    },
    Misuse("Tensor literal: the parts of one bracket must have one shape, but part 0 has [2] and part 1 has [3]") {
      let _: Tensor = [[1, 2], [3, 4, 5]]
    },
    Misuse("Tensor literal: the parts of one bracket must have one shape, but part 0 has [] and part 1 has [1]") {
      let _: Tensor = [1, [2]]
    },
    Misuse("Tensor: row 0 has 1 elements, but row 1 has 0; rows must be equally long") { _ = Tensor([[1], []]) },
    Misuse("zeros: the shape [2, -1] has a negative size, -1") { _ = Tensor.zeros([2, -1]) },
    Misuse("ones: the shape [4294967296, 4294967296] has more elements than this machine can count") {
      _ = Tensor.ones([1 << 32, 1 << 32])
    },
    Misuse("linspace: a count of -2 is negative") { _ = Tensor.linspace(0, 1, count: -2) },
    Misuse("item: a tensor of shape [2] has 2 elements, not one") { _ = ([1, 2] as Tensor).item },
    Misuse("item: a tensor of shape [0] has 0 elements, not one") { _ = Tensor.zeros([0]).item },
    Misuse("rows: a tensor of shape [2] has no rows; it needs two axes") { _ = ([1, 2] as Tensor).rows },
  ]

  private static let indexing = [
    Misuse("subscript: index 2 is out of range for axis 0 of [2]; it has 2 places, from 0") {
      _ = ([1, 2] as Tensor)[2]
    },
    Misuse("subscript: index -1 is out of range for axis 1 of [2, 2]; it has 2 places, from 0") {
      _ = Tensor.identity(2)[0, -1]
    },
    Misuse(
      "subscript: 2 indices for a tensor of shape [1, 1, 1]; an element needs 3, "
        + "and a part is had by one index or by ranges"
    ) { _ = Tensor.ones([1, 1, 1])[0, 0] },
    Misuse("subscript: a single number has no parts; its value is `item`") { _ = Tensor(1)[0] },
    Misuse("subscript: a part of [2, 2] has the shape [2], but [3] was assigned") {
      var matrix = Tensor.identity(2)
      matrix[0] = [1, 2, 3]
    },
    Misuse("subscript: the range 1..<4 is out of range for axis 0 of [3]; it has 3 places, from 0") {
      _ = ([1, 2, 3] as Tensor)[1...3]
    },
    Misuse("subscript: the range 4..<3 is out of range for axis 0 of [3]; it has 3 places, from 0") {
      _ = ([1, 2, 3] as Tensor)[4...]
    },
    Misuse("subscript: the range 0..<-1 is out of range for axis 0 of [3]; it has 3 places, from 0") {
      _ = ([1, 2, 3] as Tensor)[..<(-1)]
    },
    Misuse("subscript: 2 ranges are too many for a tensor of shape [3]") { _ = ([1, 2, 3] as Tensor)[0..., 0...] },
    Misuse("gathering: index 5 is out of range for axis 0 of [2]; it has 2 places, from 0") {
      _ = ([1, 2] as Tensor).gathering([0, 5])
    },
  ]

  private static let axes = [
    Misuse("sum: axis 2 is out of range; a tensor of shape [2, 2] has the axes -2 to 1") {
      _ = Tensor.identity(2).sum(axis: 2)
    },
    Misuse("insertingAxis: axis 4 is out of range; a new axis of a tensor of shape [2, 3] has a place from -3 to 2") {
      _ = Tensor.zeros([2, 3]).insertingAxis(at: 4)
    },
    Misuse("stack: axis -3 is out of range; a new axis of a tensor of shape [1] has a place from -2 to 1") {
      _ = stack([[1], [2]], axis: -3)
    },
    Misuse("layerNormalization: axis 2 is out of range; a tensor of shape [2, 3] has the axes -2 to 1") {
      _ = layerNormalization(.zeros([2, 3]), axis: 2)
    },
    Misuse("softmax: axis -1 is out of range; a scalar has no axis") { _ = softmax(Tensor(1)) },
    Misuse("argmax: a tensor of shape [0] has no element") { _ = Tensor.zeros([0]).argmax() },
    Misuse("transposed: a tensor of shape [2] has fewer than two axes") { _ = ([1, 2] as Tensor).transposed() },
    Misuse("permuted: the order [0, 0] must name each axis of [2, 2] once") { _ = Tensor.identity(2).permuted([0, 0]) },
    Misuse("reshaped: a tensor of shape [4] has 4 elements, which [3] can't hold exactly") {
      _ = Tensor(0..<4).reshaped([3])
    },
    Misuse("reshaped: a tensor of shape [4] has 4 elements, which [3, -1] can't hold exactly") {
      _ = Tensor(0..<4).reshaped([3, -1])
    },
    Misuse("reshaped: the shape [1, -1] has a negative size, -1") { _ = Tensor(0..<4).reshaped([-1, -1]) },
    Misuse("expanded: a tensor of shape [2] can't be repeated to [2, 1]; only axes of size 1 grow") {
      _ = ([1, 2] as Tensor).expanded(to: [2, 1])
    },
    Misuse("stack: all shapes must be equal, but tensor 0 has [1] and tensor 1 has [2]") { _ = stack([[1], [1, 2]]) },
    Misuse("stack: there is no tensor, so the shape is unknown") { _ = stack([]) },
    Misuse(
      "concatenate: shapes may differ in axis 0 only, but tensor 0 has [1, 1] and tensor 1 has [1, 2]"
    ) { _ = concatenate([[[1]], [[1, 2]]]) },
  ]

  private static let arithmetic = [
    Misuse(
      "+: the shapes [2, 3] and [2] do not fit; counted from the last axis, sizes must be equal or 1, but 3 meets 2"
    ) { _ = Tensor.zeros([2, 3]) + Tensor.zeros([2]) },
    Misuse("*=: the shape [2, 2] does not broadcast to [2], the shape of the left side, which stays") {
      var vector: Tensor = [1, 2]
      vector *= Tensor.identity(2)
    },
  ]

  private static let products = [
    Misuse(
      "matmul: the inner sizes differ: [2, 3] · [2, 3]; "
        + "the first's last size (3) must equal the second's second-to-last (2)"
    ) { _ = matmul(.zeros([2, 3]), .zeros([2, 3])) },
    Misuse("matmul: the inner sizes differ: [2, 3] · [2]; the first's last size (3) must equal the second's size (2)") {
      _ = matmul(.zeros([2, 3]), .zeros([2]))
    },
    Misuse("matmul: a single number is no matrix; the shapes are [] and [1]") { _ = matmul(Tensor(1), [1]) },
    Misuse(
      "matmul: the shapes [2, 1, 1] and [3, 1, 1] do not fit; "
        + "counted from the last axis before the matrices, sizes must be equal or 1, but 2 meets 3"
    ) { _ = matmul(.zeros([2, 1, 1]), .zeros([3, 1, 1])) },
    Misuse("dot: two vectors of one length are needed, but the shapes are [1] and [2]") { _ = dot([1], [1, 2]) },
    Misuse("outer: two vectors are needed, but the shapes are [1, 1] and [1]") { _ = outer([[1]], [1]) },
    Misuse("cosineSimilarity: the vectors differ in size, their last axis: the shapes are [2] and [3]") {
      _ = cosineSimilarity([1, 2], [1, 2, 3])
    },
  ]

  private static let layers = [
    Misuse("layerNormalization: the bias needs the shape [3] of the features of x, of shape [2, 3], but has [2]") {
      _ = layerNormalization(.zeros([2, 3]), bias: [1, 2])
    },
    Misuse("rmsNormalization: the gain needs the shape [2, 3] of the features of x, of shape [2, 3], but has [3]") {
      _ = rmsNormalization(.zeros([2, 3]), gain: [1, 2, 3], axis: 0)
    },
  ]

  private static let attention = [
    Misuse(
      "attentionScores: query and key differ in keySize, their last axis: query has the shape [2, 3], key [4, 5]"
    ) { _ = attentionScores(query: .zeros([2, 3]), key: .zeros([4, 5])) },
    Misuse(
      "attentionWeights: query needs the shape [..., queries, keySize] and key [..., keys, keySize], "
        + "but they have [2, 3] and [3]"
    ) { _ = attentionWeights(query: .zeros([2, 3]), key: .zeros([3])) },
    Misuse(
      "scaledDotProductAttention: key and value must have the same number of keys, their last axis but one: "
        + "key has the shape [4, 3], value [5, 3]"
    ) { _ = scaledDotProductAttention(query: .zeros([2, 3]), key: .zeros([4, 3]), value: .zeros([5, 3])) },
    Misuse(
      "attentionSteps: the mask has the shape [3, 3], which does not broadcast to the scores' [2, 4]"
    ) {
      _ = attentionSteps(query: .zeros([2, 3]), key: .zeros([4, 3]), value: .zeros([4, 3]), mask: .causal(3))
    },
    Misuse(
      "attentionSteps: the bias has the shape [1, 2, 4], which does not broadcast to the scores' [2, 4]"
    ) {
      _ = attentionSteps(query: .zeros([2, 3]), key: .zeros([4, 3]), value: .zeros([4, 3]), bias: .zeros([1, 2, 4]))
    },
    Misuse(
      "scaledDotProductAttention: query and key differ in their leading axes: query has the shape [4, 3, 8], key [2, 5, 8]; "
        + "groups of query heads share a key head only where asked for, with keyHeads: 2"
    ) { _ = scaledDotProductAttention(query: .zeros([4, 3, 8]), key: .zeros([2, 5, 8]), value: .zeros([2, 5, 8])) },
    Misuse("attentionGradients: query and key differ in their leading axes: query has the shape [2, 3, 8], key [4, 5, 8]") {
      _ = attentionGradients(
        query: .zeros([2, 3, 8]), key: .zeros([4, 5, 8]), value: .zeros([4, 5, 8]), cotangent: .zeros([4, 3, 8]))
    },
    Misuse("scaledDotProductAttention: scores and value differ in their leading axes: scores has the shape [4, 3, 5], value [3, 5, 8]") {
      let x = Tensor.zeros([4, 5, 8])
      _ = scaledDotProductAttention(query: .zeros([4, 3, 8]), key: x, value: .zeros([3, 5, 8]))
    },
    Misuse("tiledAttention: query and key differ in their leading axes: query has the shape [4, 3, 8], key [3, 5, 8]") {
      _ = tiledAttention(query: .zeros([4, 3, 8]), key: .zeros([3, 5, 8]), value: .zeros([3, 5, 8]))
    },
    Misuse("DotScore: query and key differ in their leading axes: query has the shape [4, 3, 8], key [3, 5, 8]") {
      _ = DotScore()(query: .zeros([4, 3, 8]), key: .zeros([3, 5, 8]))
    },
    Misuse("attentionSteps: with keyHeads: 2, key needs the shape [..., 2, keys, size], but has [4, 5, 8]") {
      _ = attentionSteps(query: .zeros([4, 3, 8]), key: .zeros([4, 5, 8]), value: .zeros([2, 5, 8]), keyHeads: 2)
    },
    Misuse("tiledAttention: with keyHeads: 2, value needs the shape [..., 2, keys, size], but has [1, 5, 8]") {
      _ = tiledAttention(query: .zeros([4, 3, 8]), key: .zeros([2, 5, 8]), value: .zeros([1, 5, 8]), keyHeads: 2)
    },
    Misuse(
      "attentionWeights: the heads of the query can't share 2 key heads equally: "
        + "query has the shape [3, 3, 8], key [2, 5, 8]"
    ) { _ = attentionWeights(query: .zeros([3, 3, 8]), key: .zeros([2, 5, 8]), keyHeads: 2) },
    Misuse("attentionResult: with keyHeads: 0, key needs the shape [..., 0, keys, size], but has [0, 5, 8]") {
      _ = attentionResult(query: .zeros([4, 3, 8]), key: .zeros([0, 5, 8]), value: .zeros([0, 5, 8]), keyHeads: 0)
    },
    Misuse("attentionWeights: a softcap must be positive, but it is 0.0") {
      _ = attentionWeights(query: [[1]], key: [[1]], softcap: 0)
    },
  ]

  private static let heads = [
    Misuse("splitHeads: 6 features can't be cut into 4 equal heads; x has the shape [2, 6]") {
      _ = splitHeads(.zeros([2, 6]), into: 4)
    },
    Misuse("splitHeads: 6 features can't be cut into 0 equal heads; x has the shape [2, 6]") {
      _ = splitHeads(.zeros([2, 6]), into: 0)
    },
    Misuse("mergeHeads: x needs the shape [..., heads, length, size], but has [2, 6]") {
      _ = mergeHeads(.zeros([2, 6]))
    },
    Misuse("MultiHeadAttention: 10 features can't be cut into 4 equal heads") {
      _ = MultiHeadAttention(features: 10, heads: 4, seed: 1)
    },
    Misuse("MultiHeadAttention: 4 query heads can't share 3 key heads equally") {
      _ = MultiHeadAttention(features: 12, heads: 4, keyHeads: 3, seed: 1)
    },
    Misuse(
      "linearAttention: query and key need one shape [..., length, keySize], and value [..., length, valueSize], "
        + "but they have [2, 3], [2, 3] and [1, 3]"
    ) { _ = linearAttention(query: .zeros([2, 3]), key: .zeros([2, 3]), value: .zeros([1, 3])) },
    Misuse("linearAttention: beta needs the shape [2, 1], but has [2, 3]") {
      _ = linearAttention(query: .zeros([2, 3]), key: .zeros([2, 3]), value: .zeros([2, 1]), beta: .zeros([2, 3]))
    },
    Misuse("linearAttention: the state needs the shape [3, 1], but has [1, 3]") {
      _ = linearAttention(query: .zeros([2, 3]), key: .zeros([2, 3]), value: .zeros([2, 1]), state: .zeros([1, 3]))
    },
    Misuse("repeatHeads: the heads can't be repeated 0 times") { _ = repeatHeads(.zeros([2, 1, 1]), times: 0) },
  ]

  private static let positions = [
    Misuse("RotaryEmbedding: the size must be even, for pairs, but it is 3") { _ = RotaryEmbedding(size: 3) },
    Misuse("RotaryEmbedding: 1 positions need an x of shape [..., 1, features], but it has [2, 4]") {
      _ = RotaryEmbedding(size: 4)(.zeros([2, 4]), positions: [0])
    },
    Misuse("rotate: 2 pairs need 4 features, but x has the shape [1, 2]") { _ = RotaryEmbedding(size: 4)(.zeros([1, 2])) },
    Misuse(
      "rotate: x needs the shape [..., length, features], and cosines and sines one shape [..., length, pairs], "
        + "but they have [1, 4], [1, 2] and [1, 1]"
    ) { _ = rotate(.zeros([1, 4]), cosines: .zeros([1, 2]), sines: .zeros([1, 1])) },
    Misuse("sinusoidalPositions: the size must be even, for pairs, but it is 5") {
      _ = sinusoidalPositions(2, size: 5)
    },
    Misuse("alibiBias: the shape [-1, 2, 2] has a negative size, -1") { _ = alibiBias(queries: 2, heads: -1) },
  ]

  private static let masks = [
    Misuse("causal: the shape [-1, 2] has a negative size, -1") { _ = Mask.causal(-1, keys: 2) },
    Misuse("window: the sides -1 and nil must not be negative") { _ = Mask.window(2, left: -1, right: nil) },
    Misuse("padding: sequence 1 has the length 5, which is not within 0 and 3, the number of keys") {
      _ = Mask.padding(lengths: [1, 5], keys: 3)
    },
    Misuse(
      "&&: the shapes [2, 2] and [3, 3] do not fit; counted from the last axis, sizes must be equal or 1, but 2 meets 3"
    ) { _ = .causal(2) && Mask.causal(3) },
  ]
}

import Attention

// The misuses of scores, caches, cheap forms, gradients and layers.
extension Misuse {
  static let furtherForms = scores + options + caches + cheapForms + gradients + blocks + training + newer

  private static let scores = [
    Misuse("softmax: the temperature must be positive, but it is 0.0") { _ = softmax([1], temperature: 0) },
    Misuse("DotScore: query and key differ in keySize, their last axis: query has the shape [1, 2], key [1, 3]") {
      _ = DotScore()(query: .zeros([1, 2]), key: .zeros([1, 3]))
    },
    Misuse("CosineScore: the temperature must be positive, but it is -1.0") { _ = CosineScore(temperature: -1) },
    Misuse("GeneralScore: the weight needs the shape [querySize, keySize], but has [3]") {
      _ = GeneralScore(weight: [1, 2, 3])
    },
    Misuse(
      "AdditiveScore: the shapes [querySize, hiddenSize], [keySize, hiddenSize] and [hiddenSize] are needed, "
        + "but they are [2, 3], [2, 3] and [2]"
    ) { _ = AdditiveScore(queryWeight: .zeros([2, 3]), keyWeight: .zeros([2, 3]), vector: .zeros([2])) },
    Misuse(
      "AdditiveScore: query needs the shape [..., queries, 2] and key [..., keys, 3], but they have [1, 3] and [1, 3]"
    ) {
      let score = AdditiveScore(queryWeight: .zeros([2, 1]), keyWeight: .zeros([3, 1]), vector: [1])
      _ = score(query: .zeros([1, 3]), key: .zeros([1, 3]))
    },
    Misuse("KernelScore: the width or radius must be positive, but it is 0.0") {
      _ = KernelScore(.boxcar(radius: 0))
    },
  ]

  private static let options = [
    Misuse("attentionSteps: the sinks has the shape [3, 1, 1], which does not broadcast to the scores' [2, 4, 1]") {
      let x = Tensor.zeros([2, 4, 1])
      _ = attentionSteps(query: x, key: x, value: x, sinks: [1, 2, 3])
    },
    Misuse("Dropout: the rate must be from 0 to 1, but it is 1.5") { _ = Dropout(rate: 1.5, seed: 1) },
    Misuse("LearnedPositions: 2 positions from 2 on are not all in the table, which has the shape [3, 1]") {
      _ = LearnedPositions(table: .zeros([3, 1]))(2, offset: 2)
    },
    Misuse("LearnedPositions: 9223372036854775807 positions from 2 on are not all in the table, which has the shape [3, 1]") {
      _ = LearnedPositions(table: .zeros([3, 1]))(.max, offset: 2)
    },
    Misuse("RelativePositionBias: 3 buckets up to the distance 128 are not enough, or can't be halved; the table has the shape [3, 1]") {
      _ = RelativePositionBias(table: .zeros([3, 1]))
    },
    Misuse("RotaryEmbedding: 1 offsets need an x of shape [1, ..., length, features], but it has [2, 1, 2]") {
      _ = RotaryEmbedding(size: 2)(.zeros([2, 1, 2]), offsets: [0])
    },
    Misuse("slidingWindow: the size must be positive, but it is 0") { _ = Mask.slidingWindow(2, size: 0) },
    Misuse("enlarged: a mask of shape [2, 2] is needed, but it has [3, 3]") {
      _ = Mask.causal(3).enlarged(by: 2, queries: 4, keys: 4)
    },
  ]

  private static let caches = [
    Misuse("KeyValueCache: the window must be positive, but it is 0") { _ = KeyValueCache(batch: 1, window: 0) },
    Misuse(
      "KeyValueCache: key needs the shape [2, heads, tokens, keySize] and value [2, heads, tokens, valueSize], "
        + "but they have [1, 1, 1, 1] and [1, 1, 1, 1]"
    ) {
      var cache = KeyValueCache(batch: 2)
      _ = cache.append(key: .zeros([1, 1, 1, 1]), value: .zeros([1, 1, 1, 1]))
    },
    Misuse("KeyValueCache: key needs 1 heads of size 2, as those that are kept, but has the shape [1, 1, 1, 3]") {
      var cache = KeyValueCache(batch: 1)
      _ = cache.append(key: .zeros([1, 1, 1, 2]), value: .zeros([1, 1, 1, 1]))
      _ = cache.append(key: .zeros([1, 1, 1, 3]), value: .zeros([1, 1, 1, 1]))
    },
    Misuse("KeyValueCache: 1 lengths from 0 to 2, the number of tokens, are needed, not [3]") {
      var cache = KeyValueCache(batch: 1)
      _ = cache.append(key: .zeros([1, 1, 2, 2]), value: .zeros([1, 1, 2, 1]), lengths: [3])
    },
    Misuse("LatentAttention: features, heads, size and latentSize must be positive, but they are 4, 0, 2 and 2") {
      _ = LatentAttention(features: 4, heads: 0, size: 2, latentSize: 2, rotarySize: 2, seed: 1)
    },
  ]

  private static let cheapForms = [
    Misuse("tiledAttention: the blocks must be positive, but they are 0 and 64") {
      _ = tiledAttention(query: [[1]], key: [[1]], value: [[1]], queryBlock: 0)
    },
    Misuse("tiledAttention: the mask has the shape [3, 3], which does not broadcast to the scores' [2, 4]") {
      _ = tiledAttention(query: .zeros([2, 1]), key: .zeros([4, 1]), value: .zeros([4, 1]), mask: .causal(3))
    },
    Misuse("OnlineSoftmax: contextShape needs the axes [..., queries, valueSize], but is []") {
      _ = OnlineSoftmax(contextShape: [])
    },
    Misuse(
      "OnlineSoftmax: a context of shape [2, 3] needs scores [..., queries, keys] and value [..., keys, valueSize] with as many keys, "
        + "but they have the shapes [2, 4] and [5, 3]"
    ) {
      var average = OnlineSoftmax(contextShape: [2, 3])
      average.add(scores: .zeros([2, 4]), value: .zeros([5, 3]))
    },
    Misuse("OnlineSoftmax: a context of shape [2, 3] can't be merged with one of shape [1, 3]") {
      var average = OnlineSoftmax(contextShape: [2, 3])
      average.merge(OnlineSoftmax(contextShape: [1, 3]))
    },
    Misuse("RandomFeatures: x needs the shape [..., length, 4], but has [2, 3]") {
      _ = RandomFeatures(size: 4, count: 2, seed: 1)(.zeros([2, 3]))
    },
    Misuse("slidingWindowAttention: the window must be positive, but it is 0") {
      _ = slidingWindowAttention(query: [[1]], key: [[1]], value: [[1]], window: 0)
    },
    Misuse("slidingWindowAttention: query and key must have the same length, but have the shapes [1, 1] and [2, 1]") {
      _ = slidingWindowAttention(query: [[1]], key: [[1], [1]], value: [[1], [1]], window: 1)
    },
    Misuse("blockSparseAttention: the blocks of size 2 need a mask of shape [2, 2], but it has [3, 3]") {
      let x = Tensor.zeros([3, 1])
      _ = blockSparseAttention(query: x, key: x, value: x, blocks: .causal(3), blockSize: 2)
    },
    Misuse("RandomFeatures: size and count must be positive, but they are 4 and 0") {
      _ = RandomFeatures(size: 4, count: 0, seed: 1)
    },
  ]

  private static let gradients = [
    Misuse("softmaxGradient: a gradient has the shape of its tensor, [2], but the cotangent has [3]") {
      _ = softmaxGradient(weights: [0.5, 0.5], cotangent: [1, 2, 3])
    },
    Misuse(
      """
      attentionGradients: the result belongs to another call: its context has the shape [3, 4], the cotangent [2, 4]
      """
    ) {
      let x = Tensor.zeros([2, 4])
      let result = attentionResult(query: .zeros([3, 4]), key: x, value: x)
      _ = attentionGradients(query: x, key: x, value: x, result: result, cotangent: x)
    },
    Misuse("attentionGradients: a gradient has the shape of its tensor, [2, 4], but the cotangent has [2, 3]") {
      _ = attentionGradients(
        query: .zeros([2, 1]), key: .zeros([3, 1]), value: .zeros([3, 4]), cotangent: .zeros([2, 3]))
    },
    Misuse(
      "DotScore: the scores' gradient needs the shape [..., queries, keys] for query [2, 1] and key [3, 1], "
        + "but has [3, 2]"
    ) { _ = DotScore().gradient(query: .zeros([2, 1]), key: .zeros([3, 1]), cotangent: .zeros([3, 2])) },
    Misuse("layerNormalizationGradients: the gain needs the shape [3] of the features of x, of shape [2, 3], but has [2]") {
      _ = layerNormalizationGradients(.zeros([2, 3]), gain: [1, 2], cotangent: .zeros([2, 3]))
    },
    Misuse("linearAttentionGradients: the state needs the shape [1, 1], but has [2, 1]") {
      let x = Tensor.zeros([2, 1])
      _ = linearAttentionGradients(query: x, key: x, value: x, state: x, cotangent: x)
    },
  ]

  private static let blocks = [
    Misuse(
      "FeedForward: x needs 4 features, its last axis, for a weight of shape [4, 8], but has the shape [2, 3]"
    ) { _ = FeedForward(features: 4, hidden: 8, seed: 1)(.zeros([2, 3])) },
    Misuse(
      "RNNCell: x needs 4 features, its last axis, for a weight of shape [4, 8], but has the shape [3]"
    ) { _ = RNNCell(inputSize: 4, hiddenSize: 8, seed: 1)([1, 2, 3], state: .zeros([8])) },
    Misuse("RNNCell: state needs the shape [2, 8] for x of shape [2, 4], but has [3, 8]") {
      _ = RNNCell(inputSize: 4, hiddenSize: 8, seed: 1)(.zeros([2, 4]), state: .zeros([3, 8]))
    },
    Misuse("GRUCell: state needs the shape [8] for x of shape [4], but has [4]") {
      _ = GRUCell(inputSize: 4, hiddenSize: 8, seed: 1)([1, 2, 3, 4], state: .zeros([4]))
    },
    Misuse("LSTMCell: state.hidden needs the shape [8] for x of shape [4], but has [4]") {
      _ = LSTMCell(inputSize: 4, hiddenSize: 8, seed: 1)([1, 2, 3, 4], state: .init(hidden: .zeros([4]), cell: .zeros([8])))
    },
    Misuse("LSTMCell: state.cell needs the shape [2, 8] for x of shape [2, 4], but has [2, 3]") {
      let cell = LSTMCell(inputSize: 4, hiddenSize: 8, seed: 1)
      _ = cell(.zeros([2, 4]), state: .init(hidden: .zeros([2, 8]), cell: .zeros([2, 3])))
    },
    Misuse("LSTMCell: state.cell needs the shape [8] for x of shape [4], but has []") {
      let cell = LSTMCell(inputSize: 4, hiddenSize: 8, seed: 1)
      _ = cell.states(.zeros([1, 4]), from: .init(hidden: .zeros([8]), cell: Tensor(0)))
    },
    Misuse("LSTMCell: cell needs the shape [2, 8] for x of shape [2, 4], but has [2, 3]") {
      _ = valueAndGradients(of: LSTMCell(inputSize: 4, hiddenSize: 8, seed: 1)) {
        $0(Variable(.zeros([2, 4])), hidden: Variable(.zeros([2, 8])), cell: Variable(.zeros([2, 3]))).cell.sum()
      }
    },
    Misuse("GRUCell: x needs the shape [..., length, inputSize], but has [4]") {
      _ = valueAndGradients(of: GRUCell(inputSize: 4, hiddenSize: 8, seed: 1)) { $0.states(Variable([1, 2, 3, 4])).sum() }
    },
    Misuse("Linear: x needs 4 features, its last axis, for a weight of shape [4, 2], but has the shape [3, 5]") {
      _ = valueAndGradients(of: Linear(features: 4, outputs: 2, seed: 1)) { $0(Variable(.zeros([3, 5]))).sum() }
    },
    Misuse("Embedding: x needs 2 features, its last axis, for a table of shape [3, 2], but has the shape [4, 3]") {
      _ = Embedding(table: .zeros([3, 2])).logits(.zeros([4, 3]))
    },
    Misuse("LatentAttention: x needs 4 features, its last axis, for a weight of shape [4, 8], but has the shape [2, 3]") {
      _ = LatentAttention(features: 4, heads: 2, size: 2, latentSize: 2, rotarySize: 2, seed: 1)(.zeros([2, 3]))
    },
    Misuse(
      "GeneralScore: a weight of shape [2, 3] needs query [..., queries, 2] and key [..., keys, 3], "
        + "but they have the shapes [4, 3] and [5, 3]"
    ) { _ = GeneralScore(weight: .zeros([2, 3]))(query: .zeros([4, 3]), key: .zeros([5, 3])) },
    Misuse("MultiHeadAttention: x needs 4 features, its last axis, for a weight of shape [4, 4], but has the shape [3, 5]") {
      _ = MultiHeadAttention(features: 4, heads: 2, seed: 1)(.zeros([3, 5]))
    },
    Misuse("MultiHeadAttention: source needs 6 features, its last axis, for a weight of shape [6, 4], but has the shape [3, 4]") {
      _ = MultiHeadAttention(features: 4, sourceFeatures: 6, heads: 2, seed: 1)(.zeros([3, 4]))
    },
    Misuse("LuongDecoder: the gradients of Halved are unknown; use a score of the library") {
      struct Halved: AttentionScore { func callAsFunction(query: Tensor, key: Tensor) -> Tensor { DotScore()(query: query / 2, key: key) } }
      let decoder = LuongDecoder(score: Halved(), cell: GRUCell(inputSize: 1, hiddenSize: 1, seed: 1), outputWeight: .ones([2, 1]))
      _ = valueAndGradients(of: decoder) { $0(Variable([1]), state: Variable([1]), source: Variable([[1]])).output }
    },
    Misuse("GRUCell: the state's weight needs the shape [hiddenSize, 3 · hiddenSize], but has [2, 4]") {
      _ = GRUCell(inputWeight: .zeros([2, 4]), stateWeight: .zeros([2, 4]), bias: .zeros([4]))
    },
    Misuse("LSTMCell: x needs the shape [..., length, inputSize], but has [4]") {
      _ = LSTMCell(inputSize: 4, hiddenSize: 8, seed: 1).states(.zeros([4]))
    },
  ]

  private static let training = [
    Misuse("valueAndGradients: without a cotangent, the result must be a single number, but its shape is [2]") {
      _ = valueAndGradients(at: [[1, 2]]) { $0[0] }
    },
    Misuse("matmul: variables need at least two axes, but the shapes are [2] and [2, 1]") {
      _ = matmul(Variable([1, 2]), Variable([[1], [2]]))
    },
    Misuse("crossEntropy: logits of shape [2, 3] need 2 targets, not 1") { _ = crossEntropy(Tensor.zeros([2, 3]), targets: [0]) },
    Misuse("crossEntropy: target 1 is 3, which is none of the 3 classes of logits of shape [2, 3]") {
      _ = crossEntropy(Tensor.zeros([2, 3]), targets: [0, 3])
    },
    Misuse("Embedding: token 1 is 5, which is no row of the table of shape [3, 2]") { _ = Embedding(table: .zeros([3, 2]))([0, 5]) },
    Misuse("Embedding: sequence 0 has 1 tokens, but sequence 1 has 2; they must be equally long") {
      _ = Embedding(table: .zeros([3, 2]))([[0], [1, 2]])
    },
    Misuse("Linear: weight [2, 3] needs a bias of shape [3], but it has [2]") { _ = Linear(weight: .zeros([2, 3]), bias: [1, 2]) },
    Misuse("clipped: the norm must be positive, but it is 0.0") {
      struct Model { var x: Tensor }
      _ = valueAndGradients(of: Model(x: [1])) { $0.x.sum() }.gradients.clipped(toNorm: 0)
    },
    Misuse("Sampler: topP must be above 0 and at most 1, but it is 0.0") { _ = Sampler(topP: 0, seed: 1) },
    Misuse(
      "Sampler: the logits need the shape [tokens], at least one of them finite and none NaN or ∞, but have [2]"
    ) { _ = Sampler.greedy.probabilities([1, .nan]) },
  ]

  private static let newer = [
    Misuse("attentionRollout: the weights of at least one layer are needed") { _ = attentionRollout([]) },
    Misuse("attentionRollout: the residual share must be from 0 to 1, but it is 2.0") { _ = attentionRollout([[[1]]], residual: 2) },
    Misuse("attentionRollout: each layer needs the shape [2, 2] or [heads, 2, 2], but one has [3, 2]") {
      _ = attentionRollout([.identity(2), .zeros([3, 2])])
    },
    Misuse("speculativeToken: draft and target need one shape [tokens], but have [2] and [3]") {
      var generator = SeededGenerator(seed: 1)
      _ = speculativeToken(0, draft: [0.5, 0.5], target: [1, 0, 0], using: &generator)
    },
    Misuse(
      "speculativeToken: the draft can't have drawn token 1: its probability is not positive, or there are only 2 tokens"
    ) {
      var generator = SeededGenerator(seed: 1)
      _ = speculativeToken(1, draft: [1, 0], target: [0.5, 0.5], using: &generator)
    },
    Misuse("scaledDotProductAttention: the scale must be a number, but it is nan") {
      _ = scaledDotProductAttention(query: [[1]], key: [[1]], value: [[1]], scale: .nan)
    },
    Misuse("MultiHeadAttention: keyWeight needs the shape [4, 4], but has [4, 6]") {
      let weight = Tensor.zeros([4, 4])
      _ = MultiHeadAttention(heads: 2, queryWeight: weight, keyWeight: .zeros([4, 6]), valueWeight: weight, outputWeight: weight)
    },
    Misuse("MultiHeadAttention: queryWeight needs the shape [features, 2 · size], for 2 equal heads, but has [4, 3]") {
      let weight = Tensor.zeros([4, 4])
      _ = MultiHeadAttention(heads: 2, queryWeight: .zeros([4, 3]), keyWeight: weight, valueWeight: weight, outputWeight: weight)
    },
    Misuse("MultiHeadAttention: outputWeight needs the shape [4, features], but has [3, 4]") {
      let weight = Tensor.zeros([4, 4])
      _ = MultiHeadAttention(heads: 2, queryWeight: weight, keyWeight: weight, valueWeight: weight, outputWeight: .zeros([3, 4]))
    },
    Misuse("MultiHeadAttention: sinks needs the shape [2], but has [3]") {
      let weight = Tensor.zeros([4, 4])
      _ = MultiHeadAttention(
        heads: 2, queryWeight: weight, keyWeight: weight, valueWeight: weight, outputWeight: weight, sinks: [1, 2, 3])
    },
    Misuse("LatentAttention: keyWeight needs the shape [5, 6], not [5, 4]") {
      _ = LatentAttention(
        heads: 2, rotary: RotaryEmbedding(size: 2), queryWeight: .zeros([4, 10]), latentWeight: .zeros([4, 5]),
        rotaryKeyWeight: .zeros([4, 2]), keyWeight: .zeros([5, 4]), valueWeight: .zeros([5, 6]), outputWeight: .zeros([6, 4]))
    },
    Misuse(
      "LSTMCell: with 2 hidden features, inputWeight needs the shape [inputSize, 8] and bias [8], but they have [3, 8] and [7]"
    ) { _ = LSTMCell(inputWeight: .zeros([3, 8]), stateWeight: .zeros([2, 8]), bias: .zeros([7])) },
    Misuse("GRUCell: a stateBias is for .afterProduct, and needs the shape [2], but has [2]") {
      _ = GRUCell(inputWeight: .zeros([3, 6]), stateWeight: .zeros([2, 6]), bias: .zeros([6]), stateBias: .zeros([2]))
    },
    Misuse("AdditiveScore: the bias needs the shape [2] of the vector, but has [3]") {
      _ = AdditiveScore(queryWeight: .zeros([1, 2]), keyWeight: .zeros([1, 2]), vector: [1, 2], bias: [1, 2, 3])
    },
    Misuse("subscript: a part of shape [2, 1] was assigned, but [3] does not broadcast to it") {
      var x = Tensor.zeros([2, 2])
      x[0..., ..<1] = [1, 2, 3]
    },
    Misuse("replacing: the condition has the shape [3], which does not broadcast to [2]") {
      _ = ([1, 2] as Tensor).replacing(with: Tensor(0), where: [1, 1, 1])
    },
    Misuse("KeyValueCache: query needs the shape [1, heads, 1, keySize], but has [1, 1, 2, 1]") {
      var cache = KeyValueCache(batch: 1)
      let seen = cache.append(key: .zeros([1, 1, 1, 1]), value: .zeros([1, 1, 1, 1]))
      _ = seen.attention(query: .zeros([1, 1, 2, 1]))
    },
    Misuse("TransformerDecoder: 1 blocks need as many caches, not 0") {
      var caches: [KeyValueCache] = []
      let x = Tensor.zeros([1, 1, 2])
      _ = TransformerDecoder(blocks: 1, features: 2, heads: 1, hidden: 2, seed: 1)(x, source: x, caches: &caches)
    },
    Misuse(
      "MultiHeadAttention: features, sourceFeatures, keySize and valueSize can't be negative, but they are 4, 4, -1 and -1"
    ) { _ = MultiHeadAttention(features: 4, heads: 2, keySize: -1, seed: 1) },
    Misuse("attention: the mask has the shape [3, 3], which does not broadcast to the scores' [2, 4]") {
      _ = attention(scores: Variable(.zeros([2, 4])), value: Variable(.zeros([4, 1])), mask: .causal(3))
    },
    Misuse("TransformerEncoder: 1 blocks need as many caches, not 0") {
      var caches: [KeyValueCache] = []
      _ = TransformerEncoder(blocks: 1, features: 2, heads: 1, hidden: 2, seed: 1)(.zeros([1, 1, 2]), caches: &caches)
    },
    Misuse(
      "differentialAttention: query and key have two halves, so their last axis must be even: query has the shape [1, 3], key [2, 3]"
    ) { _ = differentialAttention(query: .zeros([1, 3]), key: .zeros([2, 3]), value: .zeros([2, 1]), lambda: 0.5) },
    Misuse("DifferentialLambda: vectors needs the shape [4, keySize], but has [3, 2]") {
      _ = DifferentialLambda(vectors: .zeros([3, 2]), layer: 1)
    },
    Misuse("DifferentialLambda: layers count from 1, but the layer is 0") { _ = DifferentialLambda(vectors: .zeros([4, 2]), layer: 0) },
    Misuse("gateHeads: for a context of shape [2, 3, 4], logits needs the shape [3, 8] or [3, 2], but has [3, 4]") {
      _ = gateHeads(.zeros([2, 3, 4]), by: .zeros([3, 4]))
    },
    Misuse(
      "indexScores: query needs the shape [..., indexHeads, queries, indexSize], key [..., keys, indexSize] and headWeight "
        + "[..., queries, indexHeads], but they have [2, 3, 4], [5, 4] and [3, 4]"
    ) { _ = indexScores(query: .zeros([2, 3, 4]), key: .zeros([5, 4]), headWeight: .zeros([3, 4])) },
    Misuse("topK: the number of keys to select must be positive, but it is 0") { _ = Mask.topK(0, of: [[1]]) },
    Misuse("topK: the mask has the shape [2], which does not broadcast to the scores' [1, 3]") {
      _ = Mask.topK(1, of: [[1, 2, 3]], among: Mask(shape: [2], isVisible: [true, true]))
    },
    Misuse("topKAttention: indexScores needs the shape [1, 3, 5], but has [2, 3, 5]") {
      _ = topKAttention(
        query: .zeros([2, 3, 4]), key: .zeros([2, 5, 4]), value: .zeros([2, 5, 1]), indexScores: .zeros([2, 3, 5]), count: 1)
    },
    Misuse(
      "topKAttention: query, key and value need the shapes [..., heads, length, size] with equal leading axes, "
        + "but they have [6, 2, 3, 4], [2, 5, 4] and [2, 5, 1]"
    ) {
      _ = topKAttention(
        query: .zeros([6, 2, 3, 4]), key: .zeros([2, 5, 4]), value: .zeros([2, 5, 1]), indexScores: .zeros([6, 1, 3, 5]), count: 1)
    },
    Misuse("blockSummaries: the block size and the stride must be positive, but they are 2 and 0") {
      _ = blockSummaries(.zeros([4, 1]), blockSize: 2, stride: 0)
    },
    Misuse("blockSummaries: for blocks of shape [2, 2, 1], the summary needs the shape [2] and a last axis, but has [2, 2, 1]") {
      _ = blockSummaries(.zeros([4, 1]), blockSize: 2, stride: 2) { $0 }
    },
    Misuse("compressedAttention: query and key must have the same length, but have the shapes [1, 1] and [2, 1]") {
      _ = compressedAttention(query: [[1]], key: [[1], [1]], value: [[1], [1]], blockSize: 1, stride: 1)
    },
    Misuse("gatedSum: gates needs the shape [3, 1], but has [3, 2]") { _ = gatedSum([.zeros([3, 4])], gates: .zeros([3, 2])) },
    Misuse("gatedSum: the branches need one shape, but have [3, 4] and [3, 5]") {
      _ = gatedSum([.zeros([3, 4]), .zeros([3, 5])], gates: .zeros([3, 2]))
    },
    Misuse("chunkedLinearAttention: the size of chunks must be positive, but it is 0") {
      _ = chunkedLinearAttention(query: [[1]], key: [[1]], value: [[1]], chunkSize: 0)
    },
    Misuse("chunkedLinearAttention: beta needs the shape [2, 1], but has [2, 3]") {
      _ = chunkedLinearAttention(query: .zeros([2, 3]), key: .zeros([2, 3]), value: .zeros([2, 1]), beta: .zeros([2, 3]))
    },
    Misuse("chunkedLinearAttention: decays must be finite") {
      _ = chunkedLinearAttention(query: [[1]], key: [[1]], value: [[1]], decay: [[-.infinity]])
    },
  ]
}

/// Attention without softmax, at a cost that grows with the length, not with its square: the past is a matrix that each
/// token updates and reads.
///
///     let result = linearAttention(query: q, key: k, value: v)
///     // Later tokens go on from where these ended:
///     linearAttention(query: q2, key: k2, value: v2, state: result.state)
///
/// Token t updates the state S, of shape [keySize, valueSize], and reads it:
///
///     S ← diag(exp decay) S              with decay: old entries fade
///     S ← S + k (β (v − Sᵀk))ᵀ           with beta: the delta rule replaces what k had stored
///     S ← S + k vᵀ                       without
///     context = scale · Sᵀq
///
/// Without decay and beta, the context is (QKᵀ ∘ causal) V, scaled: attention in which the scores themselves are the weights.
/// Apply a feature map to query and key first for weights that are positive.
///
/// - Parameters:
///   - query: Shape `[..., length, keySize]`.
///   - key: Shape `[..., length, keySize]`; the leading axes of all parameters are equal.
///   - value: Shape `[..., length, valueSize]`.
///   - decay: The logarithm of the factor by which each row of the state is multiplied: shape `[..., length, keySize]`, or
///     `[..., length, 1]`. 0 keeps everything; negative numbers forget.
///   - beta: How much of the stored value each token replaces, from 0 to 1: shape `[..., length, 1]`.
///   - state: The state after earlier tokens: shape `[..., keySize, valueSize]`; by default zeros.
///   - scale: The factor of the context; by default 1/√keySize.
/// - Complexity: O(length · keySize · valueSize) time; memory for the context and one state.
/// - Source: Katharopoulos et al. 2020, "Transformers are RNNs", section 3.4. Decay and delta rule: Yang, Kautz and
///   Hatamizadeh 2024, "Gated Delta Networks", section 3.1. A decay for each feature: Kimi Team 2025, "Kimi Linear", section 3.
public func linearAttention(
  query: Tensor, key: Tensor, value: Tensor, decay: Tensor? = nil, beta: Tensor? = nil, state: Tensor? = nil,
  scale: Float? = nil
) -> LinearAttentionResult {
  let sizes = LinearAttentionSizes(query: query, key: key, value: value, function: "linearAttention")
  let decay = decay.map { sizes.expand($0, to: sizes.keySize, named: "decay") }
  let beta = beta.map { sizes.expand($0, to: 1, named: "beta") }
  sizes.check(state: state)
  let scale = scale ?? defaultScale(keySize: sizes.keySize)

  var states = (state ?? .zeros(sizes.stateShape)).scalars
  var context: [Float] = []
  context.reserveCapacity(value.count)
  for sequence in 0..<sizes.sequences {
    var memory = Memory(keySize: sizes.keySize, valueSize: sizes.valueSize)
    let stored = sequence * memory.entries.count..<(sequence + 1) * memory.entries.count
    memory.entries = Array(states[stored])
    for token in sequence * sizes.length..<(sequence + 1) * sizes.length {
      if let decay { memory.fade(by: row(token, of: decay)) }
      let key = row(token, of: key)
      var change = Array(row(token, of: value))
      if let beta {
        let known = memory.read(key)
        for index in change.indices { change[index] = beta.scalars[token] * (change[index] - known[index]) }
      }
      memory.add(change, under: key)
      context += memory.read(row(token, of: query)).map { $0 * scale }
    }
    states.replaceSubrange(stored, with: memory.entries)
  }
  return LinearAttentionResult(
    context: Tensor(unchecked: value.shape, context), state: Tensor(unchecked: sizes.stateShape, states))
}

/// The result of linear attention: the context, and the state with which later tokens continue.
public struct LinearAttentionResult: Sendable, Hashable {
  /// Shape `[..., length, valueSize]`.
  public let context: Tensor
  /// Shape `[..., keySize, valueSize]`.
  public let state: Tensor
}

/// The state of one sequence: a matrix in row-major order, with a row for each feature of the keys.
private struct Memory {
  let keySize: Int
  let valueSize: Int
  var entries: [Float]

  init(keySize: Int, valueSize: Int) {
    (self.keySize, self.valueSize) = (keySize, valueSize)
    entries = [Float](repeating: 0, count: keySize * valueSize)
  }

  /// S ← diag(exp decay) S
  mutating func fade(by decay: ArraySlice<Float>) {
    for (feature, decay) in decay.enumerated() {
      let remaining = exp(decay)
      for index in feature * valueSize..<(feature + 1) * valueSize { entries[index] *= remaining }
    }
  }

  /// S ← S + k vᵀ
  mutating func add(_ value: [Float], under key: ArraySlice<Float>) {
    for (feature, weight) in key.enumerated() {
      for index in 0..<valueSize { entries[feature * valueSize + index] += weight * value[index] }
    }
  }

  /// Sᵀq
  func read(_ query: ArraySlice<Float>) -> [Float] {
    var value = [Float](repeating: 0, count: valueSize)
    for (feature, weight) in query.enumerated() {
      for index in 0..<valueSize { value[index] += weight * entries[feature * valueSize + index] }
    }
    return value
  }
}

/// The sizes shared by all parameters, validated.
struct LinearAttentionSizes {
  let leading: [Int]
  let length: Int
  let keySize: Int
  let valueSize: Int
  /// The function that failure messages name.
  let function: String

  init(query: Tensor, key: Tensor, value: Tensor, function: String) {
    require(
      query.rank >= 2 && query.shape == key.shape && value.rank >= 2
        && value.shape.dropLast() == query.shape.dropLast(),
      """
      \(function): query and key need one shape [..., length, keySize], and value [..., length, valueSize], \
      but they have \(query.shape), \(key.shape) and \(value.shape)
      """)
    (leading, length) = (query.shape.dropLast(2), query.rows)
    (keySize, valueSize) = (query.columns, value.columns)
    self.function = function
  }

  var sequences: Int { leading.reduce(1, *) }
  var stateShape: [Int] { leading + [keySize, valueSize] }

  func check(state: Tensor?) {
    require(
      state == nil || state?.shape == stateShape,
      "\(function): the state needs the shape \(stateShape), but has \(state?.shape ?? [])")
  }

  func expand(_ tensor: Tensor, to size: Int, named name: String) -> Tensor {
    let shape = leading + [length, size]
    let single = leading + [length, 1]
    require(
      tensor.shape == shape || tensor.shape == single,
      """
      \(function): \(name) needs the shape \(shape)\(shape == single ? "" : " or \(single)"), \
      but has \(tensor.shape)
      """)
    return tensor.expanded(to: shape)
  }
}

private func row(_ index: Int, of tensor: Tensor) -> ArraySlice<Float> {
  tensor.scalars[index * tensor.columns..<(index + 1) * tensor.columns]
}

/// The same as `linearAttention`, computed for many tokens at a time: between chunks as a recurrence, within one as products of matrices.
///
///     let result = chunkedLinearAttention(query: q, key: k, value: v, decay: decay, beta: beta)
///
/// Within a chunk, token t stores u_t under its key, S ← diag(exp decay) S + k uᵀ. With the product G_t of the factors exp decay up to token t:
///
///     u_t = β_t (v_t − Sᵀ (G_t ∘ k_t) − Σ_{s<t} A_ts u_s)        with beta; otherwise u_t = v_t
///     context_t = scale · (Sᵀ (G_t ∘ q_t) + Σ_{s≤t} B_ts u_s)
///
/// where S is the state before the chunk, A_ts = Σ_f k_tf k_sf G_tf / G_sf, and B_ts the same with q_t for k_t. The first line is a triangular system,
/// which is solved row by row. Everything else is a product of matrices, which processors compute much faster than one token after the other.
///
/// With one decay for each token this is Gated DeltaNet, with one for each feature Kimi Delta Attention.
///
/// - Parameters:
///   - query: Shape `[..., length, keySize]`.
///   - key: Shape `[..., length, keySize]`; the leading axes of all parameters are equal.
///   - value: Shape `[..., length, valueSize]`.
///   - decay: The logarithm of the factor by which each row of the state is multiplied: shape `[..., length, keySize]`, or
///     `[..., length, 1]`.
///   - beta: How much of the stored value each token replaces, from 0 to 1: shape `[..., length, 1]`.
///   - state: The state after earlier tokens: shape `[..., keySize, valueSize]`; by default zeros.
///   - scale: The factor of the context; by default 1/√keySize.
///   - chunkSize: How many tokens are computed at a time.
/// - Returns: The result of `linearAttention`, but for rounding.
/// - Precondition: As for `linearAttention`; decays are finite, and `chunkSize` is positive.
/// - Complexity: O(length · (keySize · valueSize + chunkSize · (keySize + valueSize))) time.
/// - Source: Yang et al. 2024, "Parallelizing Linear Transformers with the Delta Rule over Sequence Length", section 3. Decay: Yang, Kautz and
///   Hatamizadeh 2024, "Gated Delta Networks", section 3.3. One for each feature: Kimi Team 2025, "Kimi Linear", section 3.
public func chunkedLinearAttention(
  query: Tensor, key: Tensor, value: Tensor, decay: Tensor? = nil, beta: Tensor? = nil, state: Tensor? = nil,
  scale: Float? = nil, chunkSize: Int = 64
) -> LinearAttentionResult {
  let function = "chunkedLinearAttention"
  require(chunkSize > 0, "\(function): the size of chunks must be positive, but it is \(chunkSize)")
  let sizes = LinearAttentionSizes(query: query, key: key, value: value, function: function)
  // One decay for each token stays one: it is a factor of the products of matrices.
  let decay = decay.map {
    $0.shape.last == 1 ? sizes.expand($0, to: 1, named: "decay") : sizes.expand($0, to: sizes.keySize, named: "decay")
  }
  let beta = beta.map { sizes.expand($0, to: 1, named: "beta") }
  sizes.check(state: state)
  require(
    decay?.scalars.allSatisfy(\.isFinite) ?? true, "\(function): decays must be finite")
  func flat(_ x: Tensor) -> Tensor { x.reshaped([sizes.sequences] + x.shape.suffix(2)) }
  let (queries, keys, values) = (flat(query * (scale ?? defaultScale(keySize: sizes.keySize))), flat(key), flat(value))
  let (decays, betas) = (decay.map(flat), beta.map(flat))
  let states = flat(state ?? .zeros(sizes.stateShape))

  var contexts: [Float] = []
  var finalStates: [Float] = []
  contexts.reserveCapacity(value.count)
  for sequence in 0..<sizes.sequences {
    var state = states[sequence]
    for tokens in ranges(of: sizes.length, size: chunkSize) {
      func part(_ x: Tensor) -> Tensor { x[sequence].gathering(Array(tokens)) }  // [tokens, size]
      let chunk = Chunk(query: part(queries), key: part(keys), value: part(values), decay: decays.map(part), beta: betas.map(part))
      contexts += chunk.context(from: &state).scalars
    }
    finalStates += state.scalars
  }
  return LinearAttentionResult(
    context: Tensor(unchecked: value.shape, contexts), state: Tensor(unchecked: sizes.stateShape, finalStates))
}

/// Some tokens of one sequence. All shapes are `[tokens, size]`.
private struct Chunk {
  let query, key, value: Tensor
  let beta: Tensor?
  /// The logarithm of G_t, one for each token or for each of its features: the sums of decays up to it. In `Double`, because their differences
  /// are small beside them.
  private let sums: [Double]?
  private let sumSize: Int

  init(query: Tensor, key: Tensor, value: Tensor, decay: Tensor?, beta: Tensor?) {
    (self.query, self.key, self.value, self.beta) = (query, key, value, beta)
    sumSize = decay?.columns ?? 0
    guard let decay else {
      sums = nil
      return
    }
    var sums = decay.scalars.map(Double.init)
    for index in sums.indices.dropFirst(sumSize) { sums[index] += sums[index - sumSize] }
    self.sums = sums
  }

  /// The context of the tokens. Sets the state to that after them.
  func context(from state: inout Tensor) -> Tensor {
    let faded = sums.map { Tensor(unchecked: [key.rows, sumSize], $0.map { exp(Float($0)) }) }  // G_t
    let stored = stored(from: matmul(faded.map { key * $0 } ?? key, state))  // [tokens, valueSize]
    // Leave out the zeros above the diagonal, so that nothing of a later token, not even NaN, reaches an earlier one.
    let context =
      matmul(faded.map { query * $0 } ?? query, state)
      + matrixProduct(products(query), stored, in: "chunkedLinearAttention", leavingOutZeros: true)
    let last = key.rows - 1
    if let faded { state *= faded.gathering([last]).transposed() }
    state += matmul(remaining(at: last).transposed(), stored)
    return context
  }

  /// What remains of each key when token `last` has been read: k_s ∘ G_last / G_s.
  private func remaining(at last: Int) -> Tensor {
    guard let sums else { return key }
    let factors = sums.indices.map { exp(Float(sums[last * sumSize + $0 % sumSize] - sums[$0])) }
    return key * Tensor(unchecked: [key.rows, sumSize], factors)
  }

  /// u_t of all tokens.
  ///
  /// - Parameter known: What the state before the chunk holds for each key. Shape `[tokens, valueSize]`.
  private func stored(from known: Tensor) -> Tensor {
    guard let beta else { return value }
    let overlaps = products(key)
    var stored = (value - known).scalars
    let size = value.columns
    for token in 0..<key.rows {
      let row = token * size..<(token + 1) * size
      for earlier in 0..<token {
        let overlap = overlaps.scalars[token * key.rows + earlier]
        for (index, other) in zip(row, earlier * size..<(earlier + 1) * size) { stored[index] -= overlap * stored[other] }
      }
      for index in row { stored[index] *= beta.scalars[token] }
    }
    return Tensor(unchecked: value.shape, stored)
  }

  /// Σ_f x_tf k_sf G_tf / G_sf for tokens s up to t; 0 for later ones. Shape `[tokens, tokens]`.
  private func products(_ x: Tensor) -> Tensor {
    let (tokens, features) = (key.rows, key.columns)
    var products = sumSize > 1 ? [Float](repeating: 0, count: tokens * tokens) : matmul(x, key.transposed()).scalars
    for token in 0..<tokens {
      for earlier in 0..<tokens {
        let place = token * tokens + earlier
        if earlier > token {
          products[place] = 0
          continue
        }
        guard let sums else { continue }
        // The quotient of two exponentials would overflow where that of their logarithms' difference doesn't.
        func factor(_ index: Int) -> Float { exp(Float(sums[token * sumSize + index] - sums[earlier * sumSize + index])) }
        if sumSize == 1 {
          products[place] *= factor(0)
        } else {
          for index in 0..<features {
            products[place] += x.scalars[token * features + index] * key.scalars[earlier * features + index] * factor(index)
          }
        }
      }
    }
    return Tensor(unchecked: [tokens, tokens], products)
  }
}

/// What a change of the context, or of the last state, asks of the arguments of `linearAttention`: the vector–Jacobian
/// product, through all tokens from the last to the first.
///
/// - Parameters:
///   - query: Shape `[..., length, keySize]`.
///   - key: Shape `[..., length, keySize]`.
///   - value: Shape `[..., length, valueSize]`.
///   - decay: The logarithm of what remains of the state: shape `[..., length, keySize]` or `[..., length, 1]`.
///   - beta: How much of the stored value each token replaces: shape `[..., length, 1]`.
///   - state: What earlier tokens left: shape `[..., keySize, valueSize]`; by default zeros.
///   - scale: What the dot products are multiplied by; by default 1/√keySize.
///   - cotangent: The gradient of the context, in its shape.
///   - stateCotangent: The gradient of the state left behind, in its shape; by default zeros.
/// - Complexity: O(length · keySize · valueSize) time and memory: every state is kept.
/// - Source: The chain rule; without decay and beta, Katharopoulos et al. 2020, "Transformers are RNNs", equations 13
///   to 15.
public func linearAttentionGradients(
  query: Tensor, key: Tensor, value: Tensor, decay: Tensor? = nil, beta: Tensor? = nil, state: Tensor? = nil,
  scale: Float? = nil, cotangent: Tensor, stateCotangent: Tensor? = nil
) -> LinearAttentionGradients {
  let function = "linearAttentionGradients"
  let sizes = LinearAttentionSizes(query: query, key: key, value: value, function: function)
  let remaining = decay.map { exp(sizes.expand($0, to: sizes.keySize, named: "decay")) }
  let beta = beta.map { sizes.expand($0, to: 1, named: "beta") }
  sizes.check(state: state)
  checkAlike(cotangent, value, in: function)
  if let stateCotangent { checkAlike(stateCotangent, .zeros(sizes.stateShape), in: function) }
  let scale = scale ?? defaultScale(keySize: sizes.keySize)

  // Forward again, keeping each state as it was faded, before the token's own entry.
  var faded: [Tensor] = []
  var written: [Tensor] = []  // what each token wrote: a column [..., valueSize, 1]
  var states = [state ?? .zeros(sizes.stateShape)]
  for token in 0..<sizes.length {
    let (k, v) = (column(token, of: key), column(token, of: value))
    let before = remaining.map { column(token, of: $0) * states[token] } ?? states[token]
    let change = beta.map { column(token, of: $0) * (v - matmul(before.transposed(), k)) } ?? v
    faded.append(before)
    written.append(change)
    states.append(before + matmul(k, change.transposed()))
  }

  // Backward: dS is the gradient of the state that `token` left.
  var dS = stateCotangent ?? .zeros(sizes.stateShape)
  var (dQ, dK, dV, dDecay, dBeta) = ([Tensor](), [Tensor](), [Tensor](), [Tensor](), [Tensor]())
  for token in (0..<sizes.length).reversed() {
    let (q, k, v) = (column(token, of: query), column(token, of: key), column(token, of: value))
    let dContext = scale * column(token, of: cotangent)
    dQ.append(matmul(states[token + 1], dContext))
    dS += matmul(q, dContext.transposed())
    var dk = matmul(dS, written[token])
    var dv = matmul(dS.transposed(), k)
    if let beta {
      let unknown = v - matmul(faded[token].transposed(), k)
      dBeta.append((dv * unknown).sum(axis: -2, keepingAxis: true))
      dv = column(token, of: beta) * dv
      // What k had stored was taken away: −dv flows on into the state and the key that read it.
      dk -= matmul(faded[token], dv)
      dS -= matmul(k, dv.transposed())
    }
    dK.append(dk)
    dV.append(dv)
    if let remaining {
      dDecay.append((dS * faded[token]).sum(axis: -1, keepingAxis: true))
      dS = column(token, of: remaining) * dS
    }
  }

  /// The columns of all tokens, last token first, as rows: `[..., length, size]`.
  func rows(_ columns: [Tensor], size: Int) -> Tensor {
    columns.isEmpty
      ? .zeros(sizes.leading + [0, size])
      : concatenate(columns.reversed(), axis: -1).transposed()
  }
  return LinearAttentionGradients(
    query: rows(dQ, size: sizes.keySize), key: rows(dK, size: sizes.keySize),
    value: rows(dV, size: sizes.valueSize),
    decay: decay.map { summed(rows(dDecay, size: sizes.keySize), to: $0.shape) },
    beta: beta.map { _ in rows(dBeta, size: 1) },
    state: dS)
}

/// The gradients of linear attention's arguments, each in its argument's shape.
public struct LinearAttentionGradients: Sendable, Hashable {
  /// That of `query`.
  public let query: Tensor
  /// That of `key`.
  public let key: Tensor
  /// That of `value`.
  public let value: Tensor
  /// nil if there was no decay.
  public let decay: Tensor?
  /// nil if there was no beta.
  public let beta: Tensor?
  /// That of the state the first token found.
  public let state: Tensor
}

/// The features of one token, as a column: `[..., length, size]` → `[..., size, 1]`.
private func column(_ token: Int, of x: Tensor) -> Tensor { x.selecting(token, axis: -2).insertingAxis(at: -1) }

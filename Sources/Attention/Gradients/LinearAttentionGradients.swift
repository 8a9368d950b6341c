/// The gradients of the arguments of `linearAttention`, from those of the context and the last state: the vector–Jacobian product, through
/// all tokens from the last to the first.
///
/// - Parameters:
///   - query: Shape `[..., length, keySize]`.
///   - key: Shape `[..., length, keySize]`.
///   - value: Shape `[..., length, valueSize]`.
///   - decay: The logarithm of the state's factor: shape `[..., length, keySize]` or `[..., length, 1]`.
///   - beta: How much of the stored value each token replaces: shape `[..., length, 1]`.
///   - state: The state after earlier tokens: shape `[..., keySize, valueSize]`; by default zeros.
///   - scale: The factor of the context; by default 1/√keySize.
///   - cotangent: The gradient of the context, with its shape.
///   - stateCotangent: The gradient of the last state, with its shape; by default zeros.
/// - Complexity: O(length · keySize · valueSize) time and memory, since every state is stored.
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

  // The forward pass again, storing each state after its decay, before the token's own entry.
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

  // The backward pass: dS is the gradient of the state after `token`.
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
      // The value stored under k was subtracted, so −dv flows into the state and the key that read it.
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

  /// The columns of all tokens (last token first) as rows: `[..., length, size]`.
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

/// The gradients of linear attention's arguments, each with its argument's shape.
public struct LinearAttentionGradients: Sendable, Hashable {
  /// The gradient of `query`.
  public let query: Tensor
  /// The gradient of `key`.
  public let key: Tensor
  /// The gradient of `value`.
  public let value: Tensor
  /// The gradient of the decay; nil if there was none.
  public let decay: Tensor?
  /// The gradient of beta; nil if there was none.
  public let beta: Tensor?
  /// The gradient of the initial state.
  public let state: Tensor
}

/// The features of one token, as a column: `[..., length, size]` → `[..., size, 1]`.
private func column(_ token: Int, of x: Tensor) -> Tensor { x.selecting(token, axis: -2).insertingAxis(at: -1) }

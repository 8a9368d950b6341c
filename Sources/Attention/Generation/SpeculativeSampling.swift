/// Decides whether a token that a cheap draft model has drawn may stand, so that the result is distributed as if the target model had drawn it.
///
///     let q: Tensor = [0.7, 0.2, 0.1], p: Tensor = [0.4, 0.5, 0.1]
///     var generator = SeededGenerator(seed: 1)
///     let decision = speculativeToken(0, draft: q, target: p, using: &generator) // 0 was drawn from q
///     if !decision.isAccepted { /* the tokens drafted after it are worthless */ }
///
/// The token stands with the probability min(1, p / q). Otherwise another one is drawn from max(0, p − q), divided by its sum: what the draft has
/// too little of.
///
/// - Parameters:
///   - token: Drawn from `draft`.
///   - draft: The draft's probabilities q: shape `[tokens]`.
///   - target: The target's probabilities p: shape `[tokens]`.
///   - generator: The source of the random numbers.
/// - Returns: The token, and whether it is the drafted one.
/// - Precondition: Both have one shape, and `draft` gives the token a positive probability; the failure says which doesn't hold.
/// - Complexity: O(1) if the token stands, otherwise O(tokens).
/// - Source: Leviathan, Kalman and Matias 2023, "Fast Inference from Transformers via Speculative Decoding", section 2.3.
public func speculativeToken(
  _ token: Int, draft: Tensor, target: Tensor, using generator: inout some RandomNumberGenerator
) -> (token: Int, isAccepted: Bool) {
  let function = "speculativeToken"
  require(
    draft.rank == 1 && draft.shape == target.shape,
    "\(function): draft and target need one shape [tokens], but have \(draft.shape) and \(target.shape)")
  require(
    draft.scalars.indices.contains(token) && draft.scalars[token] > 0,
    "\(function): the draft can't have drawn token \(token): its probability is not positive, or there are only \(draft.count) tokens")
  let (p, q) = (Double(target.scalars[token]), Double(draft.scalars[token]))
  if uniform(&generator) * q < p { return (token, true) }
  let missing = zip(target.scalars, draft.scalars).map { Swift.max(0, Double($0) - Double($1)) }
  var rest = uniform(&generator) * missing.reduce(0, +)
  for (other, share) in missing.enumerated() where share > 0 {
    rest -= share
    if rest < 0 { return (other, false) }
  }
  // Rounding may leave a rest, or the target and the draft may be equal but for rounding.
  return (missing.lastIndex { $0 > 0 } ?? token, false)
}

/// A number from 0 to 1, both excluded.
private func uniform(_ generator: inout some RandomNumberGenerator) -> Double { (Double(generator.next() >> 12) + 0.5) * 0x1p-52 }

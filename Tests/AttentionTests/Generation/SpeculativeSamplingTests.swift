import Attention
import Testing

@Suite struct SpeculativeSamplingTests {
  let draft: Tensor = [0.5, 0.3, 0.2, 0]
  let target: Tensor = [0.2, 0.3, 0.1, 0.4]

  /// How often each token comes out, and how often a drafted one stands.
  func shares(draft: Tensor, target: Tensor) -> (tokens: Tensor, accepted: Float) {
    var sampler = Sampler(seed: 3)
    var generator = SeededGenerator(seed: 4)
    var counts = [Float](repeating: 0, count: draft.count)
    var accepted: Float = 0
    for _ in 0..<20_000 {
      let decision = speculativeToken(sampler.next(log(draft)), draft: draft, target: target, using: &generator)
      counts[decision.token] += 1
      if decision.isAccepted { accepted += 1 }
    }
    return (Tensor(counts) / 20_000, accepted / 20_000)
  }

  @Test func `whatever the draft is, the tokens are distributed as the target's`() {
    let found = shares(draft: draft, target: target)
    // Four standard deviations of a share of 20,000 draws are below 0.0142.
    expectClose(found.tokens, target, relative: 0, absolute: 0.0142)
    // Σ min(p, q)
    #expect((found.accepted - 0.6).magnitude < 0.0142)
    expectClose(shares(draft: target, target: draft).tokens, draft, relative: 0, absolute: 0.0142)
  }

  @Test func `a draft equal to the target is never refused`() {
    #expect(shares(draft: target, target: target).accepted == 1)
  }

  @Test func `a refused token is replaced by one of which the draft had too little`() {
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let decision = speculativeToken(0, draft: draft, target: target, using: &generator)
      #expect(decision.isAccepted ? decision.token == 0 : decision.token == 3)
    }
  }
}

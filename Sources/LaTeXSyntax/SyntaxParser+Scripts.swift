import Diagnostics

/// Subscripts, superscripts, primes, and where an operator's stand.
extension SyntaxParser {
  /// Reads what scripts there are; without any the base itself comes back, or the empty group in its place.
  mutating func scripts(on base: Node?, from empty: Node? = nil) throws(Problem) -> Node {
    let start = (base ?? empty)?.range.lowerBound ?? token.range.lowerBound
    var placement = SyntaxTree.ScriptPlacement.automatic
    var sub: Node?
    var sup: Node?
    var primes = 0
    loop: while true {
      switch token.kind {
      case .command("limits"), .command("nolimits"):
        guard takesLimits(base) else { throw limitsWithoutOperator() }
        placement = take().isCommand("limits") ? .limits : .noLimits
      case .character("_"):
        guard sub == nil else { throw doubled("subscript", "_") }
        sub = try argument(of: take())
      case .character("^"):
        guard sup == nil, primes == 0 else { throw doubled("superscript", "^") }
        sup = try argument(of: take())
      case .character where isPrime(token):
        guard sup == nil, primes == 0 else { throw doubled("superscript", "^") }
        primes = takePrimes()
        // `x'^2` is one superscript.
        if token.isCharacter("^") { sup = try argument(of: take()) }
      default:
        break loop
      }
    }
    if sub == nil, sup == nil, primes == 0, placement == .automatic, let node = base ?? empty { return node }
    return Node(.scripts(base: base, sub: sub, sup: sup, primes: primes, placement: placement), range(from: start))
  }

  func isPrime(_ token: Token) -> Bool {
    token.isCharacter("'") || token.isCharacter("’") || token.isCharacter("′")
  }

  private mutating func takePrimes() -> Int {
    var primes = 0
    while isPrime(token) {
      take()
      primes += 1
    }
    return primes
  }

  private func takesLimits(_ base: Node?) -> Bool {
    switch base?.kind {
    case .sign(let sign): sign.atomClass == .bigOperator
    case .classed(.bigOperator, _), .function, .brace: true
    default: false
    }
  }
}

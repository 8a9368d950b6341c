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
      case .character(let scalar) where MathCharacter.raised[scalar] != nil:
        guard sup == nil, primes == 0 else { throw doubled("superscript", "^") }
        sup = takeScript(MathCharacter.raised)
      case .character(let scalar) where MathCharacter.lowered[scalar] != nil:
        guard sub == nil else { throw doubled("subscript", "_") }
        sub = takeScript(MathCharacter.lowered)
      default:
        break loop
      }
    }
    if sub == nil, sup == nil, primes == 0, placement == .automatic, let node = base ?? empty { return node }
    return Node(.scripts(base: base, sub: sub, sup: sup, primes: primes, placement: placement), range(from: start))
  }

  /// Scripts that are characters of their own: `x²`, `a₁₂`.
  private mutating func takeScript(_ characters: [Unicode.Scalar: Character]) -> Node {
    let start = token.range.lowerBound
    var nodes: [Node] = []
    while case .character(let scalar) = token.kind, let plain = characters[scalar] {
      let range = take().range
      if plain.isNumber, case .number(let digits)? = nodes.last?.kind {
        nodes[nodes.count - 1] = Node(.number(digits + String(plain)), nodes[nodes.count - 1].range.lowerBound..<range.upperBound)
      } else if plain.isNumber {
        nodes.append(Node(.number(String(plain)), range))
      } else if let sign = plain.unicodeScalars.first.flatMap({ Command.typedSigns[$0] }) {
        nodes.append(Node(.sign(.init(command: String(plain), glyph: sign.glyph, atomClass: sign.atomClass)), range))
      } else {
        nodes.append(Node(.letter(String(plain)), range))
      }
    }
    return unit(nodes, range(from: start))
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

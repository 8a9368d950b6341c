import Diagnostics

/// What the parser says when it cannot go on.
extension SyntaxParser {
  /// The token as the author wrote it, cut if long.
  func name(of token: Token) -> String { shortened(tokens.text(token.range)) }

  /// A piece of the source short enough for a message.
  func shortened(_ text: String) -> String {
    text.utf8.count <= 40 ? text : String(decoding: Array(text.utf8.prefix(80)), as: UTF8.self).prefix(30) + "…"
  }

  func missingArgument(of owner: Token) -> Problem {
    switch owner.kind {
    case .character("^"): Problem("nothing to raise after `^`", at: owner.range, help: "write `^{…}`")
    case .character("_"): Problem("nothing to lower after `_`", at: owner.range, help: "write `_{…}`")
    default: Problem("missing argument of `\(name(of: owner))`", at: owner.range)
    }
  }

  func doubled(_ what: String, _ mark: String) -> Problem {
    Problem(
      "double \(what)", at: token.range,
      help: "put braces around what the second one belongs to: `{a\(mark)b}\(mark)c` or `a\(mark){b\(mark)c}`")
  }

  func secondInfix(_ second: Token, after first: Token) -> Problem {
    Problem(
      "`\(name(of: second))` after `\(name(of: first))` in one group", at: second.range,
      help: "put one of the two in braces")
  }

  func limitsWithoutOperator(_ token: Token? = nil) -> Problem {
    let token = token ?? self.token
    return Problem(
      "`\(name(of: token))` must follow a big operator such as `\\sum`", at: token.range,
      help: "make one with `\\operatorname*{…}` or `\\mathop{…}`")
  }

  func isControl(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.generalCategory == .control && !(0x09...0x0D).contains(scalar.value)
  }

  func unexpectedCharacter(_ scalar: Unicode.Scalar, at range: Range<Int>? = nil) -> Problem {
    let range = range ?? token.range
    let number = String(scalar.value, radix: 16, uppercase: true)
    let code = "U+" + String(repeating: "0", count: max(0, 4 - number.count)) + number
    let isVisible = !isControl(scalar) && scalar.properties.generalCategory != .format
    let help = scalar == "#" ? "write `\\#`" : nil
    return Problem("unexpected character \(isVisible ? "`\(scalar)`" : code)", at: range, help: help)
  }

  func unknownCommand(_ token: Token? = nil) -> Problem {
    let token = token ?? self.token
    let text = tokens.text(token.range)
    guard text != "\\" else { return Problem("`\\` at the end of the formula", at: token.range) }
    return Problem("unknown command `\(shortened(text))`", at: token.range, help: help(for: String(text.dropFirst())))
  }

  private func help(for word: String) -> String? {
    if Self.operatorNames.contains(word) { return "write `\\operatorname{\(word)}`" }
    if Self.environments.keys.contains(word) { return "write `\\begin{\(word)} … \\end{\(word)}`" }
    if word.utf8.count == 1, "A"..."Z" ~= word { return "write `\\mathbb{\(word)}`" }
    // Short names have too many similar ones, and very long ones are unlikely to be names.
    guard (3...40).contains(word.utf8.count), let nearest = nearestName(to: word, among: Self.suggestions) else {
      let isName = word.utf8.count <= 40 && word.utf8.allSatisfy(Tokenizer.isLetter)
      return isName ? "define it in the front matter or in `course.yml`: `macros: { \\\(word): '…' }`" : nil
    }
    return "did you mean `\\\(Command.table[nearest] == nil ? "operatorname{\(nearest)}" : nearest)`?"
  }

  /// What a misspelled word may have meant.
  private static let suggestions = Command.table.keys.filter { $0.utf8.allSatisfy(Tokenizer.isLetter) } + operatorNames

  /// Names that authors take for commands.
  private static let operatorNames: Set<String> = [
    "Attention", "Concat", "Cov", "Dropout", "FFN", "GELU", "LN", "LSTM", "GRU", "LayerNorm", "MHA", "MLP", "MSE",
    "MultiHead", "RMSNorm", "RNN", "ReLU", "Softmax", "SwiGLU", "Tr", "Uniform", "Var", "abs", "argsort", "attention", "attn",
    "bias", "clip", "concat", "cov", "diag", "elu", "erf", "gelu", "head", "logit", "logits", "logsumexp", "mask",
    "mean", "norm", "rank", "relu", "score", "sgn", "sigmoid", "sign", "silu", "softmax", "softplus", "span", "std",
    "topk", "tr", "trace", "var", "vec",
  ]

  /// The problem of a token that can't end this list, because something is still open or was never opened.
  func misplaced(in opener: Opener) -> Problem {
    let opening: Range<Int>
    let closing: String
    switch opener {
    case .formula: return misplacedAtTop()
    case .brace(let token): (opening, closing) = (token.range, "}")
    case .bracket(let token): (opening, closing) = (token.range, "]")
    case .dollar(let token): (opening, closing) = (token.range, "$")
    case .command(let token, let name): (opening, closing) = (token.range, "\\\(name)")
    case .fence(let range): (opening, closing) = (range, "\\right")
    case .environment(let name, let range):
      if token.isCharacter("&") { return misplacedAtTop() }
      (opening, closing) = (range, "\\end{\(name)}")
    }
    let written = shortened(tokens.text(opening))
    if token.kind == .end {
      switch opener {
      case .fence, .environment, .command: return Problem("`\(written)` without `\(closing)`", at: opening)
      default: return Problem("`\(written)` is never closed", at: opening)
      }
    }
    let inside = shortened(tokens.text(opening.lowerBound..<token.range.lowerBound))
    return Problem(
      "expected `\(closing)` before `\(name(of: token))`", at: token.range, notes: ["still open: `\(inside)`"])
  }

  private func misplacedAtTop() -> Problem {
    switch token.kind {
    case .character("}"): Problem("`}` without `{`", at: token.range)
    case .character("&"):
      Problem(
        "`&` outside of a table", at: token.range, help: "put the rows into `\\begin{aligned} … \\end{aligned}`")
    case .character("$"): Problem("`$` inside a formula", at: token.range, help: "write `\\$`")
    case .command("right"): Problem("`\\right` without `\\left`", at: token.range)
    case .command("end"): Problem("`\\end` without `\\begin`", at: token.range)
    case .command("endgroup"): Problem("`\\endgroup` without `\\begingroup`", at: token.range)
    case .command("egroup"): Problem("`\\egroup` without `\\bgroup`", at: token.range)
    case .command(")"): Problem("`\\)` without `\\(`", at: token.range, help: "in a formula, a bracket is written `)`")
    default: Problem("unexpected `\(name(of: token))`", at: token.range)
    }
  }
}

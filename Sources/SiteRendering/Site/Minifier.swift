/// Takes out of our own scripts what readers don't need: comments, white space that parts nothing, signs and words that can be left out.
///
/// Each of their statements ends with a semicolon or a brace, so that no line break means anything.
enum Minifier {
  static func minified(_ script: [UInt8]) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(script.count)
    for (token, isApart) in shorter(ScriptToken.tokens(of: script)) {
      if let last = out.last, let first = token.text.utf8.first, areOne(last, first, isApart: isApart) { out.append(UInt8(ascii: " ")) }
      out += token.text.utf8
    }
    return out + [UInt8(ascii: "\n")]
  }

  /// The tokens that are left, and whether white space was before them: without the last semicolon of a block and the last comma of a list, the
  /// parentheses around a function's only parameter and around what it gives, zeros before a decimal point, and `const` and `let` that follow
  /// others; and with shorter forms of `true`, `false`, `undefined` and `Infinity`.
  private static func shorter(_ all: [ScriptToken]) -> [(ScriptToken, isApart: Bool)] {
    let apart = all.indices.filter { all[$0].kind != .space }
    let tokens = apart.map { all[$0] }
    func isApart(_ index: Int) -> Bool { index > 0 && apart[index] > apart[index - 1] + 1 }
    func isSign(_ index: Int, _ text: String) -> Bool {
      tokens.indices.contains(index) && tokens[index].kind == .sign && tokens[index].text == text
    }
    func isDeclaration(_ index: Int) -> Bool {
      tokens.indices.contains(index) && tokens[index].kind == .name && ["const", "let"].contains(tokens[index].text)
    }
    var out: [(ScriptToken, isApart: Bool)] = []
    /// Whether the statements are declarations in which those of the brackets stand that are open here.
    var declarations = [false]
    /// The parenthesis that closes one around all that an arrow function gives.
    func lastOfValue(_ first: Int) -> Int? {
      guard !isSign(first + 1, "{") else { return nil }
      var depth = 0
      for index in first..<tokens.count {
        let token = tokens[index]
        if token.kind == .text, token.text.hasPrefix("}") { depth -= 1 }
        if token.kind == .text, token.text.hasSuffix("${") { depth += 1 }
        guard token.kind == .sign else { continue }
        if ["(", "[", "{"].contains(token.text) { depth += 1 }
        if [")", "]", "}"].contains(token.text) { depth -= 1 }
        if depth == 1, token.text == "," { return nil }
        if depth == 0 { return [",", ";", ")", "]", "}"].contains { isSign(index + 1, $0) } ? index : nil }
      }
      return nil
    }
    var dropped: Set<Int> = []
    var index = 0
    while index < tokens.count {
      var token = tokens[index]
      defer { index += 1 }
      if isDeclaration(index) {
        token.text = "let"
        declarations[declarations.count - 1] = true
      } else if token.kind == .sign {
        switch token.text {
        case "(" where index + 1 < tokens.count && tokens[index + 1].kind == .name && isSign(index + 2, ")") && isSign(index + 3, "=>"):
          out.append((tokens[index + 1], isApart(index)))
          index += 2
          continue
        case "(" where isSign(index - 1, "=>") && lastOfValue(index) != nil:
          dropped.insert(lastOfValue(index) ?? index)
          continue
        case ")" where dropped.contains(index): continue
        case "(", "[", "{": declarations.append(false)
        case ")", "]", "}": if declarations.count > 1 { declarations.removeLast() }
        case ";" where declarations.last == true && isDeclaration(index + 1):
          token.text = ","
          index += 1
        case ";":
          declarations[declarations.count - 1] = false
          if isSign(index + 1, "}") { continue }
        case ",": if isSign(index + 1, "}") || isSign(index + 1, ")") { continue }
        default: break
        }
      } else if token.text == "0", isSign(index + 1, ".") {
        continue
      } else if token.kind == .name, let short = ["true": "!0", "false": "!1", "undefined": "void 0", "Infinity": "1/0"][token.text],
        !["*", "/", "%", "."].contains(where: { isSign(index - 1, $0) }), !isSign(index + 1, "*")
      {
        token.text = short
      }
      out.append((token, isApart(index)))
    }
    return out
  }

  /// Whether two bytes would be read as one sign or one name without white space between them.
  private static func areOne(_ a: UInt8, _ b: UInt8, isApart: Bool) -> Bool {
    ScriptToken.isOfName(a) && ScriptToken.isOfName(b) || isApart && a == b && "+-/".utf8.contains(a)
  }
}

import Diagnostics

/// Arguments that are not mathematics: colors, lengths, names, column specifications.
extension SyntaxParser {
  /// The characters between braces, as they stand, and where.
  mutating func rawArgument(of owner: Token) throws(Problem) -> (text: String, range: Range<Int>) {
    guard token.isCharacter("{") else { throw missingArgument(of: owner) }
    let open = token
    let start = open.range.upperBound
    tokens.position = start
    var level = 1
    while true {
      let next = tokens.nextKeepingSpaces()
      switch next.kind {
      case .end: throw Problem("`{` is never closed", at: open.range)
      case .character("{"): level += 1
      case .character("}"): level -= 1
      default: break
      }
      if level == 0 {
        token = next
        take()
        let range = start..<next.range.lowerBound
        return (tokens.text(range), range)
      }
    }
  }

  /// The address of a link, in which a backslash may stand before a sign that LaTeX reserves: `\%`.
  mutating func address(of owner: Token) throws(Problem) -> String {
    let (text, range) = try rawArgument(of: owner)
    let address = text.split(whereSeparator: \.isWhitespace).joined(separator: " ").replacing(/\\([#$%&~_^{}])/) { $0.output.1 }
    guard !address.isEmpty else { throw Problem("`\(name(of: owner))` has no address", at: owner.range.lowerBound..<range.upperBound + 1) }
    return address
  }

  /// The character that `\char` names: `` `a``, a number, `'` before an octal or `"` before a hexadecimal one.
  mutating func namedCharacter(of owner: Token) throws(Problem) -> Unicode.Scalar {
    let start = token.range.lowerBound
    if token.isCharacter("`") {
      take()
      switch token.kind {
      case .character(let scalar):
        take()
        return scalar
      case .command(let name) where name.unicodeScalars.count == 1:
        take()
        return name.unicodeScalars.first ?? " "
      default: throw missingArgument(of: owner)
      }
    }
    var radix = 10
    if token.isCharacter("'") { radix = 8 }
    if token.isCharacter("\"") { radix = 16 }
    if radix != 10 { take() }
    var number = 0
    var hasDigits = false
    while !hasDigits || token.range.lowerBound == end, case .character(let scalar) = token.kind, scalar.isASCII,
      let digit = Character(scalar).hexDigitValue, digit < radix, number < 0x110000
    {
      number = number * radix + digit
      hasDigits = true
      take()
    }
    guard hasDigits else { throw missingArgument(of: owner) }
    guard let scalar = Unicode.Scalar(UInt32(number)), scalar.properties.generalCategory != .unassigned, !isControl(scalar) else {
      throw Problem("there is no such character", at: start..<end)
    }
    return scalar
  }

  /// A color that CSS knows by name, or `#rgb` or `#rrggbb`, with `a` or `aa` behind it for how opaque it is. Nothing else reaches a page.
  mutating func color(of owner: Token) throws(Problem) -> String {
    let (text, range) = try rawArgument(of: owner)
    let name = text.lowercased()
    if CSSColor.names.contains(name) { return name }
    let digits = name.hasPrefix("#") ? name.dropFirst() : name[...]
    if [3, 4, 6, 8].contains(digits.count), digits.utf8.count == digits.count, digits.allSatisfy(\.isHexDigit) {
      return "#" + digits
    }
    let nearest = name.utf8.count <= 40 ? nearestName(to: name, among: CSSColor.names) : nil
    throw Problem(
      "unknown color `\(shortened(text))`", at: range,
      help: nearest.map { "did you mean `\($0)`?" } ?? "write a CSS color name or `#rrggbb`")
  }

  /// `{1.5em}`
  mutating func length(of owner: Token) throws(Problem) -> Double {
    let (text, range) = try rawArgument(of: owner)
    return try em(text, at: range)
  }

  /// `[4pt]` after `\\`, if one follows.
  mutating func optionalLength() throws(Problem) -> Double? {
    // TeX looks through spaces for the bracket, but a row may well begin with an interval: only a length counts.
    guard token.isCharacter("["), tokens[end] == UInt8(ascii: "[") else { return nil }
    let start = token.range.upperBound
    var stop = start
    while let byte = tokens[stop], byte != UInt8(ascii: "]"), stop - start < 40 { stop += 1 }
    guard tokens[stop] == UInt8(ascii: "]") else { return nil }
    let length = try em(tokens.text(start..<stop), at: start..<stop)
    tokens.position = stop
    token = tokens.next()
    take()
    return length
  }

  /// `1.5em` without braces, as `\kern` takes it.
  mutating func bareLength(of owner: Token) throws(Problem) -> Double {
    if token.isCharacter("{") { return try length(of: owner) }
    let start = token.range.lowerBound
    var stop = start
    while let byte = tokens[stop], "+-.0123456789 ".utf8.contains(byte), stop - start < 20 { stop += 1 }
    var unit = 0
    while unit < 2, let byte = tokens[stop], Tokenizer.isLetter(byte) {
      unit += 1
      stop += 1
    }
    guard stop > start else { throw missingArgument(of: owner) }
    let length = try em(tokens.text(start..<stop), at: start..<stop)
    tokens.position = stop
    end = stop
    token = tokens.next()
    return length
  }

  /// A length in em, at most 100 either way.
  func em(_ text: String, at range: Range<Int>) throws(Problem) -> Double {
    let compact = text.filter { !$0.isWhitespace }
    let units: [(String, Double)] = [
      ("em", 1), ("ex", 0.431), ("mu", 1 / 18.0), ("pt", 0.1), ("pc", 1.2), ("px", 0.075),
      ("cm", 2.845), ("mm", 0.2845), ("in", 7.227), ("bp", 0.1004),
    ]
    for (unit, scale) in units where compact.hasSuffix(unit) {
      if let number = Double(compact.dropLast(2)), number.isFinite { return min(max(number * scale, -100), 100) }
    }
    throw Problem(
      "`\(shortened(text))` is not a length", at: range, help: "write a number with a unit, such as `1em` or `4pt`")
  }
}

import Diagnostics
import Formulas

extension FormulaCheck {
  static let keys = [
    "equals", "where", "tolerance", "expect", "because", "id", "index", "base", "row", "elementwise", "otimes",
    "zero-log-zero", "given", "family", "nan", "vary",
  ]

  /// Reads the body of a check comment: `check`, `check: expression`, or `check:` and keys below it.
  ///
  /// - Parameter expressions: Takes up the Swift expressions found, in order.
  static func parse(
    _ comment: ExtractedText, range: Range<Int>, cellsBefore: Int, expressions: inout [SwiftExpression]
  ) throws(Problem) -> FormulaCheck {
    var check = FormulaCheck(range: range)
    if comment.text.split(whereSeparator: \.isWhitespace) == ["check"] { return check }

    var reader = Reader(comment: comment, cellsBefore: cellsBefore, expressions: expressions)
    do throws(Problem) {
      try reader.read(into: &check)
    } catch {
      throw comment.located(LocatedYAML.problem(error, in: comment.text))
    }
    expressions = reader.expressions
    return check
  }
}

/// Reads the YAML of one comment; its problems are in the comment's offsets.
private struct Reader {
  let comment: ExtractedText
  let cellsBefore: Int
  var expressions: [SwiftExpression]

  mutating func read(into check: inout FormulaCheck) throws(Problem) {
    guard let node = try LocatedYAML.parse(comment.text), case .mapping(let outer) = node.content, outer.count == 1
    else {
      try requireColon()
      throw Problem(
        "a check comment is `check`, `check: expression`, or `check:` with keys below it",
        at: 0..<comment.text.utf8.count,
        help: "indent the keys (\(FormulaCheck.keys.joined(separator: ", "))) below `check:`")
    }
    let value = outer[0].value
    switch value.content {
    case .scalar(let text):
      if !text.isEmpty { check.equals = try expression(LocatedYAML.Scalar(text: text, range: value.range)) }
    case .sequence:
      throw Problem(
        "`check:` needs an expression or keys, not a list", at: value.range, help: "write `check: expression`")
    case .mapping(let pairs):
      try requireWholeValues(pairs)
      for pair in pairs { try read(pair.key, pair.value, into: &check) }
      try requireNeed(ofReasonIn: check, pairs)
      try requireReason(in: check, pairs.first { ["expect", "vary"].contains($0.key.text) }?.value.range ?? value.range)
    }
  }

  /// `check z` and `check:z` are words to YAML.
  private func requireColon() throws(Problem) {
    let text = comment.text
    guard let word = text.firstRange(of: "check"), !text.contains(": ") else { return }
    let rest = text[word.upperBound...].drop { $0 == ":" || $0.isWhitespace }
    let shown = rest.prefix { !$0.isNewline }.prefix(40)
    let isWithoutBlank = text[word.upperBound...].first == ":"
    let start = text.utf8.distance(from: text.startIndex, to: word.lowerBound)
    throw Problem(
      isWithoutBlank ? "a blank must follow the colon of `check:`" : "`check` needs a colon before what is compared",
      at: start..<start + "check".utf8.count,
      help: "write `check: \(String(shown).trimmingTrailingSpaces())`\(isWithoutBlank ? "" : ". A note begins with another word")")
  }

  /// `because` explains `expect` or `vary`.
  private func requireNeed(ofReasonIn check: FormulaCheck, _ pairs: [LocatedYAML.Pair]) throws(Problem) {
    guard check.reason != nil, check.expectation == .agree, check.vary == nil, let pair = pairs.first(where: { $0.key.text == "because" })
    else { return }
    throw Problem(
      "`because` explains nothing here", at: pair.key.range,
      help: "it is the reason for `expect: disagree`, `expect: none` or `vary`; take it out, or write it as text")
  }

  private func requireReason(in check: FormulaCheck, _ range: Range<Int>) throws(Problem) {
    if check.vary?.count == 0, check.reason == nil {
      throw Problem(
        "`vary: none` needs a reason", at: range, help: "add `because: …`, say, `because: it speaks of these numbers`")
    }
    guard check.expectation != .agree, check.reason == nil else { return }
    throw Problem(
      "`expect: \(check.expectation.rawValue)` needs a reason", at: range,
      help: "add `because: …`; the page shows it to the reader")
  }

  private mutating func read(
    _ key: LocatedYAML.Scalar, _ value: LocatedYAML, into check: inout FormulaCheck
  ) throws(Problem) {
    switch key.text {
    case "equals": check.equals = try expression(scalar(value, of: key))
    case "where":
      for (name, value) in try mapping(value, of: key) {
        check.bindings.append((located(name), try expression(scalar(value, of: name))))
      }
    case "tolerance":
      let text = try scalar(value, of: key)
      guard let number = Double(text.text), number > 0, number.isFinite else {
        throw Problem(
          "`tolerance` needs a positive number, not `\(text.text)`", at: text.range,
          help: "write, say, `tolerance: 1e-6`")
      }
      guard number < 1 else {
        throw Problem(
          "`tolerance` is a part of the largest entry, and \(text.text) lets everything agree", at: text.range,
          help: "write a number below 1, say `tolerance: 1e-3`")
      }
      check.tolerance = number
    case "expect":
      let text = try scalar(value, of: key)
      guard let expectation = FormulaCheck.Expectation(rawValue: text.text) else {
        let names = FormulaCheck.Expectation.allCases.map(\.rawValue)
        throw Problem(
          "`expect` can't be `\(text.text)`", at: text.range,
          help: nearestName(to: text.text, among: names).map { "did you mean `\($0)`?" }
            ?? "it is \(names.joined(separator: " or "))")
      }
      check.expectation = expectation
    case "nan":
      let text = try scalar(value, of: key)
      guard text.text == "equal" else {
        throw Problem(
          "`nan` can't be `\(text.text)`", at: text.range,
          help: "`nan: equal` lets what is not a number agree with what is not a number; without it, it agrees with nothing")
      }
      check.nansAgree = true
    case "because": check.reason = try scalar(value, of: key).text
    case "id": check.id = try AnchorName.checked(scalar(value, of: key))
    case "index":
      for (name, value) in try mapping(value, of: key) {
        check.indices.append((located(name), try range(scalar(value, of: name))))
      }
    case "base":
      for (name, value) in try mapping(value, of: key) {
        let text = try scalar(value, of: name)
        guard let base = Int(text.text) else {
          throw Problem("`base` needs a whole number", at: text.range, help: "write, say, `base: { s: 0 }`")
        }
        check.bases.append((located(name), base))
      }
    case "row": check.rows = try list(value, of: key)
    case "elementwise": check.elementwise = try list(value, of: key)
    case "otimes":
      let text = try scalar(value, of: key)
      guard Bindings.TensorProduct(rawValue: text.text) != nil else {
        throw Problem(
          "`otimes` can't be `\(text.text)`", at: text.range, help: "it is `outer` or `elementwise`")
      }
      check.tensorProduct = located(text)
    case "zero-log-zero":
      let text = try scalar(value, of: key)
      guard Double(text.text) == 0 else {
        throw Problem("`zero-log-zero` can only be 0", at: text.range, help: "0 is the limit of x log x")
      }
      check.zeroLogZero = located(text)
    case "given": check.given = try list(value, of: key)
    case "family": check.families = try list(value, of: key)
    case "vary":
      check.vary = try VarySettings.parse(value, key: key, isComment: true) { comment.fileRange(of: $0) }
    default:
      throw Problem(
        "unknown key `\(key.text)` in a check comment", at: key.range,
        help: nearestName(to: key.text, among: FormulaCheck.keys).map { "did you mean `\($0)`?" }
          ?? "the keys are \(FormulaCheck.keys.joined(separator: ", "))")
    }
  }

  /// Within braces a comma ends a value, even one between the parentheses of a call.
  private func requireWholeValues(_ pairs: [LocatedYAML.Pair]) throws(Problem) {
    func unclosed(_ text: String) -> Int { text.utf8.reduce(0) { $0 + ($1 == 0x28 ? 1 : $1 == 0x29 ? -1 : 0) } }
    for (index, pair) in pairs.enumerated() {
      guard let value = pair.value.scalar, unclosed(value.text) > 0,
        pairs[(index + 1)...].contains(where: { unclosed($0.key.text + ($0.value.scalar?.text ?? "")) < 0 })
      else { continue }
      throw Problem(
        "the comma after `\(value.text)` ends the value of `\(pair.key.text)`", at: value.range,
        help: "put all of it in single quotation marks: `\(pair.key.text): '\(value.text), …)'`")
    }
  }

  private mutating func expression(_ scalar: LocatedYAML.Scalar) throws(Problem) -> SwiftExpression.Index {
    if var strange = StrangeCharacters.problems(in: scalar.text).first {
      strange.range = scalar.range.lowerBound + strange.range.lowerBound..<scalar.range.lowerBound + strange.range.upperBound
      throw strange
    }
    let index = expressions.count
    expressions.append(
      SwiftExpression(
        index: index, code: scalar.text, range: comment.fileRange(of: scalar.range), cellsBefore: cellsBefore))
    return index
  }

  private func located(_ scalar: LocatedYAML.Scalar) -> LocatedText {
    LocatedText(text: scalar.text, range: comment.fileRange(of: scalar.range))
  }

  private func scalar(_ value: LocatedYAML, of key: LocatedYAML.Scalar) throws(Problem) -> LocatedYAML.Scalar {
    guard let scalar = value.scalar, !scalar.text.isEmpty else {
      throw Problem("`\(key.text)` needs a value", at: key.range, help: "write `\(key.text): …` on one line")
    }
    return scalar
  }

  private func mapping(
    _ value: LocatedYAML, of key: LocatedYAML.Scalar
  ) throws(Problem) -> [(LocatedYAML.Scalar, LocatedYAML)] {
    guard case .mapping(let pairs) = value.content else {
      throw Problem("`\(key.text)` needs names and values", at: key.range, help: "write `\(key.text): { name: value }`")
    }
    try requireWholeValues(pairs)
    return pairs.map { ($0.key, $0.value) }
  }

  private func list(_ value: LocatedYAML, of key: LocatedYAML.Scalar) throws(Problem) -> [LocatedText] {
    if let one = value.scalar, !one.text.isEmpty { return [located(one)] }
    guard case .sequence(let items) = value.content else {
      throw Problem("`\(key.text)` needs a list", at: key.range, help: "write `\(key.text): [name, name]`")
    }
    var list: [LocatedText] = []
    for item in items { list.append(located(try scalar(item, of: key))) }
    return list
  }

  /// `1...3` or `0..<4`, of numbers that a lesson could count to.
  private func range(_ scalar: LocatedYAML.Scalar) throws(Problem) -> ClosedRange<Int> {
    let limit = -1_000_000...1_000_000
    for (sign, isOpen) in [("...", false), ("..<", true)] {
      guard let place = scalar.text.firstRange(of: sign) else { continue }
      if let first = Int(scalar.text[..<place.lowerBound]), let last = Int(scalar.text[place.upperBound...]),
        limit.contains(first), limit.contains(last)
      {
        let end = isOpen ? last - 1 : last
        if first <= end { return first...end }
      }
    }
    throw Problem("`\(scalar.text)` is not a range", at: scalar.range, help: "write `1...3` or `0..<4`")
  }
}

import CellAnalysis
import CourseConfiguration
import Diagnostics
import Formulas
import KeyedYAML

extension FormulaCheck {
  enum Key: String, YAMLKey {
    case equals
    case bindings = "where"
    case tolerance, expect, because, id, index, base, row, elementwise, otimes
    case zeroLogZero = "zero-log-zero"
    case given, family, nan, vary, live

    static func unknown(_ key: String) -> String { "unknown key `\(key)` in a check comment" }
  }

  /// Reads the body of a check comment: `check`, `check: expression`, or `check:` and keys below it.
  ///
  /// - Parameter expressions: The Swift expressions of the document; those of this comment are appended.
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

/// Reads the YAML of one comment. Problems are in offsets of the comment.
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
        help: "indent the keys (\(FormulaCheck.Key.names.joined(separator: ", "))) below `check:`")
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
      for pair in pairs { try read(pair, into: &check) }
      try requireNeed(ofReasonIn: check, pairs)
      try requireReason(in: check, pairs.first { ["expect", "vary"].contains($0.key.text) }?.value.range ?? value.range)
    }
  }

  /// Requires a mapping after `check`, since YAML reads `check z` and `check:z` as plain text.
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

  /// Requires `expect` or `vary` beside `because`, which explains them.
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
        "`vary: none` needs a reason", at: range, help: "add `because: …`, say, `because: it is about these numbers`")
    }
    guard check.expectation != .agree, check.reason == nil else { return }
    throw Problem(
      "`expect: \(check.expectation.rawValue)` needs a reason", at: range,
      help: "add `because: …`; the page shows it to the reader")
  }

  private mutating func read(_ pair: LocatedYAML.Pair, into check: inout FormulaCheck) throws(Problem) {
    switch try FormulaCheck.Key(reading: pair) {
    case .equals: check.equals = try expression(scalar(pair))
    case .bindings:
      for binding in try mapping(pair) {
        check.bindings.append((located(binding.key), try expression(scalar(binding))))
      }
    case .tolerance:
      check.tolerance = try scalar(pair).relativeTolerance(of: pair.key.text, help: "write, say, `tolerance: 1e-6`")
    case .expect:
      let text = try scalar(pair)
      guard let expectation = FormulaCheck.Expectation(rawValue: text.text) else {
        let names = FormulaCheck.Expectation.allCases.map(\.rawValue)
        throw Problem(
          "`expect` can't be `\(text.text)`", at: text.range,
          help: suggestion(for: text.text, among: names)
            ?? "it is \(names.joined(separator: " or "))")
      }
      check.expectation = expectation
    case .nan:
      let text = try scalar(pair)
      guard text.text == "equal" else {
        throw Problem(
          "`nan` can't be `\(text.text)`", at: text.range,
          help: "`nan: equal` lets what is not a number agree with what is not a number; without it, it agrees with nothing")
      }
      check.nansAgree = true
    case .because: check.reason = try scalar(pair).text
    case .id:
      let id = try scalar(pair)
      check.id = try AnchorName.checked(id.text, at: id.range)
    case .index:
      for index in try mapping(pair) {
        check.indices.append((located(index.key), try range(scalar(index))))
      }
    case .base:
      for entry in try mapping(pair) {
        let text = try scalar(entry)
        guard let base = Int(text.text) else {
          throw Problem("`base` needs a whole number", at: text.range, help: "write, say, `base: { s: 0 }`")
        }
        check.bases.append((located(entry.key), base))
      }
    case .row: check.rows = try list(pair)
    case .elementwise: check.elementwise = try list(pair)
    case .otimes:
      let text = try scalar(pair)
      guard Bindings.TensorProduct(rawValue: text.text) != nil else {
        throw Problem(
          "`otimes` can't be `\(text.text)`", at: text.range, help: "it is `outer`, `kronecker` or `elementwise`")
      }
      check.tensorProduct = located(text)
    case .zeroLogZero:
      let text = try scalar(pair)
      guard Double(text.text) == 0 else {
        throw Problem("`zero-log-zero` can only be 0", at: text.range, help: "0 is the limit of x log x")
      }
      check.zeroLogZero = located(text)
    case .given: check.given = try list(pair)
    case .family: check.families = try list(pair)
    case .vary: check.vary = try VarySettings.parse(pair, isComment: true) { comment.fileRange(of: $0) }
    case .live:
      for entry in try mapping(pair) {
        let range = try scalar(entry)
        check.sliders.append((located(entry.key), try Slider(parsing: range)))
      }
    }
  }

  /// Reports values cut at a comma: within braces a comma ends a value, even between the parentheses of a call.
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

  private func scalar(_ pair: LocatedYAML.Pair) throws(Problem) -> LocatedYAML.Scalar {
    try pair.text(need: "a value", help: "write `\(pair.key.text): …` on one line")
  }

  private func mapping(_ pair: LocatedYAML.Pair) throws(Problem) -> [LocatedYAML.Pair] {
    let pairs = try pair.pairs(need: "names and values", help: "write `\(pair.key.text): { name: value }`")
    try requireWholeValues(pairs)
    return pairs
  }

  private func list(_ pair: LocatedYAML.Pair) throws(Problem) -> [LocatedText] {
    if let one = pair.value.scalar, !one.text.isEmpty { return [located(one)] }
    guard case .sequence(let items) = pair.value.content else {
      throw Problem("`\(pair.key.text)` needs a list", at: pair.key.range, help: "write `\(pair.key.text): [name, name]`")
    }
    return try items.map { item throws(Problem) in located(try scalar(LocatedYAML.Pair(key: pair.key, value: item))) }
  }

  /// Parses `1...3` or `0..<4`. The bounds are limited to numbers that a lesson could count to.
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

import Diagnostics

/// Finds what an author did wrong where the YAML library stopped.
///
/// The library says what it expected, often a line or more below the mistake. An author needs the mistake itself: a tab, a space that is missing after a colon, a
/// bracket that is never closed.
struct YAMLMistake {
  let file: SourceFile
  /// What the library says it expected.
  let message: String
  /// Where it stopped.
  let stop: Int
  /// Where what it was reading there begins.
  let begin: Int?

  private var stopLine: Int { file.position(at: stop).line }

  /// The problem at the place of the mistake.
  var problem: Problem {
    tab ?? quotation ?? bracket ?? impossibleStart ?? textAfterValue ?? colon ?? indentation ?? otherMistake
      ?? Problem(
        "this is not YAML: \(message)", at: stop..<stop,
        help: "put a key or a value that contains `: `, `#`, `{`, `[` or `,` in single quotation marks")
  }

  // MARK: Tabs

  /// A tab in front of the first word of the line, which YAML forbids.
  private var tab: Problem? {
    let line = file.rangeOfLine(stopLine)
    let blanks = file.slice(line).utf8.prefix { [0x20, 0x09, UInt8(ascii: "-")].contains($0) }
    guard let index = blanks.firstIndex(of: 0x09) else { return nil }
    let start = line.lowerBound + blanks.distance(from: blanks.startIndex, to: index)
    let count = blanks[index...].prefix { $0 == 0x09 }.count
    return blanks[..<index].contains(UInt8(ascii: "-"))
      ? Problem("a tab can't follow the `-` of a list in YAML", at: start..<start + count, help: "write a space")
      : Problem("a tab can't indent YAML", at: start..<start + count, help: "use spaces")
  }

  // MARK: Quotation marks and brackets

  private var quotation: Problem? {
    if message == "found unexpected end of stream", let begin, isQuote(at: begin) { return unclosedQuote(at: begin) }
    if message == "found unknown escape character" {
      let start = stop
      return Problem(
        "YAML has no escape `\(file.slice(start..<min(start + 2, file.text.utf8.count)))`",
        at: start..<min(start + 2, file.text.utf8.count),
        help: "write `\\\\` for a backslash, or put the text in single quotation marks")
    }
    // A text that began in a line above and ended in this one.
    for number in stride(from: stopLine, through: 1, by: -1) {
      guard let start = valueStart(ofLine: number), isQuote(at: start) else { continue }
      let end = endOfQuoted(at: start)
      if end > file.rangeOfLine(number).upperBound {
        if file.position(at: end - 1).line < stopLine { continue }
        return unclosedQuote(at: start)
      }
      guard number == stopLine, stop >= end else { continue }
      return Problem(
        "the text ends at this quotation mark, and more follows it", at: end - 1..<end,
        help: file.slice(start..<start + 1) == "'"
          ? "for an apostrophe within single quotation marks write `''`, or put the text in double ones"
          : "for a double quotation mark within them write `\\\"`, or put the text in single ones")
    }
    return nil
  }

  private func unclosedQuote(at start: Int) -> Problem {
    Problem(
      "this quotation mark is never closed", at: start..<start + 1,
      help: "end the text with another `\(file.slice(start..<start + 1))`; an apostrophe within single quotation marks is `''`")
  }

  private var bracket: Problem? {
    let bytes = file.text.utf8
    if stop < bytes.count, let sign = ["]": "[", "}": "{"][String(file.slice(stop..<min(stop + 1, bytes.count)))],
      openBrackets(before: stop).isEmpty
    {
      return Problem("no `\(sign)` opens this bracket", at: stop..<stop + 1, help: "take it out, or write a `\(sign)`")
    }
    guard let open = openBrackets(before: stop).last else { return nil }
    let sign = file.slice(open..<open + 1)
    let closing = sign == "[" ? "]" : "}"
    if stop < bytes.count, ["]", "}"].contains(file.slice(stop..<stop + 1)), file.slice(stop..<stop + 1) != closing {
      return Problem("this bracket doesn't close `\(sign)`", at: stop..<stop + 1, help: "write `\(closing)`")
    }
    let openLine = file.position(at: open).line
    if isAtEnd || stopLine > openLine && indentation(ofLine: stopLine) <= indentation(ofLine: openLine) {
      return Problem("this bracket is never closed", at: open..<open + 1, help: "end it with `\(closing)`")
    }
    guard message.hasPrefix("did not find expected ','") else { return nil }
    // An entry that goes on behind its end: `{ a: 1 b: 2 }`.
    let entry = file.slice(open + 1..<stop).utf8.reversed().prefix { $0 != UInt8(ascii: ",") && $0 != UInt8(ascii: ":") }.count
    let start = stop - file.slice(stop - entry..<stop).utf8.reversed().prefix { $0 != 0x20 && $0 != 0x0A }.count
    return Problem(
      "a comma is missing before this", at: start..<max(stop, start + 1), help: "within brackets write a comma between two entries")
  }

  // MARK: Values

  /// A text that begins with a sign that means something else in YAML.
  private var impossibleStart: Problem? {
    let start = message.hasPrefix("did not find expected alphabetic") ? begin ?? stop : stop
    guard message == "found character that cannot start any token" || message.hasPrefix("did not find expected alphabetic"),
      start < file.text.utf8.count
    else { return nil }
    return Self.impossibleStart(at: start, in: file)
  }

  static func impossibleStart(at start: Int, in file: SourceFile) -> Problem {
    let line = file.rangeOfLine(file.position(at: start).line)
    let text = file.slice(start..<line.upperBound)
    return Problem(
      "a text can't begin with \(text.hasPrefix("`") ? "a backtick" : "`\(text.prefix(1))`") in YAML",
      at: start..<start + (text.first?.utf8.count ?? 0),
      help: "put it in single quotation marks\(text.contains("`") ? "" : ": `'\(text.trimmed.replacing("'", with: "''"))'`")")
  }

  /// More text behind a value in brackets: `title: {A} and B`.
  private var textAfterValue: Problem? {
    guard message == "did not find expected key", let start = valueStart(ofLine: stopLine), start < stop else { return nil }
    let sign = file.slice(start..<start + 1)
    guard sign == "[" || sign == "{" else { return nil }
    let text = file.slice(start..<file.rangeOfLine(stopLine).upperBound).trimmed
    return Problem(
      "a value that begins with `\(sign)` ends at its `\(sign == "[" ? "]" : "}")`", at: stop..<stop + 1,
      help: "if it is a text, put it in single quotation marks: `'\(text.replacing("'", with: "''"))'`")
  }

  private var colon: Problem? {
    let isSecondColon = message.hasPrefix("mapping values are not allowed")
    guard isSecondColon || message == "could not find expected ':'" else { return nil }
    if isSecondColon, let start = valueStart(ofLine: stopLine), start < stop, !isQuote(at: start) {
      let value = file.slice(start..<file.rangeOfLine(stopLine).upperBound).trimmed
      return Problem(
        "a text with a colon and a space in it needs quotation marks", at: stop..<stop + 1,
        help: "write `'\(value.replacing("'", with: "''"))'`")
    }
    // The library noticed it at the next key, or behind the line.
    let number = isSecondColon ? lineBefore(stopLine) : begin.map { file.position(at: $0).line } ?? stopLine
    guard let number else { return nil }
    let line = file.rangeOfLine(number)
    if let missing = Self.missingSpace(in: file.slice(line), at: line.lowerBound) { return missing }
    let text = file.slice(line).trimmed
    if valueStart(ofLine: number) == nil, !text.contains(":"), !text.hasPrefix("-"), !text.isEmpty {
      let start = line.lowerBound + indentation(ofLine: number)
      let word = text.prefix { !$0.isWhitespace }
      return Problem(
        "this line has no colon after its key", at: start..<start + word.utf8.count, help: "write `\(word): …`")
    }
    return nil
  }

  /// A key that is indented otherwise than the ones above it.
  private var indentation: Problem? {
    let start = file.rangeOfLine(stopLine).lowerBound + indentation(ofLine: stopLine)
    switch message {
    case "did not find expected <document start>":
      return Problem(
        "this line begins further left than the first key", at: stop..<stop, help: "indent it like that key, or further to nest it below")
    case _ where message.hasPrefix("mapping values are not allowed"):
      guard let before = lineBefore(stopLine), indentation(ofLine: stopLine) > indentation(ofLine: before) else { return nil }
      return Problem(
        "this key is indented further than the one above it, which has a value already", at: start..<start,
        help: "indent both in the same way")
    case "did not find expected key":
      guard stop == start, indentation(ofLine: stopLine) > 0 else { return nil }
      return Problem(
        "this line is indented like none of the keys above it", at: start..<start, help: "indent it like the key that it follows")
    default: return nil
    }
  }

  private var otherMistake: Problem? {
    guard message == "but found another document" else { return nil }
    return Problem("this line begins another document of YAML", at: stop..<min(stop + 3, file.text.utf8.count), help: "take it out")
  }

  /// A colon without a space behind it, in a line or a key that YAML reads as one word: `title:A`. It isn't the colon of an address or of `::`.
  static func missingSpace(in text: Substring, at offset: Int) -> Problem? {
    guard let match = text.prefixMatch(of: /[ ]*(?:-[ ]+)?[\\\p{L}][\p{L}\d_-]*(:)[^\s:\/]/) else { return nil }
    let start = offset + text.utf8.distance(from: text.utf8.startIndex, to: match.output.1.startIndex)
    return Problem("a space is missing after this colon", at: start..<start + 1, help: "write `: `")
  }

  // MARK: Reading lines

  private var isAtEnd: Bool { file.slice(min(stop, file.text.utf8.count)..<file.text.utf8.count).allSatisfy(\.isWhitespace) }

  private func indentation(ofLine number: Int) -> Int { file.line(number).utf8.prefix { $0 == 0x20 }.count }

  private func isQuote(at offset: Int) -> Bool {
    guard offset < file.text.utf8.count else { return false }
    return ["'", "\""].contains(file.slice(offset..<offset + 1))
  }

  /// The nearest line above with something on it.
  private func lineBefore(_ number: Int) -> Int? {
    (1..<number).last { !file.line($0).trimmed.isEmpty && !file.line($0).trimmed.hasPrefix("#") }
  }

  /// Where the value of a line `key: value`, `- value` or `- key: value` begins; nil without one.
  private func valueStart(ofLine number: Int) -> Int? {
    let line = file.rangeOfLine(number)
    let text = file.slice(line)
    guard let match = text.prefixMatch(of: /([ ]*(?:-[ ]+)*)([^\s'"\[{#&*!|>%@`-][^:#]*:[ ]+)?(?=[^\s#])/),
      match.output.2 != nil || match.output.1.contains("-")
    else { return nil }
    return line.lowerBound + match.output.0.utf8.count
  }

  /// The end of the text in quotation marks that begins at an offset.
  private func endOfQuoted(at start: Int) -> Int {
    let bytes = Array(file.text.utf8[file.text.utf8.index(file.text.utf8.startIndex, offsetBy: start)...])
    var index = 1
    while index < bytes.count {
      switch (bytes[0], bytes[index]) {
      case (UInt8(ascii: "\""), UInt8(ascii: "\\")): index += 2
      case (UInt8(ascii: "'"), UInt8(ascii: "'")) where index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "'"): index += 2
      case (let quote, let byte) where quote == byte: return start + index + 1
      default: index += 1
      }
    }
    return file.text.utf8.count
  }

  /// The brackets that are open in front of an offset, from the outside in. In a text without quotation marks a bracket is a letter like others.
  private func openBrackets(before end: Int) -> [Int] {
    var open: [Int] = []
    var offset = 0
    // Whether a value may begin here.
    var isStart = true
    let bytes = Array(file.text.utf8.prefix(end))
    while offset < bytes.count {
      let byte = bytes[offset]
      switch byte {
      case UInt8(ascii: "\n"): isStart = true
      case 0x20, 0x09: break
      case UInt8(ascii: "#") where offset == 0 || bytes[offset - 1] <= 0x20:
        offset = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        continue
      case UInt8(ascii: "'") where isStart, UInt8(ascii: "\"") where isStart:
        offset = endOfQuoted(at: offset)
        isStart = false
        continue
      case UInt8(ascii: "[") where isStart || !open.isEmpty, UInt8(ascii: "{") where isStart || !open.isEmpty:
        open.append(offset)
        isStart = true
      case UInt8(ascii: "]") where !open.isEmpty, UInt8(ascii: "}") where !open.isEmpty:
        open.removeLast()
        isStart = false
      case UInt8(ascii: ","): isStart = !open.isEmpty
      case UInt8(ascii: ":"), UInt8(ascii: "-"), UInt8(ascii: "?"):
        isStart = offset + 1 == bytes.count || bytes[offset + 1] <= 0x20
      default: isStart = false
      }
      offset += 1
    }
    return open
  }
}

extension Substring {
  fileprivate var trimmed: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

import Diagnostics

/// What GitHub's Markdown adds to a text: addresses without marks around them, struck text, tasks.
extension MarkdownScanner {
  // MARK: - Addresses

  /// The address at the position, and where it leads: `https://…`, `www.…`, or a mail address with its `@` at the position.
  ///
  /// - Parameter limit: Where it can begin at the earliest.
  func bareAddress(from limit: Int) -> (range: Range<Int>, destination: String)? {
    if bytes[position] == UInt8(ascii: "@") { return mailAddress(from: limit) }
    let isWeb = matches("https://") || matches("http://")
    guard isWeb || matches("www.") else { return nil }
    let before = position > start ? bytes[position - 1] : UInt8(ascii: " ")
    guard isWeb ? !isWord(before) : isSpace(before) || before >= 0x80 || "*_~(".utf8.contains(before) else { return nil }
    let host = position + (matches("https://") ? 8 : matches("http://") ? 7 : 4)
    guard host < bytes.count, isLetter(bytes[host]) || isDigit(bytes[host]) else { return nil }
    var end = host
    while end < bytes.count, !isSpace(bytes[end]), bytes[end] != UInt8(ascii: "<"), !endsAddress(at: end), !endsWords(at: end) { end += 1 }
    end = withoutTrailingMarks(position..<end)
    guard end > host else { return nil }
    let text = String(file.slice(position..<end))
    return (position..<end, isWeb ? text : "http://" + text)
  }

  /// Whether the words of a link end here, which may be an address themselves: `[https://swift.org](https://swift.org)`.
  private func endsWords(at index: Int) -> Bool {
    bytes[index] == UInt8(ascii: "]") && index + 1 < bytes.count && "([".utf8.contains(bytes[index + 1])
  }

  /// Chinese text may follow an address without a space.
  private func endsAddress(at index: Int) -> Bool {
    guard bytes[index] >= 0xE2, index + 3 <= bytes.count else { return false }
    return String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).unicodeScalars.first?.isWrittenWithoutSpaces ?? false
  }

  /// Marks at the end of an address belong to the sentence, as do brackets that it doesn't open, and `&copy;`.
  private func withoutTrailingMarks(_ range: Range<Int>) -> Int {
    var end = range.upperBound
    var excess = bytes[range].count { $0 == UInt8(ascii: ")") } - bytes[range].count { $0 == UInt8(ascii: "(") }
    while end > range.lowerBound {
      let last = bytes[end - 1]
      if "?!.,:*_~'\"|]".utf8.contains(last) {
        end -= 1
      } else if last == UInt8(ascii: ")"), excess > 0 {
        excess -= 1
        end -= 1
      } else if last == UInt8(ascii: ";") {
        var name = end - 1
        while name > range.lowerBound, isLetter(bytes[name - 1]) || isDigit(bytes[name - 1]) { name -= 1 }
        end = name > range.lowerBound && name < end - 1 && bytes[name - 1] == UInt8(ascii: "&") ? name - 1 : end - 1
      } else {
        break
      }
    }
    return end
  }

  /// The end of the address of a link, after the `]` of its words: `](address` or `]: address`. Its characters are CommonMark's to read.
  func endOfDestination(after bracket: Int) -> Int? {
    guard bracket + 1 < bytes.count, bytes[bracket + 1] == UInt8(ascii: "(") || bytes[bracket + 1] == UInt8(ascii: ":") else { return nil }
    var cursor = bracket + 2
    while cursor < bytes.count, isSpace(bytes[cursor]), bytes[cursor] != UInt8(ascii: "\n") { cursor += 1 }
    // What follows an index may be a formula: `K[j]($d_k$)`.
    guard cursor < bytes.count, bytes[cursor] != UInt8(ascii: "$"), bytes[cursor] != UInt8(ascii: "`") else { return nil }
    let isInBrackets = bytes[cursor] == UInt8(ascii: "<")
    var depth = 0
    // Limit the search, since a file made of openings would take minutes.
    let limit = min(bytes.count, cursor + ForeignSyntax.longest)
    while cursor < limit, bytes[cursor] != UInt8(ascii: "\n"), isInBrackets || !isSpace(bytes[cursor]) {
      switch bytes[cursor] {
      case UInt8(ascii: "\\"): cursor += 1
      case UInt8(ascii: ">") where isInBrackets: return cursor + 1
      case UInt8(ascii: "("): depth += 1
      case UInt8(ascii: ")"):
        depth -= 1
        if depth < 0, !isInBrackets { return cursor }
      // Not a link: this belongs to something else.
      case UInt8(ascii: "["), UInt8(ascii: "`"), UInt8(ascii: "$"): return nil
      default: break
      }
      cursor += 1
    }
    return isInBrackets ? nil : min(cursor, bytes.count)
  }

  /// The end of a tag of HTML, whose attributes may hold anything.
  func endOfTag(at opening: Int) -> Int? {
    guard opening + 1 < bytes.count, isLetter(bytes[opening + 1]) || bytes[opening + 1] == UInt8(ascii: "/") else { return nil }
    var quote: UInt8?
    var cursor = opening + 1
    let limit = min(bytes.count, opening + ForeignSyntax.longest)
    while cursor < limit {
      let byte = bytes[cursor]
      if let open = quote {
        if byte == open { quote = nil }
      } else if byte == UInt8(ascii: ">") {
        let tag = HTMLTag.tokens(of: String(file.slice(opening..<cursor + 1)))
        if case .tag? = tag.first, tag.count == 1 { return cursor + 1 }
        return nil
      } else if byte == UInt8(ascii: "<") || byte == UInt8(ascii: "`") {
        return nil
      } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        quote = byte
      }
      cursor += 1
    }
    return nil
  }

  private func mailAddress(from limit: Int) -> (range: Range<Int>, destination: String)? {
    var first = position
    while first > limit, isWord(bytes[first - 1]) || ".-+".utf8.contains(bytes[first - 1]) { first -= 1 }
    let before = first > start ? bytes[first - 1] : UInt8(ascii: " ")
    guard first < position, isSpace(before) || "*~(".utf8.contains(before) || before >= 0x80 else { return nil }
    var end = position + 1
    var dots = 0
    while end < bytes.count {
      if bytes[end] == UInt8(ascii: ".") {
        guard end + 1 < bytes.count, isWord(bytes[end + 1]) else { break }
        dots += 1
      } else if !isWord(bytes[end]), bytes[end] != UInt8(ascii: "-") {
        break
      }
      end += 1
    }
    guard dots > 0, isLetter(bytes[end - 1]) || isDigit(bytes[end - 1]) else { return nil }
    return (first..<end, "mailto:" + String(file.slice(first..<end)))
  }

  // MARK: - Struck text and tasks

  /// One or two tildes that may strike text through, by the rules of emphasis; nil for others.
  func tildes(_ run: Range<Int>) -> PreparedMarkdown.Item.Kind? {
    guard run.count <= 2 else { return nil }
    let (opens, closes) = flanking(run)
    return opens || closes ? .tildes(opens: opens, closes: closes) : nil
  }

  func isTask() -> Bool {
    guard position == contentOfLine.start, contentOfLine.isListItem, position + 3 < bytes.count else { return false }
    return " xX".utf8.contains(bytes[position + 1]) && bytes[position + 2] == UInt8(ascii: "]")
      && (bytes[position + 3] == UInt8(ascii: " ") || bytes[position + 3] == UInt8(ascii: "\t"))
  }

  // MARK: - Characters that stay straight

  /// The length of the hyphens of an option, `--accept`, or of the sign of a unit, `6"`, which typographic marks must not replace.
  func lengthOfLiteral() -> Int? {
    let before = position > start ? bytes[position - 1] : UInt8(ascii: " ")
    let after = position + 1 < bytes.count ? bytes[position + 1] : UInt8(ascii: " ")
    if bytes[position] == UInt8(ascii: "-") {
      guard runLength(of: UInt8(ascii: "-"), at: position) == 2, !isWord(before), position + 2 < bytes.count, isLetter(bytes[position + 2])
      else { return nil }
      return 2
    }
    guard isDigit(before), !isLetter(after), after < 0x80 || after >= 0xE3, !isQuoted(by: bytes[position]) else { return nil }
    return 1
  }

  /// Whether a quotation is open before the position, in the same paragraph.
  private func isQuoted(by mark: UInt8) -> Bool {
    var cursor = position - 1
    let limit = max(start, position - 300)
    while cursor >= limit {
      if bytes[cursor] == UInt8(ascii: "\n"), cursor > limit, bytes[cursor - 1] == UInt8(ascii: "\n") { break }
      if bytes[cursor] == mark {
        let before = cursor > start ? bytes[cursor - 1] : UInt8(ascii: " ")
        // An apostrophe or a unit's sign opens nothing, and after a closed quotation none is open.
        if isSpace(before) || "([".utf8.contains(before) || before >= 0x80 { return true }
        if mark == UInt8(ascii: "\""), !isDigit(before) { return false }
      }
      cursor -= 1
    }
    return false
  }

  // MARK: - Flanks

  /// Whether a run of delimiters can open and close emphasis by CommonMark's rule: it must not be beside white space, nor between a letter and
  /// a punctuation mark.
  func flanking(_ run: Range<Int>) -> (opens: Bool, closes: Bool) {
    let before = scalar(before: run.lowerBound)
    let after = scalar(at: run.upperBound)
    let opens = !after.isBlank && (!after.isMark || before.isBlank || before.isMark)
    let closes = !before.isBlank && (!before.isMark || after.isBlank || after.isMark)
    return (opens, closes)
  }

  func scalar(before index: Int) -> Unicode.Scalar? {
    guard index > start else { return nil }
    var first = index - 1
    while first > start, bytes[first] & 0xC0 == 0x80 { first -= 1 }
    return String(decoding: bytes[first..<index], as: UTF8.self).unicodeScalars.first
  }

  func scalar(at index: Int) -> Unicode.Scalar? {
    guard index < bytes.count else { return nil }
    return String(decoding: bytes[index..<min(index + 4, bytes.count)], as: UTF8.self).unicodeScalars.first
  }
}

extension Unicode.Scalar? {
  /// Whether it is white space, or the beginning or end of the file.
  var isBlank: Bool { map { $0.properties.isWhitespace } ?? true }

  /// Whether CommonMark counts it as punctuation.
  var isMark: Bool {
    guard let self else { return false }
    if self.isASCII { return self.value > 0x20 && !self.properties.isAlphabetic && !("0"..."9").contains(self) }
    switch self.properties.generalCategory {
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation, .finalPunctuation,
      .otherPunctuation:
      return true
    default: return false
    }
  }
}

/// Finds the numbers of a line. A number stands alone: in `F1`, `v1.24.3`, `0x1F` and `12ms` the digits are part of a word.
struct LineScanner {
  let characters: [Character]
  let isRecorded: Bool
  private var index = 0
  private var tokens: [OutputToken] = []
  private var places: [Range<Int>] = []

  static func pieces(of line: String, isRecorded: Bool) -> ([OutputToken], [Range<Int>]) {
    var scanner = LineScanner(line, isRecorded: isRecorded)
    while scanner.index < scanner.characters.count { scanner.readPiece() }
    return (scanner.tokens, scanner.places)
  }

  private init(_ line: String, isRecorded: Bool) {
    characters = Array(line.trimmingTrailingBlanks())
    self.isRecorded = isRecorded
  }

  private mutating func append(_ token: OutputToken, at place: Range<Int>) {
    tokens.append(token)
    places.append(place)
  }

  private var previous: Character { index == 0 ? "\n" : characters[index - 1] }

  private func character(at index: Int) -> Character? { index < characters.count ? characters[index] : nil }

  private mutating func readPiece() {
    let character = characters[index]
    if isRecorded, character == "\\" || character == "…" {
      readEllipsis()
    } else if let number = numeral() {
      if let token = number.token { append(token, at: index..<number.end) } else { appendScalars(until: number.end) }
      index = number.end
    } else if character.isWordLike {
      let end = endOfWord(from: index)
      appendScalars(until: end)
      index = end
    } else if character.isMinus, !previous.isWordLike, isNaN(at: index + 1) {
      // The sign of a NaN is meaningless, and for 0/0 it depends on the processor.
      index += 1
    } else {
      appendScalars(until: index + 1)
      index += 1
    }
  }

  private mutating func appendScalars(until end: Int) {
    for place in index..<end {
      for scalar in characters[place].unicodeScalars { append(.scalar(scalar), at: place..<place + 1) }
    }
  }

  /// Reads `…`, which matches anything; `\…`, which matches itself; and before either, `\\` for a backslash.
  private mutating func readEllipsis() {
    var end = index
    while character(at: end) == "\\" { end += 1 }
    guard character(at: end) == "…" else {
      end = max(end, index + 1)
      appendScalars(until: end)
      index = end
      return
    }
    let backslashes = end - index
    for pair in 0..<backslashes / 2 { append(.scalar("\\"), at: index + 2 * pair..<index + 2 * pair + 2) }
    let isItself = backslashes % 2 == 1
    append(isItself ? .scalar("…") : .anything, at: end - backslashes % 2..<end + 1)
    index = end + 1
  }

  /// Reads the digits that begin here. There is no token if they aren't a quantity: `1.10.0`, `0x1F`, 1e400.
  ///
  /// A sign belongs to them unless it follows an operand, as in `3-2`.
  private func numeral() -> (token: OutputToken?, end: Int)? {
    let first = characters[index]
    let isSigned = first.isMinus || first == "+"
    guard first.isDigit || isSigned || first == "." else { return nil }
    guard first.isDigit || !(previous.isWordLike || ")].".contains(previous)) else { return nil }
    var end = isSigned ? index + 1 : index
    var parts: [String] = [digits(from: &end)]
    while character(at: end) == ".", character(at: end + 1)?.isDigit == true {
      end += 1
      parts.append(digits(from: &end))
    }
    guard parts != [""] else { return nil }
    if parts.count > 2 {
      // The sign is a dash.
      return first.isDigit ? (nil, endOfWord(from: end)) : nil
    }
    var exponent: String?
    if let e = character(at: end), e == "e" || e == "E" {
      var power = end + 1
      let sign = character(at: power).map { $0 == "-" || $0 == "+" ? String($0) : "" } ?? ""
      power += sign.count
      let digits = digits(from: &power)
      if !digits.isEmpty { (exponent, end) = (sign + digits, power) }
    }
    if character(at: end)?.isWordLike == true { return (nil, endOfWord(from: end)) }
    let number = PrintedNumber(
      text: String(characters[index..<end]), whole: parts[0], fraction: parts.count > 1 ? parts[1] : nil, exponent: exponent)
    return (number.map { .number($0) }, end)
  }

  private func digits(from end: inout Int) -> String {
    let start = end
    while character(at: end)?.isDigit == true { end += 1 }
    return String(characters[start..<end])
  }

  /// The end of a word. A dot between digits doesn't end it, as in `v1.24.3`.
  private func endOfWord(from start: Int) -> Int {
    var end = start
    while let next = character(at: end) {
      let isPoint =
        next == "." && end > 0 && characters[end - 1].isDigit && character(at: end + 1)?.isDigit == true
      guard next.isWordLike || isPoint else { break }
      end += 1
    }
    return end
  }

  private func isNaN(at start: Int) -> Bool {
    start + 3 <= characters.count && String(characters[start..<start + 3]) == "nan"
      && character(at: start + 3)?.isWordLike != true
  }
}

extension Character {
  fileprivate var isDigit: Bool { ("0"..."9").contains(self) }

  fileprivate var isMinus: Bool { self == "-" || self == "−" }

  /// Whether digits after this character are part of a word, as in `F1` and `v2`. Chinese and Japanese are written without spaces, so their
  /// words may be followed directly by a number.
  fileprivate var isWordLike: Bool {
    self == "_" || isNumber || isLetter && !unicodeScalars.contains { $0.properties.isIdeographic || (0x3040...0x30FF).contains($0.value) }
  }
}

extension String {
  /// The text without trailing blanks, which are invisible and so are ignored.
  fileprivate func trimmingTrailingBlanks() -> Substring {
    guard let last = lastIndex(where: { $0 != " " && $0 != "\t" && $0 != "\r" }) else { return "" }
    return self[...last]
  }
}

import Foundation
import ToolSupport

/// Finds the numbers in a text, and the ends of its sentences.
struct NumberScanner {
  struct Found {
    var number: WrittenNumber
    /// Its range of scalars, including a percent sign or a unit.
    var position: Range<Int>
    /// Whether it is a label, as in `section 3.2` and `Swift 6.2`.
    var isLabel = false
  }

  private let text: ProseText
  private let scalars: [Unicode.Scalar]
  private(set) var found: [Found] = []
  /// The positions of the scalars at which sentences begin, ascending.
  private(set) var sentences = [0]

  init(_ text: ProseText) {
    self.text = text
    scalars = text.scalars
    findSentences()
    findNumbers()
  }

  private func scalar(_ index: Int) -> Unicode.Scalar? { scalars.indices.contains(index) ? scalars[index] : nil }

  // MARK: Sentences

  private mutating func findSentences() {
    for (index, scalar) in scalars.enumerated() {
      switch scalar {
      case "。", "！", "？", ProseText.end: sentences.append(index + 1)
      case ".", "!", "?":
        var next = index + 1
        while let scalar = self.scalar(next), Self.closers.contains(scalar) { next += 1 }
        guard self.scalar(next)?.properties.isWhitespace ?? true else { continue }
        while let scalar = self.scalar(next), scalar.properties.isWhitespace || scalar == ">" { next += 1 }
        // The dot belongs to an abbreviation: `e.g. 0.25`, `vs. the other`.
        if let after = self.scalar(next), scalar == ".", after.properties.isLowercase || Self.digit(after) != nil { continue }
        sentences.append(index + 1)
      default: break
      }
    }
  }

  /// The beginning of the sentence that contains a position.
  func sentenceStart(at position: Int) -> Int { sentences[max(0, sentences.partitioningIndex { $0 > position } - 1)] }

  /// Characters that may separate a number from its comment: closing marks of emphasis and of brackets.
  static let closers: Set<Unicode.Scalar> = ["*", "_", ")", "]", "）", "］", "】", "”", "’", "\"", ProseText.nothing]

  // MARK: Numbers

  private mutating func findNumbers() {
    var position = 0
    while position < scalars.count {
      guard Self.digit(scalars[position]) != nil else {
        position += 1
        continue
      }
      if isWithinWord(position) {
        position = endOfWord(from: position)
        continue
      }
      position = readNumber(at: position)
    }
  }

  /// Whether a digit is part of a name: `x1`, `GPT-3.5`, `A.1.2`, `arXiv:1706.03762`, `#133882`.
  private func isWithinWord(_ position: Int) -> Bool {
    guard let before = scalar(position - 1) else { return false }
    if before == "_" || before == "#" || Self.isLatin(before) { return true }
    if before == "." || before == "-", let letter = scalar(position - 2) { return Self.isLatin(letter) }
    guard before == ":" else { return false }
    var start = position - 1
    while let scalar = scalar(start - 1), Self.isLatin(scalar) { start -= 1 }
    let word = string(start..<position - 1).lowercased()
    return word == "arxiv" || word == "doi"
  }

  private func endOfWord(from position: Int) -> Int {
    var end = position
    while let scalar = scalar(end), Self.digit(scalar) != nil || Self.isLatin(scalar) || "._:/-".unicodeScalars.contains(scalar) {
      end += 1
    }
    return end
  }

  /// Reads a number.
  ///
  /// - Returns: The end of the number, or of the word that only began like one.
  private mutating func readNumber(at start: Int) -> Int {
    var digits = ""
    var end = start
    func takeDigits(_ end: inout Int, _ digits: inout String) {
      while let scalar = scalar(end), let digit = Self.digit(scalar) {
        digits.append(digit)
        end += 1
      }
    }
    takeDigits(&end, &digits)
    if digits.count <= 3 {
      while beginsGroup(at: end) {
        end += 1
        takeDigits(&end, &digits)
      }
    }
    var decimals = 0
    if let point = scalar(end), point == "." || point == "．", scalar(end + 1).flatMap(Self.digit) != nil {
      let whole = digits.count
      digits.append(".")
      end += 1
      takeDigits(&end, &digits)
      decimals = digits.count - whole - 1
      // It is a version, an address or a date.
      if scalar(end) == ".", scalar(end + 1).flatMap(Self.digit) != nil { return endOfWord(from: end) }
    } else if let leading = scalar(start - 1), leading == ".", start < 2 || scalars[start - 2].properties.isWhitespace {
      // The number begins with its decimal point: `.5`.
      decimals = digits.count
      digits = "0." + digits
    }
    let exponent = exponent(at: &end)
    // `3D` and `24th` are words. A decimal may be followed by a unit.
    if decimals == 0, exponent == nil, let next = scalar(end), Self.isLatin(next) || next == "_" { return endOfWord(from: end) }
    var first = start
    if digits.hasPrefix("0."), scalar(start - 1) == "." { first -= 1 }
    if hasSign(before: first) { first -= 1 }
    add(first..<end, digits, decimals, exponent)
    return found.last?.position.upperBound ?? end
  }

  private mutating func add(_ position: Range<Int>, _ digits: String, _ decimals: Int, _ exponent: Int?) {
    guard let magnitude = Double(digits + (exponent.map { "e\($0)" } ?? "")) else { return }
    let isNegative = WrittenNumber.minusSigns.contains(Character(scalars[position.lowerBound]))
    var number = WrittenNumber(
      range: text.offsets[position.lowerBound]..<text.end(of: position.upperBound - 1), text: string(position),
      value: isNegative ? -magnitude : magnitude, decimals: decimals, exponent: exponent)
    number.isInPower = scalar(position.lowerBound - 1) == "^" || scalar(position.upperBound).map(Self.raises) ?? false
    var end = position.upperBound
    if let unit = scalar(end), let scale: Double = unit == "万" ? 1e4 : unit == "亿" ? 1e8 : nil {
      number.scale = scale
      number.value *= scale
      end += 1
    }
    if let percent = endOfPercent(from: end) {
      number.isPercentage = true
      end = percent
    }
    var entry = Found(number: number, position: position.lowerBound..<end)
    entry.isLabel = isLabel(position.lowerBound, end: end)
    found.append(entry)
  }

  private static func raises(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "^" || "\u{B9}\u{B2}\u{B3}\u{207B}".unicodeScalars.contains(scalar) || (0x2070...0x2079).contains(scalar.value)
  }

  /// Whether a group of three more digits begins here: `1,234`, `12 345`.
  private func beginsGroup(at position: Int) -> Bool {
    guard let separator = scalar(position), WrittenNumber.groupSeparators.contains(Character(separator)) else { return false }
    let areDigits = (1...3).allSatisfy { scalar(position + $0).flatMap(Self.digit) != nil }
    return areDigits && scalar(position + 4).flatMap(Self.digit) == nil
  }

  private func exponent(at end: inout Int) -> Int? {
    guard let letter = scalar(end), letter == "e" || letter == "E" else { return nil }
    var cursor = end + 1
    var text = ""
    if let sign = scalar(cursor), "-−+".unicodeScalars.contains(sign) {
      if sign != "+" { text = "-" }
      cursor += 1
    }
    while let scalar = scalar(cursor), let digit = Self.digit(scalar), text.count < 5 {
      text.append(digit)
      cursor += 1
    }
    guard let exponent = Int(text), abs(exponent) < 400 else { return nil }
    if let next = scalar(cursor), Self.isLatin(next) { return nil }
    end = cursor
    return exponent
  }

  /// Whether a sign before a number belongs to it. That of `0.2-0.3` and of `x-1` doesn't.
  private func hasSign(before position: Int) -> Bool {
    guard let sign = scalar(position - 1), sign == "+" || WrittenNumber.minusSigns.contains(Character(sign)) else { return false }
    guard let before = scalar(position - 2) else { return true }
    return Self.digit(before) == nil && !Self.isLatin(before) && !")]_%".unicodeScalars.contains(before) && before != sign
  }

  private func endOfPercent(from position: Int) -> Int? {
    var cursor = position
    if let space = scalar(cursor), " \u{A0}\u{2009}\u{202F}".unicodeScalars.contains(space) { cursor += 1 }
    if let sign = scalar(cursor), sign == "%" || sign == "％" { return cursor + 1 }
    guard cursor > position else { return nil }
    for word in ["percent", "per cent"] where string(cursor..<min(cursor + word.count, scalars.count)) == word {
      if let next = scalar(cursor + word.count), Self.isLatin(next) { continue }
      return cursor + word.count
    }
    return nil
  }

  // MARK: Labels

  /// Words before a number that is a label.
  private static let labelWords: Set = [
    "section", "sections", "sec", "chapter", "chapters", "part", "table", "tables", "figure", "figures", "fig", "equation", "equations",
    "eq",
    "appendix", "theorem", "lemma", "definition", "algorithm", "listing", "exercise", "version", "versions", "release", "step", "swift",
    "python",
    "jax", "cuda", "xcode", "ubuntu", "debian", "unicode", "linux", "java", "node", "rust", "clang", "gcc",
  ]
  private static let labelSigns: Set<Unicode.Scalar> = ["§", "第", "表", "图", "式"]

  private func isLabel(_ start: Int, end: Int) -> Bool {
    if let next = scalar(end), ["节", "章", "版"].contains(next) { return true }
    var position = start - 1
    while let scalar = scalar(position), scalar.properties.isWhitespace || scalar == ">" { position -= 1 }
    if let before = scalar(position), Self.labelSigns.contains(before) { return true }
    if let last = found.last, last.isLabel, last.position.upperBound <= position + 1 {
      let between = string(last.position.upperBound..<position + 1).trimmingCharacters(in: .whitespaces)
      if [",", "and", "or", "to", "–", "-", ", and", "、", "和", "至", "与"].contains(between) { return true }
    }
    if scalar(position) == "." { position -= 1 }
    let wordEnd = position + 1
    while let scalar = scalar(position), Self.isLatin(scalar) { position -= 1 }
    let word = string(position + 1..<wordEnd)
    if Self.labelWords.contains(word.lowercased()) { return true }
    return Self.isProduct(word)
  }

  /// Whether a word is written as products are, with a capital within: `PyTorch`, `macOS`. A capital in front is no sign of one (`Loss`), and
  /// neither are capitals alone (`BLEU`).
  private static func isProduct(_ word: String) -> Bool {
    word.dropFirst().contains(where: \.isUppercase) && word.contains(where: \.isLowercase)
  }

  // MARK: Characters

  private func string(_ range: Range<Int>) -> String {
    var view = String.UnicodeScalarView()
    for index in range where scalars.indices.contains(index) { view.append(scalars[index]) }
    return String(view)
  }

  private static func digit(_ scalar: Unicode.Scalar) -> Character? {
    switch scalar.value {
    case 0x30...0x39: Character(scalar)
    case 0xFF10...0xFF19: Unicode.Scalar(scalar.value - 0xFEE0).map(Character.init)
    default: nil
    }
  }

  /// Whether a character is a letter of an alphabet, not one that is a word of its own.
  private static func isLatin(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic && !scalar.isIdeographic
  }
}

extension Unicode.Scalar {
  fileprivate var isIdeographic: Bool { properties.isIdeographic || (0x3040...0x30FF).contains(value) || (0xAC00...0xD7AF).contains(value) }
}

extension WrittenNumber {
  /// Returns nil unless the whole text is one number.
  package init?(parsing text: String) {
    let scanner = NumberScanner(ProseText(text[...], at: 0, items: []))
    guard scanner.found.count == 1, let only = scanner.found.first, only.position == 0..<text.unicodeScalars.count else { return nil }
    self = only.number
  }
}

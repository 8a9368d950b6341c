import ToolSupport

/// The names of people in BibTeX: `Vaswani, Ashish and Noam Shazeer and {The Team} and others`.
enum BibTeXNames {
  static func read(_ bytes: ArraySlice<UInt8>) -> (names: [PersonName], hasMore: Bool) {
    var names = split(bytes) { words, index in words[index] == Array("and".utf8)[...] }
    let hasMore = names.last.map { $0 == [Array("others".utf8)[...]] } ?? false
    if hasMore { names.removeLast() }
    return (names.filter { !$0.isEmpty }.map(name), hasMore)
  }

  /// The words of a text outside of braces, split where `isSeparator` says so.
  private static func split(
    _ bytes: ArraySlice<UInt8>, at isSeparator: (_ words: [ArraySlice<UInt8>], _ index: Int) -> Bool
  ) -> [[ArraySlice<UInt8>]] {
    let words = self.words(of: bytes)
    var groups: [[ArraySlice<UInt8>]] = [[]]
    for index in words.indices {
      if isSeparator(words, index) { groups.append([]) } else { groups[groups.count - 1].append(words[index]) }
    }
    return groups
  }

  /// A comma belongs to the word before it.
  private static func words(of bytes: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
    var words: [ArraySlice<UInt8>] = []
    var start: Int?
    var depth = 0
    for index in bytes.indices {
      let byte = bytes[index]
      if byte == UInt8(ascii: "{") { depth += 1 }
      if byte == UInt8(ascii: "}") { depth -= 1 }
      let isBlank = depth == 0 && (byte == 0x20 || (0x09...0x0D).contains(byte) || byte == UInt8(ascii: "~"))
      if isBlank, let begin = start {
        words.append(bytes[begin..<index])
        start = nil
      } else if !isBlank, start == nil {
        start = index
      }
    }
    if let begin = start { words.append(bytes[begin...]) }
    return words
  }

  /// `First von Last`, `von Last, First` or `von Last, Jr, First`.
  private static func name(_ words: [ArraySlice<UInt8>]) -> PersonName {
    var parts: [[ArraySlice<UInt8>]] = [[]]
    for word in words {
      if word.last == UInt8(ascii: ",") {
        if word.count > 1 { parts[parts.count - 1].append(word.dropLast()) }
        parts.append([])
      } else {
        parts[parts.count - 1].append(word)
      }
    }
    if parts.count > 1 {
      let suffix = parts.count > 2 ? " " + text(parts[1]) : ""
      return PersonName(family: text(parts[0]) + suffix, given: text(parts[parts.count - 1]))
    }
    guard words.count > 1 else { return PersonName(family: text(words)) }
    // A particle begins with a small letter: `Laurens van der Maaten`.
    let particle = words.indices.dropLast().first { isSmall(words[$0]) } ?? words.count - 1
    return PersonName(family: text(words[particle...]), given: text(words[..<particle]))
  }

  private static func isSmall(_ word: ArraySlice<UInt8>) -> Bool {
    word.first != UInt8(ascii: "{") && LaTeXText(word).plainText.first?.isLowercase ?? false
  }

  private static func text(_ words: some Sequence<ArraySlice<UInt8>>) -> String {
    words.map { LaTeXText($0).plainText }.joined(separator: " ").composed
  }
}

/// A text of ASCII's words in which each frequent one is written as one character that the text doesn't have otherwise.
///
/// A script of a course's words becomes smaller by a third, also when it is compressed.
struct FrequentWords {
  /// The characters, and the words in the same order, some with a blank before them. A word has letters alone.
  private(set) var codes = ""
  private(set) var words: [String] = []
  private(set) var text: String

  /// - Parameter text: JSON. What a backslash begins stays as it is.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    let ranges = Self.words(in: bytes)
    var counts: [ArraySlice<UInt8>: Int] = [:]
    for range in ranges { counts[bytes[range], default: 0] += 1 }
    /// Two bytes in its place, and itself once with a code and a comma.
    func gain(_ word: ArraySlice<UInt8>, _ count: Int) -> Int { (word.count - 2) * count - word.count - 3 }
    let used = Set(text.unicodeScalars)
    let free = (0xA1..<0x800).lazy.compactMap(Unicode.Scalar.init).filter { !used.contains($0) }
    let best = counts.map { (word: $0.key, gain: gain($0.key, $0.value)) }.filter { $0.gain > 0 }
      .sorted { $0.gain != $1.gain ? $0.gain > $1.gain : $0.word.lexicographicallyPrecedes($1.word) }
    var known: [ArraySlice<UInt8>: [UInt8]] = [:]
    for (code, (word, _)) in zip(free, best) {
      codes.unicodeScalars.append(code)
      words.append(String(decoding: word, as: UTF8.self))
      known[word] = Array(String(code).utf8)
    }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var done = 0
    for range in ranges {
      guard let code = known[bytes[range]] else { continue }
      out += bytes[done..<range.lowerBound]
      out += code
      done = range.upperBound
    }
    self.text = String(decoding: out + bytes[done...], as: UTF8.self)
  }

  /// Letters side by side, with a blank before them.
  private static func words(in bytes: [UInt8]) -> [Range<Int>] {
    func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
    var ranges: [Range<Int>] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "\\") {
        index += index + 1 < bytes.count && bytes[index + 1] == UInt8(ascii: "u") ? 6 : 2
        continue
      }
      let start = index
      if bytes[index] == UInt8(ascii: " ") { index += 1 }
      let letters = index
      while index < bytes.count, isLetter(bytes[index]) { index += 1 }
      if index > letters { ranges.append(start..<index) } else if index == start { index += 1 }
    }
    return ranges
  }
}

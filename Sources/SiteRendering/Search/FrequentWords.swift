/// A text of ASCII's words in which each frequent one is written as one character that the text doesn't have otherwise.
///
/// A script of a course's words becomes smaller by a third, also when it is compressed.
struct FrequentWords {
  /// The characters, and the words in the same order, some with a blank before them. A word has letters alone.
  private(set) var codes = ""
  private(set) var words: [String] = []
  private(set) var text: String

  /// - Parameter bytes: JSON. What a backslash begins stays as it is.
  init(_ bytes: [UInt8]) {
    let ranges = Self.words(in: bytes)
    var numbers = WordNumbers()
    let spoken = ranges.map { numbers.number(of: bytes[$0]) }
    var counts = [Int](repeating: 0, count: numbers.words.count)
    for number in spoken { counts[number] += 1 }
    /// Two bytes in its place, and itself once with a code and a comma.
    func gain(_ word: ArraySlice<UInt8>, _ count: Int) -> Int { (word.count - 2) * count - word.count - 3 }
    let best = numbers.words.indices.map { (number: $0, gain: gain(numbers.words[$0], counts[$0])) }.filter { $0.gain > 0 }
      .sorted { $0.gain != $1.gain ? $0.gain > $1.gain : numbers.words[$0.number].lexicographicallyPrecedes(numbers.words[$1.number]) }
    var codes = [[UInt8]?](repeating: nil, count: numbers.words.count)
    for (code, (number, _)) in zip(Self.freeCodes(in: bytes), best) {
      self.codes.unicodeScalars.append(code)
      words.append(String(decoding: numbers.words[number], as: UTF8.self))
      codes[number] = Array(String(code).utf8)
    }
    var out: [UInt8] = []
    out.reserveCapacity(bytes.count)
    var done = 0
    for (range, number) in zip(ranges, spoken) {
      guard let code = codes[number] else { continue }
      out += bytes[done..<range.lowerBound]
      out += code
      done = range.upperBound
    }
    out += bytes[done...]
    text = String(decoding: out, as: UTF8.self)
  }

  /// Characters of two bytes that a text doesn't have.
  private static func freeCodes(in bytes: [UInt8]) -> some Sequence<Unicode.Scalar> {
    var isUsed = [Bool](repeating: false, count: 0x800)
    for (first, second) in zip(bytes, bytes.dropFirst()) where (0xC0..<0xE0).contains(first) {
      isUsed[Int(first & 0x1F) << 6 | Int(second & 0x3F)] = true
    }
    return (0xA1..<0x800).lazy.compactMap(Unicode.Scalar.init).filter { !isUsed[Int($0.value)] }
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

/// Numbers words in the order in which they first come.
private struct WordNumbers {
  private(set) var words: [ArraySlice<UInt8>] = []
  /// By the bytes of the word, as one number: to look up a list of bytes takes several times as long, and there are hundreds of thousands.
  private var short: [UInt128: Int] = [:]
  private var long: [ArraySlice<UInt8>: Int] = [:]

  mutating func number(of word: ArraySlice<UInt8>) -> Int {
    let next = words.count
    let number: Int
    if word.count <= 16 {
      // No word has a zero byte, so that two of different lengths differ.
      let key = word.reduce(0 as UInt128) { $0 << 8 | UInt128($1) }
      number = short[key, default: next]
      if number == next { short[key] = next }
    } else {
      number = long[word, default: next]
      if number == next { long[word] = next }
    }
    if number == next { words.append(word) }
    return number
  }
}

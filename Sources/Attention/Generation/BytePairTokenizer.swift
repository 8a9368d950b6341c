@_spi(_Unicode) import Swift

/// Text as tokens: characters, merged pair by pair in the order in which training found the pairs most frequent.
///
///     let tokenizer = try BytePairTokenizer(contentsOf: "alice.tokenizer.json")
///     let tokens = tokenizer.encode("Alice was")
///     tokenizer.decode(tokens) // "Alice was"
///
/// The file is an object of JSON with `alphabet`, a list of characters, and `merges`, a list of pairs. The tokens are 4 special ones, the
/// alphabet, and the merged pairs, in this order. A space is written `▁`; it begins a word, and no pair is merged across words or lines.
///
/// - Source: Sennrich, Haddow and Birch 2016, "Neural Machine Translation of Rare Words with Subword Units", algorithm 1.
public struct BytePairTokenizer: Sendable {
  /// The text of each token. A space is `▁`.
  public let tokens: [String]
  /// The first tokens: padding, an unknown character, the beginning and the end of a text.
  public static let specialTokens = ["<pad>", "<unk>", "<bos>", "<eos>"]

  private let places: [String: Int]
  /// The rank of each pair; the lowest is merged first.
  private let ranks: [Pair: Int]

  private struct Pair: Hashable {
    let first, second: String
  }

  /// A tokenizer of these characters and merges.
  public init(alphabet: [String], merges: [(String, String)]) {
    tokens = Self.specialTokens + alphabet + merges.map { $0 + $1 }
    places = Dictionary(tokens.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
    ranks = Dictionary(
      merges.enumerated().map { (Pair(first: $1.0, second: $1.1), $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Reads a file.
  ///
  /// - Throws: `FileError`, with the byte at which the file is wrong.
  public init(contentsOf path: String) throws(FileError) { try self.init(bytes: readFile(path), named: path) }

  /// Reads the bytes of a file.
  ///
  /// - Throws: `FileError`, with the byte at which they are wrong.
  public init(bytes: [UInt8], named name: String = "tokenizer") throws(FileError) {
    var reader = ByteReader(bytes, file: name)
    let root = try reader.json()
    reader.skipBlanks()
    guard reader.isAtEnd else { throw reader.error("the file goes on after its JSON") }
    func list(_ key: String) throws(FileError) -> [JSON.Placed] {
      guard let entry = root[key] else { throw reader.error("\(key) is missing", at: root.byte) }
      guard let list = entry.array else { throw reader.error("\(key) must be a list", at: entry.byte) }
      return list
    }
    var alphabet: [String] = []
    for entry in try list("alphabet") {
      guard let character = entry.string, character.unicodeScalars.count == 1 else {
        throw reader.error("alphabet must be a list of single characters", at: entry.byte)
      }
      alphabet.append(character)
    }
    var merges: [(String, String)] = []
    var known = Set(alphabet)
    for entry in try list("merges") {
      guard let pair = entry.array?.compactMap(\.string), pair.count == 2 else {
        throw reader.error("merges must be a list of pairs", at: entry.byte)
      }
      guard let unknown = pair.first(where: { !known.contains($0) }) else {
        merges.append((pair[0], pair[1]))
        known.insert(pair[0] + pair[1])
        continue
      }
      throw reader.error("\(JSON.quoted(unknown)) is neither a character of the alphabet nor an earlier merge", at: entry.byte)
    }
    self.init(alphabet: alphabet, merges: merges)
  }

  /// The tokens of a text, which is normalized (NFC) before. A character outside the alphabet becomes `<unk>`.
  ///
  /// - Complexity: O(length of the text · length of its longest word).
  public func encode(_ text: String) -> [Int] {
    words(text).flatMap { merged($0).map { places[$0] ?? 1 } }
  }

  /// The text of tokens. Special tokens have none, but `<unk>`, which is shown as ⁇.
  ///
  /// - Precondition: Each token exists.
  public func decode(_ tokens: [Int]) -> String {
    var text = ""
    for (index, token) in tokens.enumerated() {
      require(
        self.tokens.indices.contains(token),
        "BytePairTokenizer: token \(index) is \(token), but there are \(self.tokens.count) tokens")
      text += token == 1 ? "⁇" : token < Self.specialTokens.count ? "" : self.tokens[token]
    }
    return String(String.UnicodeScalarView(text.unicodeScalars.map { $0 == "▁" ? " " : $0 }))
  }

  /// A line's end; or spaces and the characters after them up to the next space or line's end. Each as its characters.
  private func words(_ text: String) -> [[Unicode.Scalar]] {
    var words: [[Unicode.Scalar]] = []
    for scalar in text._nfc {
      let scalar = scalar == " " ? "▁" : scalar
      // A space goes on with spaces; anything else with what isn't a line's end.
      if let last = words.last?.last, last != "\n", scalar != "\n", scalar != "▁" || last == "▁" {
        words[words.count - 1].append(scalar)
      } else {
        words.append([scalar])
      }
    }
    return words
  }

  private func merged(_ word: [Unicode.Scalar]) -> [String] {
    var parts = word.map { String($0) }
    while let best = zip(parts, parts.dropFirst()).compactMap({ ranks[Pair(first: $0, second: $1)] }).min() {
      var joined: [String] = []
      for part in parts {
        // A part that was just joined is longer than the first of the pair, so it isn't joined again.
        if let last = joined.last, ranks[Pair(first: last, second: part)] == best {
          joined[joined.count - 1] = last + part
        } else {
          joined.append(part)
        }
      }
      parts = joined
    }
    return parts
  }
}

extension Name {
  /// How the parts of a name are spelled in Swift. A part that can't be spelled makes the whole name unspellable.
  struct Spelling: Sendable, Equatable {
    /// The base as a word: `d`, `alpha`, `step_num`; nil if it has none.
    var base: String?
    /// The base as a letter of its own: `α`.
    var glyph: String?
    /// Accents and primes: `Hat`, `Prime`.
    var marks: [String] = []
    /// The subscript as words; nil if it can't be spelled.
    var sub: [String]? = []
    /// The superscript as words; nil if it can't be spelled.
    var sup: [String]? = []
  }

  /// The Swift identifiers that this name binds to by itself, best first: `d_k` to `d_k` and `dK`, `\alpha` to `alpha`
  /// and `α`, `W^Q` to `WQ` and `W_Q`.
  package var identifiers: [String] {
    guard let base = spelling.base, let sub = spelling.sub, let sup = spelling.sup else { return [] }
    let suffixes = spelling.marks + sub + sup
    var found: [String] = []
    let words = base.split(separator: "_").map(String.init)
    if words.count > 1 {
      found.append(([base] + suffixes.map(\.lowercasedFirst)).joined(separator: "_"))
      found.append(camel(words + suffixes))
    } else if suffixes.isEmpty {
      found.append(base)
    } else {
      let snake = ([base] + spelling.marks.map(\.lowercasedFirst) + sub + sup).joined(separator: "_")
      let isCamelFirst = isSingleCapital(base) || !spelling.marks.isEmpty
      found += isCamelFirst ? [camel([base] + suffixes), snake] : [snake, camel([base] + suffixes)]
    }
    if let glyph = spelling.glyph {
      found.append(([glyph] + spelling.marks.map(\.lowercasedFirst) + sub + sup).joined(separator: "_"))
      if !suffixes.isEmpty { found.append(camel([glyph] + suffixes)) }
    }
    return found.withoutRepetitions
  }

  /// The identifiers of a matrix that is called by one capital letter: Swift writes the matrix `W^Q` as the variable `wQ`, and `Q`
  /// as `q`. A number or a vector isn't meant by them: `N` is no `n`.
  package var matrixIdentifiers: [String] {
    guard let base = spelling.base, isSingleCapital(base), let sub = spelling.sub, let sup = spelling.sup else { return [] }
    let small = base.lowercased()
    let suffixes = spelling.marks + sub + sup
    guard !suffixes.isEmpty else { return [small] }
    return [camel([small] + suffixes), ([small] + spelling.marks.map(\.lowercasedFirst) + sub + sup).joined(separator: "_")]
      .withoutRepetitions
  }

  /// Whether two names are spelled alike and are told apart by their fonts: `x` and `\mathbf{x}`.
  package func differsInFont(from other: Name) -> Bool { self != other && spelling.base != nil && spelling == other.spelling }

  private func camel(_ words: [String]) -> String {
    words[0] + words.dropFirst().map(\.capitalizedFirst).joined()
  }

  private func isSingleCapital(_ word: String) -> Bool {
    word.count == 1 && word.first.map { $0.isUppercase && $0.isASCII } ?? false
  }
}

extension Name {
  /// Whether it is one capital letter, in any alphabet and with any marks: `X`, `\mathbf{X}`, `\mathcal{X}`, `\Phi`, `X'`.
  var isCapitalLetter: Bool {
    var depth = 0
    var letter = latex.prefix { character in
      depth += character == "{" ? 1 : character == "}" ? -1 : 0
      return depth > 0 || !"_^'".contains(character)
    }
    while letter.hasPrefix("\\"), letter.hasSuffix("}"), let brace = letter.firstIndex(of: "{") {
      letter = letter[letter.index(after: brace)...].dropLast()
    }
    let isCommand = letter.hasPrefix("\\")
    if isCommand { letter = letter.dropFirst() }
    return (isCommand || letter.count == 1) && letter.first?.isUppercase ?? false
  }
}

extension [String] {
  fileprivate var withoutRepetitions: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

import Diagnostics

/// Recognizes check comments, and tells misspelled ones, which would silently check nothing, from notes of the author.
struct CheckComment {
  private let comment: ExtractedText
  /// The punctuation before the word: the quotation mark of `"check"`, the brace of `{check: z}`.
  private let signs: Substring
  /// The first word of the comment, as written.
  private let word: Substring
  private let rest: Substring

  /// What follows the word.
  private enum Shape {
    case nothing, colon
    /// Another character directly after the word: `check?`
    case sign(Character)
    case words
  }

  init(_ comment: ExtractedText) {
    self.comment = comment
    let whole = comment.text.drop { !$0.isLetter && ($0.isWhitespace || Self.isUnseen($0)) }
    signs = whole.prefix { Self.signsAround.contains($0) || $0.isWhitespace }
    let text = whole[signs.endIndex...]
    word = text.prefix { $0.isLetter || Self.isUnseen($0) }
    rest = text[word.endIndex...]
  }

  /// Whether it begins as a check does. The rest may still be wrong.
  var isCheck: Bool { signs.isEmpty && word == "check" && (rest.isEmpty || rest.first == ":" || rest.first?.isWhitespace == true) }

  /// What is wrong with a comment that was meant as a check; nil for a correct check and for a note.
  ///
  /// - Parameter followsFormula: Whether it follows a formula that has no check yet.
  func misspelling(followsFormula: Bool) -> Problem? {
    if !signs.isEmpty { return followsFormula ? signsBefore : nil }
    if word == "check" { return wrongSign(followsFormula: followsFormula) }
    if followsFormula, let parted { return parted }
    let name = plainWord
    let isSameWord = name == "check"
    let isKey = FormulaCheck.Key(rawValue: String(word)) != nil
    guard isSameWord || isKey || name == "checking" || nearestName(to: name, among: ["check"]) != nil else { return nil }
    let isMeant =
      switch shape {
      case .nothing: !isKey && (followsFormula || !Self.englishWords.contains(name))
      case .colon: followsFormula || !isKey && !Self.englishWords.contains(name)
      case .sign, .words: followsFormula && !isKey && !Self.englishWords.contains(name)
      }
    guard isMeant else { return nil }
    if isKey {
      return problem("`\(word):` alone checks nothing", help: "write `check: { \(word): … }`")
    }
    if let unseen = UnseenCharacter.first(in: word) {
      return problem("this word contains \(unseen.description), so it isn't `check`", help: "write `check` again")
    }
    return problem("a comment that begins with `\(word)` checks nothing", help: "did you mean `check`? A note begins with another word")
  }

  /// The problem of a check in other punctuation: `"check"`, `{check: z}`, `@check` and `<!--- check --->`.
  private var signsBefore: Problem? {
    let hasBrace = signs.contains("{")
    let isColon = if case .colon = shape { true } else { false }
    if FormulaCheck.Key(rawValue: String(word)) != nil, hasBrace, isColon {
      return problem("`\(word):` alone checks nothing", help: "write `check: { \(word): … }`")
    }
    let isAlone = rest.allSatisfy { Self.signsAround.contains($0) || $0.isWhitespace }
    guard plainWord == "check", isColon || isAlone && !hasBrace else { return nil }
    return problem(
      "a check begins with `check`, not with `\(signs.first.map(String.init) ?? "")`", help: "write `<!-- check -->` or `<!-- check: … -->`"
    )
  }

  /// The problem of a word in two parts: `c heck: z`.
  private var parted: Problem? {
    let head = comment.text.prefix { $0 != ":" }
    let words = head.split(whereSeparator: \.isWhitespace)
    guard head.endIndex < comment.text.endIndex, words.count > 1, words.joined().lowercased() == "check" else { return nil }
    return problem("`check` contains a blank, so it checks nothing", help: "write `check: …`")
  }

  /// The problem of `check` followed by another character than a colon.
  private func wrongSign(followsFormula: Bool) -> Problem? {
    guard !isCheck, case .sign(let sign) = shape, let scalar = sign.unicodeScalars.first else {
      guard !isCheck, case .colon = shape, let scalar = rest.unicodeScalars.first else { return nil }
      return problem(
        "`check` needs a colon, not \(UnseenCharacter.description(of: scalar))", help: "write `check: …`, with a plain colon")
    }
    // `check-in` is another word.
    let isLast = rest.dropFirst().allSatisfy(\.isWhitespace)
    guard followsFormula, isLast || !["-", "'", "’", "_"].contains(sign) && !sign.isNumber else { return nil }
    return problem(
      "`check` needs a colon, not `\(scalar)`", help: "write `check: …`. A note begins with another word")
  }

  private func problem(_ message: String, help: String) -> Problem {
    let text = comment.text
    let start = text.utf8.distance(from: text.startIndex, to: word.startIndex)
    return Problem(message, at: comment.fileRange(of: start..<start + word.utf8.count), help: help)
  }

  private var shape: Shape {
    guard let next = rest.first(where: { !$0.isWhitespace }) else { return .nothing }
    if [":", "：", "﹕", "=", "{"].contains(next) { return .colon }
    return rest.first.map { !$0.isWhitespace && !$0.isLetter } == true ? .sign(next) : .words
  }

  /// The word in lower case, with full-width letters as ASCII and without invisible characters.
  private var plainWord: String {
    var plain = String.UnicodeScalarView()
    for scalar in word.unicodeScalars where UnseenCharacter.first(in: String(scalar)) == nil {
      let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
      plain.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return String(plain).lowercased()
  }

  /// Punctuation that may enclose a word.
  private static let signsAround: Set<Character> = [
    "\"", "'", "`", "“", "”", "‘", "’", "„", "@", "#", "*", "_", "-", "–", "—", "(", ")", "[", "]", "{", "}", "<", ">", "/", "\\", "!",
  ]

  private static func isUnseen(_ character: Character) -> Bool {
    !character.isWhitespace && UnseenCharacter.first(in: String(character)) != nil
  }

  /// Words similar to `check` with which a note may begin.
  private static let englishWords: Set = ["checks", "checked", "checker", "checking", "cheek", "chick", "chuck", "heck"]
}

import Diagnostics

/// Tells a check comment from one that is nearly one, which would be passed over in silence, and from an author's note.
struct CheckComment {
  private let comment: ExtractedText
  /// The word that the comment begins with, and its bytes.
  private let word: Substring
  private let rest: Substring

  /// What follows the word.
  private enum Shape {
    case nothing, colon
    /// Another sign, right after the word: `check?`
    case sign(Character)
    case words
  }

  init(_ comment: ExtractedText) {
    self.comment = comment
    let text = comment.text.drop { !$0.isLetter && ($0.isWhitespace || Self.isUnseen($0)) }
    word = text.prefix { $0.isLetter || Self.isUnseen($0) }
    rest = text[word.endIndex...]
  }

  /// Whether it is written as a check: what comes after the word may still be wrong.
  var isCheck: Bool { word == "check" && (rest.isEmpty || rest.first == ":" || rest.first?.isWhitespace == true) }

  /// What is wrong with a comment that must have been meant as a check; nil for a check and for a note.
  ///
  /// - Parameter followsFormula: Whether it stands behind a formula that has no check yet.
  func misspelling(followsFormula: Bool) -> Problem? {
    if word == "check" { return wrongSign(followsFormula: followsFormula) }
    let name = plainWord
    let isSameWord = name == "check"
    let isKey = FormulaCheck.Key(rawValue: String(word)) != nil
    guard isSameWord || isKey || nearestName(to: name, among: ["check"]) != nil else { return nil }
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
      return problem("this word holds \(unseen.description), so that it isn't `check`", help: "write `check` anew")
    }
    return problem("a comment that begins with `\(word)` checks nothing", help: "did you mean `check`? A note begins with another word")
  }

  /// `check` followed by what isn't a colon.
  private func wrongSign(followsFormula: Bool) -> Problem? {
    guard !isCheck, case .sign(let sign) = shape, let scalar = sign.unicodeScalars.first else {
      guard !isCheck, case .colon = shape, let scalar = rest.unicodeScalars.first else { return nil }
      return problem(
        "`check` needs a colon, not \(UnseenCharacter.description(of: scalar))", help: "write `check: …`, with a plain colon")
    }
    // `check-in` is another word.
    guard followsFormula, sign != "-", sign != "'", sign != "’", sign != "_", !sign.isNumber else { return nil }
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

  /// In small letters of ASCII, as far as it has any, without what nobody sees.
  private var plainWord: String {
    var plain = String.UnicodeScalarView()
    for scalar in word.unicodeScalars where UnseenCharacter.first(in: String(scalar)) == nil {
      let isFullWidth = (0xFF01...0xFF5E).contains(scalar.value)
      plain.append(isFullWidth ? Unicode.Scalar(scalar.value - 0xFEE0) ?? scalar : scalar)
    }
    return String(plain).lowercased()
  }

  private static func isUnseen(_ character: Character) -> Bool {
    !character.isWhitespace && UnseenCharacter.first(in: String(character)) != nil
  }

  /// Near to `check`, and yet what a note may begin with.
  private static let englishWords: Set = ["checks", "checked", "checker", "cheek", "chick", "chuck", "heck"]
}

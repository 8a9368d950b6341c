import Diagnostics

/// The id of a formula or a cell, by which links lead to it.
enum AnchorName {
  /// The id as an author wrote it, in the form in which all ids meet.
  ///
  /// Headings have ids of letters, numbers, `-` and `_`. Those that the pages make for themselves begin with a word and a dot.
  static func checked(_ id: LocatedYAML.Scalar) throws(Problem) -> String {
    let name = id.text.composed
    if let bad = name.first(where: { !isAllowed($0) }) {
      let shown = UnseenCharacter.first(in: String(bad))?.description ?? (bad == " " ? "a space" : "`\(bad)`")
      throw Problem("an id can't hold \(shown)", at: id.range, help: "use letters, digits, `-` and `_`")
    }
    if let word = taken.first(where: { name.hasPrefix($0 + ".") }) {
      throw Problem(
        "the pages have ids of their own that begin with `\(word).`", at: id.range, help: "write `\(name.replacing(".", with: "-"))`")
    }
    if name.hasPrefix(".") { throw Problem("an id can't begin with a dot", at: id.range, help: "write `\(name.drop { $0 == "." })`") }
    return name
  }

  private static let taken = ["page", "note", "cell", "formula"]

  private static func isAllowed(_ character: Character) -> Bool {
    (character.isLetter || character.isNumber || ["-", "_", ".", ":"].contains(character))
      && UnseenCharacter.first(in: String(character)) == nil
  }
}

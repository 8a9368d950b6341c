import Diagnostics
import ToolSupport

/// The id of a formula or a cell, which links refer to.
package enum AnchorName {
  /// The id as an author wrote it, in the normal form in which ids are compared.
  ///
  /// Headings have ids of letters, numbers, `-` and `_`. The ids that pages generate begin with a word and a dot.
  package static func checked(_ id: String, at range: Range<Int>) throws(Problem) -> String {
    let name = id.composed
    if let bad = name.first(where: { !isAllowed($0) }) {
      let shown = UnseenCharacter.first(in: String(bad))?.description ?? (bad == " " ? "a space" : "`\(bad)`")
      throw Problem("an id can't hold \(shown)", at: range, help: "use letters, digits, `-` and `_`")
    }
    if let word = taken.first(where: { name.hasPrefix($0 + ".") }) {
      throw Problem(
        "the pages have ids of their own that begin with `\(word).`", at: range, help: "write `\(name.replacing(".", with: "-"))`")
    }
    if name.hasPrefix(".") { throw Problem("an id can't begin with a dot", at: range, help: "write `\(name.drop { $0 == "." })`") }
    return name
  }

  private static let taken = ["page", "note", "cell", "formula", "ref", "cite"]

  private static func isAllowed(_ character: Character) -> Bool {
    (character.isLetter || character.isNumber || ["-", "_", ".", ":"].contains(character))
      && UnseenCharacter.first(in: String(character)) == nil
  }
}

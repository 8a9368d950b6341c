import Diagnostics
import LessonDocument

extension Checker {
  /// Reports citations of works that aren't in the files of references.
  mutating func checkCitations() {
    guard !document.isBibliographyBroken else { return }
    let known = document.bibliography
    var suggestions = 20
    for key in document.citations.flatMap(\.items).map(\.key) where known[key.text] == nil {
      suggestions -= 1
      let nearest = suggestions >= 0 ? suggestion(for: key.text, among: known.keys, as: { "[@\($0)]" }) : nil
      fail(
        .citationUnknown, of: .lesson,
        Problem(
          "there is no work `\(key.text)` in the bibliography", at: key.range,
          help: nearest ?? "add it to the file that `bibliography` names"))
    }
  }
}

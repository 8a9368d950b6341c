import CourseConfiguration
import LessonDocument

/// The words of a lesson whose language its author has marked, `<i lang="fr">chat</i>`, and what that tells of a figure's labels: an axis whose
/// labels are all among the marked words of a language is in that language.
struct MarkedWords: Sendable {
  private let language: Language?
  private var words: [LanguageTag: Set<String>] = [:]

  /// - Parameter language: That of the page.
  init(of document: Document, on language: Language) {
    self.language = language
    let blocks = document.blocks + document.footnotes.flatMap(\.content)
    let texts: [Inline] = blocks.depthFirst.flatMap { block in block.texts.flatMap { $0 } }
    for inline in texts.depthFirst {
      guard case .passage(let tag, let content) = inline else { continue }
      words[tag, default: []].formUnion(Self.words(of: content.plainText))
    }
  }

  private init() { language = nil }

  static let none = MarkedWords()

  /// The attribute that names the language of an axis, ` lang="fr"`; empty if nothing tells it, or if it is the page's.
  func attribute(_ labels: [String]) -> HTML {
    let found = labels.reduce(into: Set<String>()) { $0.formUnion(Self.words(of: $1)) }
    guard !found.isEmpty else { return .empty }
    let marked = words.filter { found.isSubset(of: $0.value) }.keys.map(\.text).min()
    return Prose.attribute(marked ?? Prose.language(of: labels), on: language)
  }

  private static func words(of text: String) -> [String] {
    text.lowercased().split { !$0.isLetter && $0 != "'" && $0 != "’" }.map(String.init)
  }
}

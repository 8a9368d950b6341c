/// A work that lessons cite.
package struct BibliographyEntry: Sendable, Hashable {
  /// The name by which lessons cite it: `vaswani2017`.
  package var key: String
  /// The place of the key in its file.
  package var range: Range<Int>
  /// The authors, or else the editors.
  package var authors: [PersonName] = []
  /// Whether there are more authors than those named.
  package var hasFurtherAuthors = false
  package var title: [TitlePart] = []
  /// The language of the title, as BCP 47 names it, `de`; nil if the entry doesn't say.
  package var language: String?
  package var year: String?
  /// What contains the work: a journal, a book, the proceedings of a conference.
  package var container: String?
  package var volume: String?
  package var issue: String?
  package var pages: String?
  package var publisher: String?
  package var note: String?
  /// Where the work is on the web.
  package var address: String?

  package init(key: String, at range: Range<Int>) {
    self.key = key
    self.range = range
  }
}

/// A part of a title.
package enum TitlePart: Sendable, Hashable {
  case text(String)
  /// LaTeX mathematics, without dollar signs.
  case formula(String)
}

extension [TitlePart] {
  /// The title as a text, with the LaTeX of its formulas.
  package var plainText: String {
    map { part in
      switch part {
      case .text(let text), .formula(let text): text
      }
    }.joined()
  }
}

package struct PersonName: Sendable, Hashable {
  /// The family name with its particle, `van der Maaten`, or the name of an organization.
  package var family: String
  package var given: String

  package init(family: String, given: String = "") {
    self.family = family
    self.given = given
  }

  package var full: String { given.isEmpty ? family : "\(given) \(family)" }
}

import Bibliographies
import Diagnostics
import LessonDocument
import ToolSupport

/// The works that a lesson cites, and the words that name them: `Vaswani et al.`, `2017`.
struct CitedWorks {
  /// By their authors and years.
  let works: [BibliographyEntry]
  private let localization: Localization

  init(_ document: Document, _ localization: Localization) {
    self.localization = localization
    let keys = Set(document.citations.flatMap(\.items).map(\.key.text))
    works = keys.compactMap { document.bibliography[$0] }.sorted { a, b in
      let names = [a, b].map { $0.authors.first?.family.lowercased() ?? $0.title.plainText.lowercased() }
      return (names[0], a.year ?? "", a.key) < (names[1], b.year ?? "", b.key)
    }
  }

  /// The names in a citation; nil for a work without authors, which its title names.
  func names(of work: BibliographyEntry) -> String? {
    let names = work.authors.map(\.family)
    switch (names.count, work.hasFurtherAuthors) {
    case (0, _): return nil
    case (1, false): return names[0]
    case (2, false): return names[0] + localization.and.text + names[1]
    case (_, _): return names[0] + localization.andOthers.text
    }
  }

  /// The year, with a letter where the lesson cites several works of the same authors and year.
  func year(of work: BibliographyEntry) -> String {
    let year = work.year ?? localization.noYear
    func name(_ work: BibliographyEntry) -> String { names(of: work) ?? work.title.plainText }
    let alike = works.filter { name($0) == name(work) && $0.year == work.year }
    guard alike.count > 1, let index = alike.firstIndex(where: { $0.key == work.key }), index < 26,
      let letter = Unicode.Scalar(UInt32(97 + index))
    else { return year }
    return year + String(letter)
  }

  /// All names that the bibliography has, for the list of references; nil without authors.
  func allNames(of work: BibliographyEntry) -> String? {
    let names = work.authors.map(\.full)
    let separator = localization.listSeparator.text
    if work.hasFurtherAuthors, !names.isEmpty { return names.joined(separator: separator) + localization.andOthers.text }
    guard names.count > 1, let last = names.last else { return names.first }
    return names.dropLast().joined(separator: separator) + localization.and.text + last
  }

  /// What the list of references says between the title and the address: where the work appeared, by whom it was published, and a note.
  func places(of work: BibliographyEntry) -> [String] {
    let volume = work.volume.map { $0 + (work.issue.map { "(\($0))" } ?? "") } ?? work.issue
    let place = [work.container, volume, work.pages].compactMap(\.self).joined(separator: localization.listSeparator.text)
    return (place.isEmpty ? [] : [place]) + [work.publisher, work.note].compactMap(\.self).filter { $0 != work.container }
  }
}

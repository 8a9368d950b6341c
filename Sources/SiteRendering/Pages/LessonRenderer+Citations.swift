import Bibliographies
import Diagnostics
import LaTeXSyntax
import LessonDocument
import ToolSupport

/// Citations, each a link to the list of references at the lesson's end, and that list, which links back.
extension LessonRenderer {
  static let referencesID = "page.references"

  /// Where a work is in the list.
  private static func entryID(_ key: String) -> String { "ref.\(key)" }

  private static func citationID(_ index: Int) -> String { "cite.\(index + 1)" }

  /// `(Vaswani et al. 2017; Bahdanau et al. 2015, p. 3)`
  func citation(_ index: Int) -> HTML {
    let items = document.citations[index].items.map { item -> HTML in
      let prefix: HTML = item.prefix.isEmpty ? .empty : "\(item.prefix) "
      let locator: HTML = item.locator.isEmpty ? .empty : localization.listSeparator + "\(item.locator)"
      // An unknown key is an error of the lesson; a preview still shows it.
      guard let work = document.bibliography[item.key.text] else { return "\(prefix)<code>\(item.key.text)</code>\(locator)" }
      let words = item.isYearOnly ? "\(year(of: work))" : label(of: work)
      return "\(prefix)<a href=\"\(address(ofID: Self.entryID(work.key).percentEncoded))\">\(words)</a>\(locator)"
    }
    let joined = items.joined(separator: localization.citationSeparator.markup)
    return "<span id=\"\(id(Self.citationID(index)))\">\(localization.inBrackets(joined))</span>"
  }

  /// The list of the works that the lesson cites; empty if it cites none.
  var referenceList: HTML {
    let works = citedWorks
    guard !works.isEmpty else { return .empty }
    let tag = headingTag(2).tag
    let items = works.map { work -> HTML in
      let places = document.citations.indices.filter { index in document.citations[index].items.contains { $0.key.text == work.key } }
      let back = places.enumerated().map { number, index -> HTML in
        let mark: HTML = places.count == 1 ? "↩" : "↩\(number + 1)"
        return "<a href=\"\(address(ofID: Self.citationID(index)))\" aria-label=\"\(localization.backToText(number + 1))\">\(mark)</a>"
      }
      // An arrow isn't alone on a line, and of many only the first is held back.
      let gap = places.count > 3 ? " " : "\u{A0}"
      return "<li id=\"\(id(Self.entryID(work.key)))\">\(reference(work))\u{A0}\(back.joined(separator: gap))</li>"
    }
    return """
      <\(tag) id="\(id(Self.referencesID))"><a href="\(address(ofID: Self.referencesID))">\(localization.references)</a></\(tag)>
      <ul>
      \(items.joined(separator: "\n"))
      </ul>
      """
  }

  /// The works that the lesson cites, by their authors and years.
  private var citedWorks: [BibliographyEntry] {
    let keys = Set(document.citations.flatMap(\.items).map(\.key.text))
    return keys.compactMap { document.bibliography[$0] }.sorted { a, b in
      let names = [a, b].map { $0.authors.first?.family.lowercased() ?? $0.title.plainText.lowercased() }
      return (names[0], a.year ?? "", a.key) < (names[1], b.year ?? "", b.key)
    }
  }

  // MARK: - Words

  /// `Vaswani et al. 2017`
  private func label(of work: BibliographyEntry) -> HTML { "\(authors(of: work)) \(year(of: work))" }

  private func authors(of work: BibliographyEntry) -> HTML {
    let names = work.authors.map(\.family)
    switch (names.count, work.hasFurtherAuthors) {
    case (0, _): return title(of: work)
    case (1, false): return "\(names[0])"
    case (2, false): return "\(names[0])\(localization.and)\(names[1])"
    case (_, _): return "\(names[0])\(localization.andOthers)"
    }
  }

  /// The year, with a letter where the lesson cites several works of the same authors and year.
  private func year(of work: BibliographyEntry) -> String {
    let year = work.year ?? localization.noYear
    let alike = citedWorks.filter { authors(of: $0) == authors(of: work) && $0.year == work.year }
    guard alike.count > 1, let index = alike.firstIndex(where: { $0.key == work.key }), index < 26,
      let letter = Unicode.Scalar(UInt32(97 + index))
    else { return year }
    return year + String(letter)
  }

  /// The whole reference, from the authors to the address.
  private func reference(_ work: BibliographyEntry) -> HTML {
    var parts: [HTML] = []
    if !work.authors.isEmpty { parts.append(allAuthors(of: work)) }
    parts.append("\(year(of: work))")
    if !work.title.isEmpty { parts.append("<cite\(Prose.attribute(work.language, on: localization.language))>\(title(of: work))</cite>") }
    let volume = work.volume.map { $0 + (work.issue.map { "(\($0))" } ?? "") } ?? work.issue
    let place = [work.container, volume, work.pages].compactMap(\.self).map { "\($0)" as HTML }
    if !place.isEmpty { parts.append(place.joined(separator: localization.listSeparator.markup)) }
    for text in [work.publisher, work.note].compactMap(\.self) where text != work.container { parts.append("\(text)") }
    if let address = work.address { parts.append("<a href=\"\(address.escapedAddress)\">\(Self.breakable(address))</a>") }
    return parts.map { part in
      // A title ends with its own sign within its element: `<cite>Why?</cite>`.
      let last = part.markup.hasSuffix("</cite>") ? part.markup.dropLast("</cite>".count).last : part.markup.last
      return last.map { ".!?。".contains($0) } ?? false ? part : part + localization.fullStop
    }.joined(separator: " ")
  }

  /// An address that may go on in the next line with its last part, which takes what is behind it along.
  private static func breakable(_ address: String) -> HTML {
    guard let slash = address.lastIndex(of: "/") else { return "\(address)" }
    return "\(String(address[...slash]))<wbr>\(String(address[slash...].dropFirst()))"
  }

  private func allAuthors(of work: BibliographyEntry) -> HTML {
    let names = work.authors.map { "\($0.full)" as HTML }
    if work.hasFurtherAuthors { return names.joined(separator: localization.listSeparator.markup) + localization.andOthers }
    guard names.count > 1, let last = names.last else { return names.joined(separator: "") }
    return names.dropLast().joined(separator: localization.listSeparator.markup) + localization.and + last
  }

  private func title(of work: BibliographyEntry) -> HTML {
    work.title.map { part -> HTML in
      switch part {
      case .text(let text): return work.language == nil ? Prose.html(text, in: localization.language) : "\(text)"
      case .formula(let latex):
        guard let syntax = try? SyntaxTree(parsing: latex) else { return "\(latex)" }
        return HTML(verbatim: syntax.mathML(display: false))
      }
    }.joined()
  }
}

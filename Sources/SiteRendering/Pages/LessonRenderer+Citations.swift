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
  ///
  /// - Parameter isAlone: Whether it is all that its place says: then it has no brackets.
  func citation(_ index: Int, isAlone: Bool = false) -> HTML {
    let items = document.citations[index].items.map { item -> HTML in
      let prefix: HTML = item.prefix.isEmpty ? .empty : "\(item.prefix) "
      let locator: HTML = item.locator.isEmpty ? .empty : localization.listSeparator + "\(item.locator)"
      // An unknown key is an error of the lesson; a preview still shows it.
      guard let work = document.bibliography[item.key.text] else { return "\(prefix)<code>\(item.key.text)</code>\(locator)" }
      let words = item.isYearOnly ? "\(cited.year(of: work))" : label(of: work)
      return "\(prefix)<a href=\"\(address(ofID: Self.entryID(work.key).percentEncoded))\">\(words)</a>\(locator)"
    }
    let joined = items.joined(separator: localization.citationSeparator.markup)
    return "<span id=\"\(id(Self.citationID(index)))\">\(isAlone ? joined : localization.inBrackets(joined))</span>"
  }

  /// The list of the works that the lesson cites; empty if it cites none.
  var referenceList: HTML {
    let works = cited.works
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

  private var cited: CitedWorks { CitedWorks(document, localization) }

  // MARK: - Words

  /// `Vaswani et al. 2017`
  private func label(of work: BibliographyEntry) -> HTML {
    (cited.names(of: work).map { "\($0)" } ?? title(of: work)) + " \(cited.year(of: work))"
  }

  /// The whole reference, from the authors to the address.
  private func reference(_ work: BibliographyEntry) -> HTML {
    var parts: [HTML] = cited.allNames(of: work).map { ["\($0)"] } ?? []
    parts.append("\(cited.year(of: work))")
    if !work.title.isEmpty { parts.append("<cite\(Prose.attribute(work.language, on: localization.language))>\(title(of: work))</cite>") }
    parts += cited.places(of: work).map { "\($0)" as HTML }
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

import Bibliographies
import Diagnostics
import LessonDocument
import ToolSupport

/// Citations in exported Markdown and notebooks, as readers of the page see them: `(Vaswani et al. 2017)`, with the works at the end. In a comment
/// stands what the lesson has, so that the same lesson can be made of it again.
struct CitationText {
  private let document: Document
  private let localization: Localization
  private let cited: CitedWorks
  private let bytes: [UInt8]

  init(_ document: Document, _ localization: Localization) {
    (self.document, self.localization) = (document, localization)
    cited = CitedWorks(document, localization)
    bytes = Array(document.file.text.utf8)
  }

  /// A part of the lesson's file, with its citations as readers see them.
  ///
  /// - Parameter keepsKeys: Whether a comment behind each citation keeps what the lesson has.
  func text(_ range: Range<Int>, keepsKeys: Bool) -> String {
    let original = String(decoding: bytes[range], as: UTF8.self)
    var out = ""
    var end = range.lowerBound
    let citations = document.citations.filter { range.contains($0.range.lowerBound) }.sorted { $0.range.lowerBound < $1.range.lowerBound }
    for citation in citations {
      guard citation.range.lowerBound >= end, let shown = shown(citation) else { continue }
      let source = String(decoding: bytes[citation.range], as: UTF8.self)
      out += String(decoding: bytes[end..<citation.range.lowerBound], as: UTF8.self) + shown
      // A comment can't contain two hyphens.
      if keepsKeys { out += "<!-- \(source.replacing("--", with: Self.hyphens)) -->" }
      end = citation.range.upperBound
    }
    out += String(decoding: bytes[end..<range.upperBound], as: UTF8.self)
    // What wouldn't come back as it was stays as it is.
    return !keepsKeys || Self.lesson(out) == original ? out : original
  }

  /// The list of the works, as Markdown with a heading; nil if the lesson cites none.
  var references: String? {
    guard !cited.works.isEmpty else { return nil }
    return "## \(localization.references.text)\n\n" + cited.works.map { "- \(reference($0))\n" }.joined()
  }

  /// The lesson's text, of one that was exported. Listings stay as they are.
  ///
  /// - Parameter tell: Is called for each citation that loses its words, with its line.
  static func lesson(_ text: String, telling tell: (_ line: Int, _ citation: Substring) -> Void = { _, _ in }) -> String {
    var parts: [String] = []
    var prose: [Substring] = []
    var listings = Listings()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    for (number, line) in zip(1..., lines) {
      guard listings.contains(line) else {
        prose.append(line)
        continue
      }
      if !prose.isEmpty { parts.append(withoutWords(prose.joined(separator: "\n"), from: number - prose.count, tell)) }
      prose = []
      parts.append(String(line))
    }
    if !prose.isEmpty { parts.append(withoutWords(prose.joined(separator: "\n"), from: lines.count + 1 - prose.count, tell)) }
    return parts.joined(separator: "\n")
  }

  private static func withoutWords(_ prose: String, from line: Int, _ tell: (Int, Substring) -> Void) -> String {
    // Most texts cite nothing.
    guard prose.utf8.contains(UInt8(ascii: "@")) else { return prose }
    var (line, place) = (line, prose.startIndex)
    return prose.replacing(citedWords) { citation in
      line += prose[place..<citation.range.lowerBound].count { $0 == "\n" }
      place = citation.range.lowerBound
      tell(line, citation.0)
      return citation.1.replacing(hyphens, with: "--")
    }
  }

  private nonisolated(unsafe) static let citedWords = /[(（][^()（）\n]*[)）]<!-- (\[[^\[\]@]*@[^\[\]]*\]) -->/
  private static let hyphens = "-&#45;"

  // MARK: - Words

  /// nil if a work is unknown.
  private func shown(_ citation: Citation) -> String? {
    var items: [String] = []
    for item in citation.items {
      guard let work = document.bibliography[item.key.text] else { return nil }
      let name = item.isYearOnly ? nil : cited.names(of: work).map { Self.escaped($0) } ?? title(of: work)
      let words = [item.prefix.isEmpty ? nil : Self.escaped(item.prefix), name, cited.year(of: work)].compactMap(\.self)
      let locator = item.locator.isEmpty ? "" : localization.listSeparator.text + Self.escaped(item.locator)
      items.append(words.joined(separator: " ") + locator)
    }
    // Brackets within would hide the one that ends the citation.
    let inner = items.joined(separator: localization.citationSeparator.text).map { character -> String in
      "()（）".contains(character) ? "&#\(character.unicodeScalars.first?.value ?? 0);" : String(character)
    }.joined()
    return localization.inBrackets(HTML(verbatim: inner)).markup
  }

  private func reference(_ work: BibliographyEntry) -> String {
    var parts = [cited.allNames(of: work).map { Self.escaped($0) }, cited.year(of: work)].compactMap(\.self)
    if !work.title.isEmpty { parts.append("*\(title(of: work))*") }
    parts += cited.places(of: work).map { Self.escaped($0) }
    if let address = work.address { parts.append("<\(address)>") }
    return parts.map { part in
      let last = part.last == "*" ? part.dropLast().last : part.last
      return last.map { ".!?。".contains($0) } ?? false ? part : part + localization.fullStop.text
    }.joined(separator: " ")
  }

  private func title(of work: BibliographyEntry) -> String {
    work.title.map { part in
      switch part {
      case .text(let text): Self.escaped(text)
      case .formula(let latex): "$\(latex)$"
      }
    }.joined()
  }

  /// The text, with its signs that Markdown would read.
  private static func escaped(_ text: String) -> String {
    var out = ""
    for (index, character) in zip(text.indices, text) {
      let next = text[text.index(after: index)...].first
      let isSpecial = "\\`*_[]<>$|~".contains(character) || character == "&" && next.map { $0.isLetter || $0 == "#" } ?? false
      out += isSpecial ? "\\\(character)" : character.isNewline ? " " : String(character)
    }
    return out
  }
}

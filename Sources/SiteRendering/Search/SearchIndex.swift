import CellAnalysis
import Diagnostics
import Formulas
import Foundation
import LaTeXSyntax
import LessonDocument
import ToolSupport

/// What the search looks through: the words, formulas, code and outputs of each section of each page, in one script.
///
/// It is a script and not data, because a page that was opened from a folder may load only scripts.
struct SearchIndex {
  /// The course's pages.
  private(set) var pages: [Page] = []
  private(set) var sections: [Section] = []
  private(set) var terms: [GlossaryTerm] = []

  /// In the script a list without names: there are hundreds of them.
  struct Page: Encodable {
    var address: String
    var title: String
    var summary: String
    var kind: PageKind

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(address)
      try list.encode(title)
      try list.encode(summary)
      try list.encode(kind.rank)
    }
  }

  struct Section: Encodable {
    /// Its index among the pages.
    var page: Int
    /// Empty for the page's beginning.
    var anchor = ""
    var heading: String
    /// The prose, with each formula as it is read, between dollar signs.
    var text: [String] = []
    var code: [String] = []
    var outputs: [String] = []
    /// Whether it holds exercises: whoever looks for a thing wants first to read of it.
    var isExercise = false

    func encode(to encoder: any Encoder) throws {
      var list = encoder.unkeyedContainer()
      try list.encode(page)
      try list.encode(anchor)
      try list.encode(heading)
      try list.encode(text.joined(separator: " "))
      try list.encode(Self.words(of: code))
      try list.encode(Self.words(of: outputs))
      if isExercise { try list.encode(1) }
    }

    /// Code or outputs without indentation, alignment, and lines that only close a block: a search finds words.
    private static func words(of texts: [String]) -> String {
      texts.flatMap { $0.split(separator: "\n") }.map { $0.split(separator: " ").joined(separator: " ") }
        .filter { $0.contains { !" )]}".contains($0) } }.joined(separator: "\n")
    }
  }

  /// What a lesson adds to the script, already as its text, so that it can be kept and put together at once.
  struct Part: Codable, Sendable {
    fileprivate var page: LongText
    /// One after the other, each with the mark in the place of `[` and the index of the page, with which it begins.
    fileprivate var sections: LongText
    /// With commas between them.
    fileprivate var terms: LongText

    /// JSON has no such character.
    fileprivate static let mark: UInt8 = 1

    init(_ document: Document) {
      var index = SearchIndex()
      index.add(document)
      func joined(_ parts: [String]) -> LongText { LongText(parts.joined(separator: ",")) }
      page = joined(index.pages.map(SearchIndex.text))
      sections = joined(index.sections.map { String(decoding: [Self.mark], as: UTF8.self) + SearchIndex.text($0).dropFirst("[0".count) })
      terms = joined(index.terms.map(SearchIndex.text))
    }
  }

  mutating func add(_ document: Document) {
    let page = pages.count
    let kind = document.frontMatter.kind
    pages.append(
      Page(
        address: document.pageName.percentEncoded, title: document.title, summary: document.frontMatter.summary ?? "", kind: kind))
    if kind == .reference { terms += GlossaryTerm.all(in: document) }
    var section = Section(page: page, heading: document.title)
    var blocks = document.blocks[...]
    if case .heading(1, _, _)? = blocks.first { blocks.removeFirst() }
    for block in blocks {
      if case .heading(_, let id, let content) = block {
        sections.append(section)
        section = Section(
          page: page, anchor: id.percentEncoded, heading: document.words(in: content), text: document.notes(in: content))
      } else {
        section.text += document.words(of: block)
        if case .alert(.exercise, _, _) = block { section.isExercise = true }
        section.outputs += document.outputs(of: block)
        // How an author guide makes what it shows is on its page; nobody looks for it by its code.
        if kind != .authorGuide { section.code += document.code(of: block) }
      }
    }
    sections.append(section)
  }

  /// The script of a course's pages, in their order.
  static func script(of parts: [Part]) -> String {
    var lists: [UInt8] = []
    lists.reserveCapacity(parts.reduce(0) { $0 + $1.sections.bytes.count * 2 })
    func addList(_ add: (Part, _ page: Int) -> Bool) {
      lists += lists.isEmpty ? "[".utf8 : ",[".utf8
      var isFirst = true
      for (page, part) in parts.enumerated() {
        let end = lists.count
        if !isFirst { lists += ",".utf8 }
        if add(part, page) { isFirst = false } else { lists.removeSubrange(end...) }
      }
      lists += "]".utf8
    }
    func add(_ text: LongText) -> Bool {
      text.bytes.withUnsafeBytes { lists += $0 }
      return !text.bytes.isEmpty
    }
    addList { part, _ in add(part.page) }
    addList { part, page in
      let beginning = Array("[\(page)".utf8)
      part.sections.bytes.withUnsafeBytes { bytes in
        for (index, section) in bytes.split(separator: Part.mark, omittingEmptySubsequences: false).enumerated() {
          if index > 0 { lists += beginning }
          lists += section
        }
      }
      return !part.sections.bytes.isEmpty
    }
    addList { part, _ in add(part.terms) }
    let frequent = FrequentWords(lists)
    return "window.searchIndex=[\"\(frequent.codes)\",\"\(frequent.words.joined(separator: ","))\",\(frequent.text)];\n"
  }

  private static func text(_ value: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.withoutEscapingSlashes, .sortedKeys]
    // Texts can always be encoded.
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }
}

extension Document {
  /// A text with its formulas as they are read, each between dollar signs.
  func words(in text: [Inline]) -> String {
    // A dollar of the author's begins no formula.
    let mark = "\u{1}"
    return text.plainText { mark + reading(of: $0) + mark }.replacing("$", with: "＄").replacing(mark, with: "$")
  }

  private func reading(of formula: Int) -> String {
    let formula = formulas[formula]
    return formula.syntax?.reading ?? formula.latex.text
  }

  fileprivate func words(of block: Block) -> [String] {
    [block].depthFirst.flatMap { block -> [String] in
      if case .formula(let index) = block { return [words(in: [.formula(index)])] }
      return block.texts.flatMap { [words(in: $0)] + notes(in: $0) }
    }
  }

  /// The footnotes that a text is the first to refer to.
  fileprivate func notes(in text: [Inline]) -> [String] {
    text.footnotes.filter(\.isFirst).map { footnotes[$0.index].content.flatMap(words).joined(separator: " ") }
  }

  fileprivate func code(of block: Block) -> [String] {
    [block].depthFirst.compactMap { block in
      switch block {
      case .listing(_, let code): code
      case .cell(let index): cells[index].code.text
      case .heading, .paragraph, .list, .quote, .alert, .question, .details, .captioned, .definitions, .thematicBreak, .table, .formula: nil
      }
    }
  }

  fileprivate func outputs(of block: Block) -> [String] {
    [block].depthFirst.compactMap { if case .cell(let index) = $0 { cells[index].recorded?.text.text } else { nil } }
  }
}

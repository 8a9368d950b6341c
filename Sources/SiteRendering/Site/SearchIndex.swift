import CellAnalysis
import Diagnostics
import Foundation
import LessonDocument

/// What the search looks through: the words and the code of each section of each lesson, in one script.
///
/// A script and not data, because a page that was opened from a folder may load scripts and nothing else.
struct SearchIndex {
  /// Address, lesson, heading, text, code.
  private(set) var sections: [[String]] = []

  mutating func add(_ document: Document) {
    var heading = document.title
    var address = document.pageName.percentEncoded
    var (localization, code): ([String], [String]) = ([], [])
    func close() -> [String] {
      [address, document.title, heading, localization.joined(separator: " "), code.joined(separator: "\n")]
    }
    var blocks = document.blocks[...]
    if case .heading(1, _, _)? = blocks.first { blocks.removeFirst() }
    for block in blocks {
      if case .heading(_, let id, let content) = block {
        sections.append(close())
        (heading, address) = (content.plainText, "\(document.pageName.percentEncoded)#\(id.percentEncoded)")
        (localization, code) = (document.localization(in: content), [])
      } else {
        localization += document.localization(of: block)
        code += document.code(of: block)
      }
    }
    sections.append(close())
  }

  var script: String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    // Texts can always be encoded.
    let text = (try? encoder.encode(sections)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
    return "window.searchIndex = \(text);\n"
  }
}

extension Document {
  fileprivate func localization(of block: Block) -> [String] {
    switch block {
    case .heading(_, _, let content), .paragraph(let content): [content.plainText] + localization(in: content)
    case .list(let list): list.items.flatMap { $0.flatMap(localization) }
    case .quote(let content), .alert(_, let content): content.flatMap(localization)
    case .table(let table): ([table.header] + table.rows).flatMap { $0.flatMap { [$0.plainText] + localization(in: $0) } }
    case .listing, .cell, .formula, .thematicBreak: []
    }
  }

  /// Those of the footnotes that a text is the first to refer to.
  fileprivate func localization(in content: [Inline]) -> [String] {
    content.footnotes.filter(\.isFirst).map { footnotes[$0.index].content.plainText }
  }

  fileprivate func code(of block: Block) -> [String] {
    switch block {
    case .list(let list): list.items.flatMap { $0.flatMap(code) }
    case .quote(let content), .alert(_, let content): content.flatMap(code)
    case .listing(_, let code): [code]
    case .cell(let index): [cells[index].code.text]
    case .heading, .paragraph, .table, .formula, .thematicBreak: []
    }
  }
}

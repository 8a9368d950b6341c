import Foundation
import LessonDocument

/// What the search looks through: the text of each section of each lesson, in one script.
///
/// A script and not data, because a page that was opened from a folder may load scripts and nothing else.
struct SearchIndex {
  /// Address, lesson, heading, text.
  private(set) var sections: [[String]] = []

  mutating func add(_ document: Document) {
    var heading = document.title
    var address = document.pageName
    var words: [String] = []
    func close() -> [String] { [address, document.title, heading, words.joined(separator: " ")] }
    var blocks = document.blocks[...]
    if case .heading(1, _, _)? = blocks.first { blocks.removeFirst() }
    for block in blocks {
      if case .heading(_, let id, let content) = block {
        sections.append(close())
        (heading, address, words) = (content.plainText, "\(document.pageName)#\(id)", [])
      } else {
        words += document.words(of: block)
      }
    }
    sections.append(close())
  }

  /// - Throws: Never, for strings; the encoder says otherwise.
  func script() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return "window.searchIndex = \(String(decoding: try encoder.encode(sections), as: UTF8.self));\n"
  }
}

extension Document {
  /// What can be found in a block: its words, and the code as it stands.
  fileprivate func words(of block: Block) -> [String] {
    switch block {
    case .heading(_, _, let content), .paragraph(let content): [content.plainText]
    case .list(let list): list.items.flatMap { $0.flatMap(words) }
    case .quote(let content), .alert(_, let content): content.flatMap(words)
    case .table(let table): ([table.header] + table.rows).flatMap { $0.map(\.plainText) }
    case .listing(_, let code): [code]
    case .cell(let index): [cells[index].code.text]
    case .formula, .thematicBreak: []
    }
  }
}

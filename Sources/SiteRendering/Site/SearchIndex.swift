import CellAnalysis
import Diagnostics
import Foundation
import LessonDocument

/// What the search looks through: the words and the code of each section of each lesson, in one script.
///
/// It is a script and not data, because a page that was opened from a folder may load only scripts.
struct SearchIndex {
  /// Each section as its address, lesson, heading, text and code.
  private(set) var sections: [[String]] = []

  mutating func add(_ document: Document) {
    var heading = document.title
    var address = document.pageName.percentEncoded
    var (words, code): ([String], [String]) = ([], [])
    func close() -> [String] {
      [address, document.title, heading, words.joined(separator: " "), code.joined(separator: "\n")]
    }
    var blocks = document.blocks[...]
    if case .heading(1, _, _)? = blocks.first { blocks.removeFirst() }
    for block in blocks {
      if case .heading(_, let id, let content) = block {
        sections.append(close())
        (heading, address) = (content.plainText, "\(document.pageName.percentEncoded)#\(id.percentEncoded)")
        (words, code) = (document.notes(in: content), [])
      } else {
        words += document.words(of: block)
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
  fileprivate func words(of block: Block) -> [String] {
    [block].depthFirst.flatMap(\.texts).flatMap { [$0.plainText] + notes(in: $0) }
  }

  /// The footnotes that a text is the first to refer to.
  fileprivate func notes(in text: [Inline]) -> [String] {
    text.footnotes.filter(\.isFirst).map { footnotes[$0.index].content.plainText }
  }

  fileprivate func code(of block: Block) -> [String] {
    [block].depthFirst.compactMap { block in
      switch block {
      case .listing(_, let code): code
      case .cell(let index): cells[index].code.text
      case .heading, .paragraph, .list, .quote, .alert, .thematicBreak, .table, .formula: nil
      }
    }
  }
}

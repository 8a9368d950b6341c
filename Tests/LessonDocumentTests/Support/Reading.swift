import CellAnalysis
import Diagnostics

@testable import LessonDocument

/// Parses a lesson as the tool does.
func parse(_ text: String) -> Document { DocumentParser.parse(Array(text.utf8), path: "lesson.md") }

extension Document {
  /// The problems, each as `line:column message`.
  var problems: [String] {
    diagnostics.map { "\($0.position.line):\($0.position.column) \($0.problem.message)" }
  }

  func slice(_ range: Range<Int>) -> String { String(file.slice(range)) }

  func line(of offset: Int) -> Int { file.position(at: offset).line }

  /// The footnotes, each as its name and text.
  var notes: [String] {
    footnotes.map { "\($0.name): \(lines(of: $0.content).map { $0.replacing("paragraph: ", with: "") }.joined(separator: " / "))" }
  }

  /// The blocks as an indented text, for a test to compare as a whole.
  var outline: String { lines(of: blocks).joined(separator: "\n") }

  private func lines(of blocks: [Block]) -> [String] {
    blocks.flatMap { block -> [String] in
      switch block {
      case .heading(let level, let id, let content): ["heading \(level) #\(id): \(text(of: content))"]
      case .paragraph(let content): ["paragraph: \(text(of: content))"]
      case .list(let list):
        ["list\(list.start.map { " from \($0)" } ?? "")"]
          + list.items.flatMap { ["  item\($0.isDone.map { $0 ? " done" : " to do" } ?? "")"] + lines(of: $0.content).map { "    " + $0 } }
      case .quote(let inner): ["quote"] + lines(of: inner).map { "  " + $0 }
      case .alert(let alert, let title, let inner):
        ["alert \(alert.rawValue)\(title.isEmpty ? "" : ": " + text(of: title))"] + lines(of: inner).map { "  " + $0 }
      case .question(let question):
        ["question\(question.title.isEmpty ? "" : ": " + text(of: question.title))"] + lines(of: question.prompt).map { "  " + $0 }
          + question.options.flatMap {
            ["  \($0.isMarked ? "marked" : "option") \($0.claim.map { "\($0)" } ?? "-")"] + lines(of: $0.content).map { "    " + $0 }
          }
      case .details(let details):
        ["details\(details.isOpen ? " open" : ""): \(text(of: details.summary))"] + lines(of: details.content).map { "  " + $0 }
      case .captioned(let caption, let block):
        ["\(caption.kind) \(caption.number)\(caption.id.map { " #" + $0.text } ?? ""): \(text(of: caption.words))"]
          + lines(of: [block]).map { "  " + $0 }
      case .definitions(let definitions):
        ["definitions"]
          + definitions.flatMap { $0.terms.map { "  term: " + text(of: $0) } + $0.descriptions.map { "    is: " + text(of: $0) } }
      case .thematicBreak: ["break"]
      case .listing(let language, let code): ["listing \(language): \(code.debugDescription)"]
      case .cell(let index): ["cell \(index): \(cells[index].code.text.debugDescription)"]
      case .formula(let index): ["formula \(index): \(formulas[index].latex.text.debugDescription)"]
      case .table(let table):
        ["table \(table.alignments.map { "\($0)" }.joined(separator: " "))"]
          + ([table.header] + table.rows).map { "  " + $0.map { text(of: $0) }.joined(separator: " | ") }
      }
    }
  }

  private func text(of inlines: [Inline]) -> String {
    inlines.map { inline in
      switch inline {
      case .text(let text): text
      case .code(let code): "`\(code)`"
      case .emphasis(let inner): "<em>\(text(of: inner))</em>"
      case .strong(let inner): "<strong>\(text(of: inner))</strong>"
      case .element(let element, let inner): "<\(element.rawValue)>\(text(of: inner))</\(element.rawValue)>"
      case .passage(let language, let inner): "<span \(language.text)>\(text(of: inner))</span>"
      case .link(let index, let inner): "<link \(links[index].destination)>\(text(of: inner))</link>"
      case .image(let index): "<image \(images[index].source)>\(images[index].alternative)</image>"
      case .footnote(let index, let isFirst): "[\(index + 1)\(isFirst ? "" : " again")]"
      case .citation(let index): "[@\(citations[index].items.map(\.key.text).joined(separator: ";"))]"
      case .formula(let index): "⟨\(formulas[index].latex.text)⟩"
      case .number(let check, let fromLast, let inner): "<number \(check).\(fromLast)>\(text(of: inner))</number>"
      case .softBreak: "␤"
      case .lineBreak: "⏎"
      }
    }.joined()
  }
}

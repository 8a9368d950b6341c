import CellAnalysis
import Diagnostics
import LessonDocument

extension Document {
  /// How long a reader takes, at 200 words or 400 Chinese characters a minute, 5 seconds a line of code and 10 a formula.
  /// What is folded when the page opens isn't counted: solutions, and code that a reader may unfold.
  var minutesToRead: Int {
    let read = blocks.depthFirst { block in
      switch block {
      case .alert(.solution, _, _): false
      case .details(let details): details.isOpen
      default: true
      }
    }
    return max(1, Int((read.reduce(0) { $0 + seconds($1) } / 60).rounded()))
  }

  /// The time for the block itself, without the blocks in it.
  private func seconds(_ block: Block) -> Double {
    switch block {
    case .heading, .paragraph, .table, .alert, .question, .definitions, .details, .captioned: block.texts.reduce(0) { $0 + seconds($1) }
    case .cell(let index): isFolded(cells[index]) ? 0 : seconds(ofCode: cells[index].code.text)
    case .listing(_, let code): seconds(ofCode: code)
    case .formula: 10
    case .list, .quote, .thematicBreak: 0
    }
  }

  private func isFolded(_ cell: Cell) -> Bool { cell.options.isCodeFolded }

  private func seconds(ofCode code: String) -> Double { Double(code.split(separator: "\n").count) * 5 }

  private func seconds(_ prose: [Inline]) -> Double {
    let text = prose.plainText
    let characters = text.unicodeScalars.count { $0.properties.isIdeographic }
    let words = text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.isIdeographic } }.count
    return Double(words) * 60 / 200 + Double(characters) * 60 / 400
  }
}

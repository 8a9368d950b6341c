import CellAnalysis
import Diagnostics
import LessonDocument

extension Document {
  /// How long a reader takes, at 200 words or 400 Chinese characters a minute, 5 seconds a line of code and 10 a formula.
  /// What is folded when the page opens isn't counted: solutions, and code that a reader may unfold.
  var minutesToRead: Int { max(1, Int((seconds(blocks) / 60).rounded())) }

  private func seconds(_ blocks: [Block]) -> Double { blocks.reduce(0) { $0 + seconds($1) } }

  private func seconds(_ block: Block) -> Double {
    switch block {
    case .heading(_, _, let content), .paragraph(let content): seconds(content)
    case .list(let list): list.items.reduce(0) { $0 + seconds($1) }
    case .alert(.solution, _), .thematicBreak: 0
    case .quote(let content), .alert(_, let content): seconds(content)
    case .table(let table): ([table.header] + table.rows).joined().reduce(0) { $0 + seconds($1) }
    case .cell(let index): isFolded(cells[index]) ? 0 : seconds(ofCode: cells[index].code.text)
    case .listing(_, let code): seconds(ofCode: code)
    case .formula: 10
    }
  }

  private func isFolded(_ cell: Cell) -> Bool { cell.options.isCodeFolded }

  private func seconds(ofCode code: String) -> Double { Double(code.split(separator: "\n").count) * 5 }

  private func seconds(_ prose: [Inline]) -> Double {
    let text = prose.plainText
    let characters = text.unicodeScalars.count { $0.properties.isIdeographic }
    let localization = text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.isIdeographic } }.count
    return Double(localization) * 60 / 200 + Double(characters) * 60 / 400
  }
}

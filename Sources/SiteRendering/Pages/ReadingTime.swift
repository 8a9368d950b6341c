import LessonDocument

extension Document {
  /// How long a reader takes, at 200 words or 400 Chinese characters a minute, 5 seconds a line of code and 10 a formula.
  var minutesToRead: Int {
    var seconds = Double(formulas.count(where: \.isDisplay)) * 10
    for cell in cells { seconds += Double(cell.code.text.split(separator: "\n").count) * 5 }
    for text in blocks.flatMap(prose) {
      let characters = text.unicodeScalars.count { $0.properties.isIdeographic }
      let words = text.split { $0.isWhitespace || $0.unicodeScalars.contains { $0.properties.isIdeographic } }.count
      seconds += Double(words) * 60 / 200 + Double(characters) * 60 / 400
    }
    return max(1, Int((seconds / 60).rounded()))
  }

  /// The words of a block; not its code, which is read more slowly.
  private func prose(_ block: Block) -> [String] {
    switch block {
    case .heading(_, _, let content), .paragraph(let content): [content.plainText]
    case .list(let list): list.items.flatMap { $0.flatMap(prose) }
    case .quote(let content), .alert(_, let content): content.flatMap(prose)
    case .table(let table): ([table.header] + table.rows).flatMap { $0.map(\.plainText) }
    case .listing, .cell, .formula, .thematicBreak: []
    }
  }
}

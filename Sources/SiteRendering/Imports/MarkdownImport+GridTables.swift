/// Pandoc's tables with drawn borders, which become tables with one line for each row.
extension MarkdownImport {
  private struct Row {
    var line: Int
    /// The lines of each cell, without blanks around them.
    var cells: [[Substring]]

    init(line: Int, columns: Int) {
      self.line = line
      cells = Array(repeating: [], count: columns)
    }
  }

  /// A table at the beginning of `rest`.
  mutating func takeGridTable(from rest: inout ArraySlice<Line>) -> [String]? {
    guard let first = rest.first, first.text.hasPrefix("+"), !isKnownOpen("+", at: first), Self.isBorder(first.text) else { return nil }
    let lines = rest.prefix { $0.text.hasPrefix("+") || $0.text.hasPrefix("|") }
    guard lines.count > 2, let last = lines.last, Self.isBorder(last.text) else {
      setOpen("+", upTo: lines.last)
      return nil
    }
    rest = rest[lines.endIndex...]
    let unchanged = lines.map { String($0.text) }
    guard let (rows, headCount, borders) = Self.rows(Array(lines)) else {
      remark(first.number, "the table has cells over several rows or columns: it stays as text")
      return ["~~~text"] + unchanged + ["~~~"]
    }
    if let row = rows.first(where: { $0.cells.contains(where: Self.isMoreThanAParagraph) }) {
      remark(row.line, "the table has a cell with a list, a listing or several paragraphs: it stays as text")
      return ["~~~text"] + unchanged + ["~~~"]
    }
    if headCount > 1 { remark(first.number, "the rows of the table's head are one row") }
    // A table without a head gets an empty one.
    var head = Row(line: first.number, columns: borders.count)
    for row in rows.prefix(headCount) { for column in head.cells.indices { head.cells[column] += row.cells[column] } }
    let body = rows.dropFirst(headCount).map { written($0) }
    return [written(head), "|" + borders.map(Self.alignment).joined(separator: "|") + "|"] + body
  }

  private mutating func written(_ row: Row) -> String {
    "|"
      + row.cells.map { cell in
        let text = inlines(cell.joined(separator: " ")[...], row.line).replacing(/\\?\|/, with: "\\|")
        return text.isEmpty ? " " : " \(text) "
      }.joined(separator: "|") + "|"
  }

  static func isBorder(_ line: Substring) -> Bool {
    line.hasPrefix("+") && line.trimmed.contains(/^\+(?:[:]?[-=]+[:]?\+)+$/)
  }

  private static func alignment(_ border: Substring) -> String {
    switch (border.hasPrefix(":"), border.hasSuffix(":")) {
    case (true, true): ":---:"
    case (true, false): ":---"
    case (false, true): "---:"
    case (false, false): "---"
    }
  }

  private static func isMoreThanAParagraph(_ cell: [Substring]) -> Bool {
    let lines = cell.drop(while: \.isEmpty).reversed().drop(while: \.isEmpty)
    return lines.contains { $0.isEmpty || $0.contains(/^(?:[-*+]|\d+[.)]) |^(?:```|~~~|#|>)/) }
  }

  /// The rows, how many of them are the head, and the parts of the border that tell how columns are aligned; nil if cells span rows or columns.
  private static func rows(_ lines: [Line]) -> (rows: [Row], headCount: Int, borders: [Substring])? {
    var borders = columns(lines[0].text)
    let widths = borders.map(\.count)
    var rows: [Row] = []
    var headCount = 0
    var isAfterBorder = true
    for line in lines.dropFirst() {
      if isBorder(line.text) {
        let parts = columns(line.text)
        guard parts.map(\.count) == widths, !isAfterBorder else { return nil }
        if line.text.contains("=") {
          guard headCount == 0 else { return nil }
          headCount = rows.count
          borders = parts
        }
        isAfterBorder = true
        continue
      }
      guard let parts = cells(line.text, widths) else { return nil }
      if isAfterBorder { rows.append(Row(line: line.number, columns: widths.count)) }
      isAfterBorder = false
      for (column, part) in parts.enumerated() { rows[rows.count - 1].cells[column].append(part) }
    }
    for index in rows.indices {
      rows[index].cells = rows[index].cells.map { cell in
        Array(cell.drop(while: \.isEmpty).reversed().drop(while: \.isEmpty).reversed())
      }
    }
    return (rows, headCount, borders)
  }

  private static func columns(_ border: Substring) -> [Substring] { border.trimmed.split(separator: "+") }

  /// The cells of a line, whose borders must stand below those of the first line.
  private static func cells(_ line: Substring, _ widths: [Int]) -> [Substring]? {
    guard line.hasPrefix("|") else { return nil }
    var rest = line.dropFirst()
    var cells: [Substring] = []
    for width in widths {
      var end = rest.startIndex
      var column = 0
      while column < width, end < rest.endIndex {
        column += displayWidth(rest[end])
        end = rest.index(after: end)
      }
      guard column == width, end < rest.endIndex, rest[end] == "|" else { return nil }
      cells.append(rest[..<end].trimmed)
      rest = rest[rest.index(after: end)...]
    }
    return rest.allSatisfy(\.isWhitespace) ? cells : nil
  }

  /// Chinese, Japanese and Korean characters take two columns, and so does full-width punctuation.
  private static func displayWidth(_ character: Character) -> Int {
    guard let scalar = character.unicodeScalars.first?.value else { return 0 }
    return (0x1100...0x115F).contains(scalar) || (0x2E80...0xA4CF).contains(scalar) || (0xAC00...0xD7A3).contains(scalar)
      || (0xF900...0xFAFF).contains(scalar) || (0xFE30...0xFE6F).contains(scalar) || (0xFF00...0xFF60).contains(scalar)
      || (0x1F300...0x1FAFF).contains(scalar) ? 2 : 1
  }
}

import CellAnalysis
import Diagnostics

extension DocumentParser {
  /// Reads a paragraph as a pipe table; nil if it isn't one.
  mutating func table(_ node: MarkdownNode) -> Block? {
    let lines = tableLines(of: node)
    guard let start = lines.indices.dropFirst().first(where: { PipeTable.alignments(in: lines[$0]) != nil }) else {
      return nil
    }
    guard start == 1, let table = PipeTable(lines) else {
      let line = lines[start - 1]
      problems.append(
        Problem(
          "a table can't begin within a paragraph", at: fileRange(of: line), help: "put a blank line before its first row"))
      return nil
    }
    let counts = Set(([table.header] + table.rows).map(\.cells.count))
    if counts.count == 1, let count = counts.first, count != table.alignments.count {
      reportDashes(lines[start], cells: table.alignments.count, rows: count)
    }
    let rows = ([table.header] + table.rows).map { row in
      if counts.count > 1, row.cells.count != table.alignments.count { reportRagged(row, columns: table.alignments.count) }
      return row.cells.map { inlines(ofCell: $0) }
    }
    return .table(.init(alignments: table.alignments, header: rows[0], rows: Array(rows.dropFirst())))
  }

  private func tableLines(of node: MarkdownNode) -> [PipeTable.Line] {
    (node.startLine...max(node.startLine, node.endLine)).map { number in
      let bytes = prepared.line(number)
      let prefix: ArraySlice<UInt8> =
        number == node.startLine
        ? bytes.prefix(node.startColumn - 1)
        : bytes.prefix { [UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: ">")].contains($0) }
      return PipeTable.Line(number: number, column: prefix.count + 1, bytes: bytes.dropFirst(prefix.count))
    }
  }

  /// A cell is parsed like a heading: as one line of text, in which `-` or `1.` begins no list and a trailing `#` is kept.
  private mutating func inlines(ofCell cell: PipeTable.Cell) -> [Inline] {
    let before = Array("# ".utf8)
    // One line can't be nested too deeply unless the document was, which has been reported.
    guard let heading = try? MarkdownNode.parse(before + cell.bytes + Array(" #".utf8)).children.first else { return [] }
    let content = heading.children.map { $0.moved(toLine: cell.line, columns: cell.column - 1 - before.count) }
    beginProse(cell)
    var block = heading
    (block.startLine, block.endLine) = (cell.line, cell.line)
    return inlines(content, in: block)
  }

  /// Where all rows agree, the line of dashes is wrong.
  private mutating func reportDashes(_ line: PipeTable.Line, cells: Int, rows: Int) {
    problems.append(
      Problem(
        "this line of dashes has \(Self.cells(cells)), but each row of the table has \(rows)", at: fileRange(of: line),
        help: "write `|\(String(repeating: "---|", count: min(rows, 20)))`"))
  }

  private static func cells(_ count: Int) -> String { "\(count) cell\(count == 1 ? "" : "s")" }

  private mutating func reportRagged(_ row: PipeTable.Row, columns: Int) {
    problems.append(
      Problem(
        "this row of the table has \(Self.cells(row.cells.count)), but its line of dashes has \(columns)",
        at: fileRange(of: row.line),
        help: row.cells.count > columns ? "write `\\|` for a bar within a cell" : "leave a cell empty with `| |`"))
  }

  private func fileRange(of line: PipeTable.Line) -> Range<Int> {
    let start = prepared.fileOffset(line: line.number, column: line.column)
    return start..<max(start, prepared.fileOffset(ofEndOfLine: line.number, in: file))
  }
}

extension MarkdownNode {
  fileprivate func moved(toLine line: Int, columns: Int) -> MarkdownNode {
    var moved = self
    (moved.startLine, moved.endLine) = (line, line)
    moved.startColumn += columns
    moved.children = children.map { $0.moved(toLine: line, columns: columns) }
    return moved
  }
}

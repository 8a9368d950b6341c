import CellAnalysis
import Diagnostics

/// The cells of a pipe table, which CommonMark parses as a paragraph.
struct PipeTable {
  /// A line of the prepared text, without the prefix of the list or quotation around it.
  struct Line {
    var number: Int
    /// The column of its first byte, from 1.
    var column: Int
    var bytes: ArraySlice<UInt8>
  }

  /// The Markdown of a cell, with `|` for `\|`.
  struct Cell {
    var bytes: [UInt8]
    var line: Int
    /// The column of its first byte, from 1.
    var column: Int
  }

  struct Row {
    var cells: [Cell]
    var line: Line
  }

  var header: Row
  var alignments: [Block.Table.Alignment]
  var rows: [Row]

  /// Returns nil unless the second line consists of dashes and bars.
  init?(_ lines: [Line]) {
    guard lines.count > 1, let alignments = Self.alignments(in: lines[1]) else { return nil }
    self.alignments = alignments
    header = Self.row(lines[0])
    rows = lines.dropFirst(2).map(Self.row)
  }

  /// The alignments in a line such as `|:--|--:|`; nil for any other line.
  static func alignments(in line: Line) -> [Block.Table.Alignment]? {
    guard line.bytes.contains(UInt8(ascii: "|")) else { return nil }
    var alignments: [Block.Table.Alignment] = []
    for cell in row(line).cells {
      let dashes = cell.bytes.drop { $0 == UInt8(ascii: ":") }
      let opening = cell.bytes.count - dashes.count
      let closing = dashes.reversed().prefix { $0 == UInt8(ascii: ":") }.count
      let length = dashes.count - closing
      guard length > 0, opening < 2, closing < 2, dashes.prefix(length).allSatisfy({ $0 == UInt8(ascii: "-") }) else {
        return nil
      }
      switch (opening, closing) {
      case (1, 1): alignments.append(.center)
      case (0, 1): alignments.append(.right)
      case (1, 0): alignments.append(.left)
      default: alignments.append(.natural)
      }
    }
    return alignments
  }

  /// Splits a line at its bars. Bars at both ends only frame it, and an escaped bar is a character of its cell.
  private static func row(_ line: Line) -> Row {
    var cells: [Cell] = []
    var bytes: [UInt8] = []
    var start = line.bytes.startIndex
    let firstCharacter = line.bytes.firstIndex { !isSpace($0) }
    func close(_ cells: inout [Cell]) {
      let content = bytes.drop(while: isSpace)
      let column = line.column + (start - line.bytes.startIndex) + (bytes.count - content.count)
      cells.append(Cell(bytes: content.droppingTrailingSpaces, line: line.number, column: column))
      bytes = []
    }
    var cursor = start
    while cursor < line.bytes.endIndex {
      let byte = line.bytes[cursor]
      cursor += 1
      if byte == UInt8(ascii: "|") {
        if cursor - 1 != firstCharacter { close(&cells) }
        bytes = []
        start = cursor
      } else if byte == UInt8(ascii: "\\"), cursor < line.bytes.endIndex {
        if line.bytes[cursor] != UInt8(ascii: "|") { bytes.append(byte) }
        bytes.append(line.bytes[cursor])
        cursor += 1
      } else {
        bytes.append(byte)
      }
    }
    if !bytes.allSatisfy(isSpace) { close(&cells) }
    return Row(cells: cells, line: line)
  }
}

private func isSpace(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
}

extension ArraySlice<UInt8> {
  fileprivate var droppingTrailingSpaces: [UInt8] {
    var rest = self
    while let last = rest.last, isSpace(last) { rest.removeLast() }
    return Array(rest)
  }
}

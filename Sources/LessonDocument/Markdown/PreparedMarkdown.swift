import Diagnostics
import ToolSupport

/// Markdown without its formulas and comment bodies, which stand beside it, and the way back to the file's offsets.
struct PreparedMarkdown {
  private(set) var bytes: [UInt8] = []
  private(set) var items: [Item] = []
  /// Runs of bytes copied from the file, and placeholders: where each begins here and there; ordered.
  private var runs: [(start: Int, fileOffset: Int, isCopy: Bool)] = []
  private var lineStarts = [0]
  /// Two characters that the file doesn't have; between them stands an item's number.
  private var opening: Unicode.Scalar = "\u{E000}"
  private var closing: Unicode.Scalar = "\u{E001}"

  struct Item {
    enum Kind: Equatable {
      case formula(isDisplay: Bool)
      case comment, footnoteReference, footnoteDefinition
      /// A mark that takes nothing out: what follows is told as this problem, unless it ends up in code or CommonMark makes something of it.
      case suspect(Problem)
    }
    var kind: Kind
    /// The LaTeX, the comment's body, or the footnote's name.
    var body: ExtractedText
    /// The whole in the file: with its dollars, with `<!--` and `-->`.
    var range: Range<Int>
  }

  mutating func chooseMarks(for text: String) {
    let used = Set(text.unicodeScalars.lazy.filter { (0xE000...0xF8FF).contains($0.value) })
    let free = (UInt32(0xE000)...0xF8FF).lazy.compactMap(Unicode.Scalar.init).filter { !used.contains($0) }.prefix(2)
    if let first = free.first, let last = free.dropFirst().first {
      opening = first
      closing = last
    }
  }

  mutating func appendCopy(of run: ArraySlice<UInt8>, fileOffset: Int) {
    guard !run.isEmpty else { return }
    runs.append((bytes.count, fileOffset, true))
    append(run)
  }

  mutating func appendPlaceholder(for item: Item) {
    // A comment's placeholder stands for its body: `<!--` was copied before it.
    runs.append((bytes.count, item.kind == .comment ? item.range.lowerBound + 4 : item.range.lowerBound, false))
    append("\(opening)\(items.count)\(closing)".utf8)
    items.append(item)
  }

  /// Breaks lines before some bytes, each with what the new line begins with: `> ` in a quotation. Nothing of the file is lost.
  mutating func breakLines(before places: [(offset: Int, prefix: [UInt8])]) {
    var broken = self
    broken.bytes = []
    broken.runs = []
    broken.lineStarts = [0]
    var rest = places[...]
    for (index, run) in runs.enumerated() {
      var start = run.start
      let end = index + 1 < runs.count ? runs[index + 1].start : bytes.count
      func fileOffset(_ offset: Int) -> Int { run.isCopy ? run.fileOffset + (offset - run.start) : run.fileOffset }
      while let place = rest.first, place.offset < end {
        broken.runs.append((broken.bytes.count, fileOffset(start), run.isCopy))
        broken.append(bytes[start..<place.offset])
        broken.runs.append((broken.bytes.count, fileOffset(place.offset), false))
        broken.append([UInt8(ascii: "\n")] + place.prefix)
        start = place.offset
        rest.removeFirst()
      }
      broken.runs.append((broken.bytes.count, fileOffset(start), run.isCopy))
      broken.append(bytes[start..<end])
    }
    self = broken
  }

  /// The offset in the prepared text of a line and column as cmark counts them, both from 1.
  func offset(line: Int, column: Int) -> Int {
    line >= 1 && line <= lineStarts.count ? lineStarts[line - 1] + max(column - 1, 0) : bytes.count
  }

  private mutating func append(_ run: some Collection<UInt8>) {
    let start = bytes.count
    bytes += run
    for (index, byte) in zip(start..., run) where byte == UInt8(ascii: "\n") { lineStarts.append(index + 1) }
  }

  /// A line's bytes, without its ending.
  func line(_ number: Int) -> ArraySlice<UInt8> {
    guard number >= 1, number <= lineStarts.count else { return [] }
    return bytes[lineStarts[number - 1]...].prefix { $0 != UInt8(ascii: "\n") }
  }

  /// The file offset of a line and column as cmark counts them, both from 1.
  func fileOffset(line: Int, column: Int) -> Int {
    guard line >= 1, line <= lineStarts.count else { return runs.last?.fileOffset ?? 0 }
    return fileOffset(of: lineStarts[line - 1] + max(column - 1, 0))
  }

  /// The file offset of the end of a line, without its line ending.
  func fileOffset(ofEndOfLine line: Int, in file: SourceFile) -> Int {
    let start = fileOffset(line: line, column: 1)
    // A placeholder may have taken line breaks out: the file's line is the one where the prepared line ends.
    let nextStart = line < lineStarts.count ? fileOffset(of: lineStarts[line]) - 1 : file.text.utf8.count
    var end = max(nextStart, start)
    while end > start, file.slice(end - 1..<end).utf8.first.map({ $0 == 0x0A || $0 == 0x0D }) ?? false { end -= 1 }
    return end
  }

  private func fileOffset(of offset: Int) -> Int {
    let next = runs.partitioningIndex { $0.start > offset }
    guard next > 0 else { return runs.first?.fileOffset ?? 0 }
    let run = runs[next - 1]
    return run.isCopy ? run.fileOffset + (offset - run.start) : run.fileOffset
  }

  /// Text split at its placeholders: by scalars, since an accent after a formula would join its mark to one character.
  func pieces(of text: String) -> [Piece] {
    var pieces: [Piece] = []
    var rest = text.unicodeScalars[...]
    while let start = rest.firstIndex(of: opening), let end = rest[start...].firstIndex(of: closing),
      let index = Int(String(rest[rest.index(after: start)..<end])), items.indices.contains(index)
    {
      if start > rest.startIndex { pieces.append(.text(String(rest[..<start]))) }
      pieces.append(.item(index))
      rest = rest[rest.index(after: end)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  /// What follows a placeholder that the text begins with.
  func text(_ text: String, afterItem index: Int) -> String {
    String(text.unicodeScalars.dropFirst("\(opening)\(index)\(closing)".unicodeScalars.count))
  }

  enum Piece {
    case text(String)
    case item(Int)
  }

  /// Text with every placeholder put back as the author wrote it: for code, addresses and info strings.
  func restored(_ text: String, from file: SourceFile) -> String {
    guard text.unicodeScalars.contains(opening) else { return text }
    return pieces(of: text).map { piece in
      switch piece {
      case .text(let text): text
      case .item(let index):
        switch items[index].kind {
        case .comment: items[index].body.text
        case .suspect: ""
        case .formula, .footnoteReference, .footnoteDefinition: String(file.slice(items[index].range))
        }
      }
    }.joined()
  }
}

import Diagnostics
import ToolSupport

/// Markdown whose formulas and comment bodies are stored apart, with a map back to the file's offsets.
struct PreparedMarkdown {
  private(set) var bytes: [UInt8] = []
  private(set) var items: [Item] = []
  /// Copied runs of bytes and placeholders: where each begins in the prepared text and in the file; in order.
  private var runs: [(start: Int, fileOffset: Int, isCopy: Bool)] = []
  private var lineStarts = [0]
  /// Two characters that the file doesn't contain. A placeholder is an item's number between them.
  private var opening: Unicode.Scalar = "\u{E000}"
  private var closing: Unicode.Scalar = "\u{E001}"

  struct Item {
    enum Kind: Equatable {
      case formula(isDisplay: Bool)
      case comment, footnoteReference, footnoteDefinition
      /// A citation, `[@key]`; the body is what is between the brackets.
      case citation
      /// `\eqref{id}`; the body is the id.
      case equationReference
      /// Characters that stay as they are, without typographic ones in their place.
      case literal
      /// An address that is a link without marks around it.
      case address(destination: String)
      /// The box of a task at the beginning of a list item.
      case task(isDone: Bool)
      /// One or two tildes, and whether text may be struck through after or before them.
      case tildes(opens: Bool, closes: Bool)
      /// A mark before suspected markup, which stays in the text. If CommonMark reads it as plain text, this problem is reported.
      case suspect(Problem)
    }
    var kind: Kind
    /// The LaTeX, the comment's body, or the footnote's name.
    var body: ExtractedText
    /// The range of the item in the file, including dollar signs, or `<!--` and `-->`.
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
    // The placeholder of a comment replaces only its body: `<!--` has been copied before.
    runs.append((bytes.count, item.kind == .comment ? item.range.lowerBound + 4 : item.range.lowerBound, false))
    if item.kind == .footnoteDefinition { append(Self.footnoteMark.utf8) }
    append("\(opening)\(items.count)\(closing)".utf8)
    items.append(item)
  }

  /// What a footnote's definition begins with, so that CommonMark reads what is indented below it as part of it: a list item.
  static let footnoteMark = "+   "

  /// Inserts a line break before each of some bytes, and a prefix for the new line: `> ` in a quotation. All other bytes stay.
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
    // A placeholder may replace line breaks, so look for the file's line at the end of the prepared line.
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

  /// Text split at its placeholders. It is split by scalars, because an accent after a formula would merge with the placeholder's mark.
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

  /// The rest of a text after the placeholder at its beginning.
  func text(_ text: String, afterItem index: Int) -> String {
    String(text.unicodeScalars.dropFirst("\(opening)\(index)\(closing)".unicodeScalars.count))
  }

  enum Piece {
    case text(String)
    case item(Int)
  }

  /// Text with the original source for every placeholder: for code, addresses and info strings.
  func restored(_ text: String, from file: SourceFile) -> String {
    guard text.unicodeScalars.contains(opening) else { return text }
    return pieces(of: text).reduce(into: "") { result, piece in
      switch piece {
      case .text(let text): result += text
      case .item(let index):
        if items[index].kind == .footnoteDefinition, result.hasSuffix(Self.footnoteMark) { result.removeLast(Self.footnoteMark.count) }
        result += source(of: index, from: file)
      }
    }
  }

  /// What an item replaces in the text. `<!--` and `-->` are still there.
  func source(of index: Int, from file: SourceFile) -> String {
    switch items[index].kind {
    case .comment: items[index].body.text
    case .suspect: ""
    case .formula, .citation, .equationReference, .footnoteReference, .footnoteDefinition, .literal, .address, .task, .tildes:
      String(file.slice(items[index].range))
    }
  }
}

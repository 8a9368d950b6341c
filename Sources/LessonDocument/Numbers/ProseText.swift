import Diagnostics

/// The text of a paragraph, heading or table cell, with the offset of each character in the file. Code, formulas, comments and
/// addresses are left out.
struct ProseText {
  /// Replaces a part that was left out.
  static let omission: Unicode.Scalar = "\u{FFFC}"
  /// Replaces the dollar signs around a number, and the mark of a footnote, so that a sentence can end there.
  static let nothing: Unicode.Scalar = "\u{2060}"
  static let end: Unicode.Scalar = "\u{2029}"

  private(set) var scalars: [Unicode.Scalar] = []
  /// The offset of each scalar in the file.
  private(set) var offsets: [Int] = []
  /// The comments, each with its offset in the file and the number of scalars before it.
  private(set) var comments: [(offset: Int, position: Int)] = []

  private let bytes: [UInt8]
  private let start: Int

  /// - Parameters:
  ///   - text: A stretch of the file.
  ///   - start: The offset of its beginning in the file.
  ///   - items: The formulas, comments and footnote marks in it, in order.
  init(_ text: Substring, at start: Int, items: ArraySlice<PreparedMarkdown.Item>) {
    bytes = Array(text.utf8)
    self.start = start
    read(items)
  }

  /// The end of a scalar in the file.
  func end(of index: Int) -> Int { offsets[index] + String(scalars[index]).utf8.count }

  private mutating func read(_ items: ArraySlice<PreparedMarkdown.Item>) {
    var rest = items
    var lastRun: [Int: Int] = [:]
    for run in backtickRuns() { lastRun[run.length] = run.start }
    /// The positions of the scalars at which the texts of open links begin.
    var openLinks: [(position: Int, isImage: Bool)] = []
    var cursor = 0
    while cursor < bytes.count {
      if let item = rest.first, item.range.lowerBound <= start + cursor {
        rest.removeFirst()
        guard item.range.lowerBound == start + cursor else { continue }
        if case .suspect = item.kind { continue }
        append(item)
        cursor = item.range.upperBound - start
        continue
      }
      switch bytes[cursor] {
      case UInt8(ascii: "\\") where cursor + 1 < bytes.count && bytes[cursor + 1] < 0x80:
        append(bytes[cursor + 1] == UInt8(ascii: "%") ? "%" : Self.omission, at: cursor + 1)
        cursor += 2
      case UInt8(ascii: "`"):
        let end = endOfCode(from: cursor, lastRun)
        append(Self.omission, at: cursor)
        cursor = end
      case UInt8(ascii: "<"):
        let end = endOfTag(from: cursor)
        append(end == nil ? "<" : Self.omission, at: cursor)
        cursor = end ?? cursor + 1
      case UInt8(ascii: "["):
        openLinks.append((scalars.count, scalars.last == "!"))
        if openLinks.count > Self.deepestLink { openLinks.removeFirst() }
        append("[", at: cursor)
        cursor += 1
      case UInt8(ascii: "]"):
        let link = openLinks.popLast()
        guard let end = endOfTarget(from: cursor + 1) else {
          append("]", at: cursor)
          cursor += 1
          continue
        }
        let target = String(decoding: bytes[cursor + 1..<end], as: UTF8.self)
        if let link, link.isImage || isAddress(from: link.position, target) { omit(from: link.position) }
        append(Self.omission, at: cursor)
        cursor = end
      case UInt8(ascii: ":") where bytes[cursor...].starts(with: "://".utf8):
        while let last = scalars.last, last.isASCII, last.properties.isAlphabetic { removeLast() }
        append(Self.omission, at: cursor)
        while cursor < bytes.count, bytes[cursor] > 0x20, bytes[cursor] != UInt8(ascii: "|") { cursor += 1 }
      default:
        cursor = appendScalar(at: cursor)
      }
    }
  }

  private mutating func append(_ scalar: Unicode.Scalar, at cursor: Int) {
    scalars.append(scalar)
    offsets.append(start + cursor)
  }

  private mutating func removeLast() {
    scalars.removeLast()
    offsets.removeLast()
  }

  private mutating func omit(from position: Int) {
    for index in position..<scalars.count { scalars[index] = Self.omission }
  }

  private mutating func appendScalar(at cursor: Int) -> Int {
    let first = bytes[cursor]
    let length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    let end = min(cursor + length, bytes.count)
    if let scalar = String(decoding: bytes[cursor..<end], as: UTF8.self).unicodeScalars.first { append(scalar, at: cursor) }
    return end
  }

  private nonisolated(unsafe) static let numberPattern = /[-−+]?[0-9][0-9,]*(\.[0-9]+)?( ?\\?%)?/

  private mutating func append(_ item: PreparedMarkdown.Item) {
    let cursor = item.range.lowerBound - start
    switch item.kind {
    case .comment: comments.append((item.range.lowerBound, scalars.count))
    case .footnoteReference, .citation, .equationReference, .suspect, .address, .task: append(Self.omission, at: cursor)
    case .literal, .tildes:
      for scalar in item.body.text.unicodeScalars { append(scalar, at: cursor) }
    case .footnoteDefinition: append(Self.end, at: cursor)
    case .formula(let isDisplay):
      // A formula that consists of one number is part of the sentence.
      guard !isDisplay, item.body.text.wholeMatch(of: Self.numberPattern) != nil else {
        append(isDisplay ? Self.end : Self.omission, at: cursor)
        return
      }
      append(Self.nothing, at: cursor)
      for (offset, scalar) in zip(0..., item.body.text.unicodeScalars) where scalar != "\\" {
        scalars.append(scalar)
        offsets.append(item.body.fileOffset(of: item.body.text.utf8Offset(ofScalar: offset)))
      }
      append(Self.nothing, at: item.range.upperBound - 1 - start)
    }
  }

  // MARK: Parts that are left out

  private func backtickRuns() -> [(start: Int, length: Int)] {
    var runs: [(start: Int, length: Int)] = []
    var cursor = 0
    while let start = bytes[cursor...].firstIndex(of: UInt8(ascii: "`")) {
      cursor = bytes[start...].firstIndex { $0 != UInt8(ascii: "`") } ?? bytes.count
      runs.append((start, cursor - start))
    }
    return runs
  }

  /// The end of a code span, or of backticks that open none.
  private func endOfCode(from start: Int, _ lastRun: [Int: Int]) -> Int {
    let opened = bytes[start...].firstIndex { $0 != UInt8(ascii: "`") } ?? bytes.count
    let length = opened - start
    guard let last = lastRun[length], last > start else { return opened }
    var cursor = opened
    while let run = bytes[cursor...].firstIndex(of: UInt8(ascii: "`")) {
      cursor = bytes[run...].firstIndex { $0 != UInt8(ascii: "`") } ?? bytes.count
      if cursor - run == length { return cursor }
    }
    return opened
  }

  /// The longest target of a link that is looked for. A limit keeps the search from taking quadratic time.
  private static let longestTarget = 1000
  private static let deepestLink = 50

  /// The end of `<https://…>` and of an element.
  private func endOfTag(from start: Int) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    let next = bytes[start + 1]
    guard next == UInt8(ascii: "/") || (next | 0x20 >= UInt8(ascii: "a") && next | 0x20 <= UInt8(ascii: "z")) else { return nil }
    return bytes[start...].prefix(Self.longestTarget).firstIndex(of: UInt8(ascii: ">")).map { $0 + 1 }
  }

  /// The end of `(address)` or `[reference]` after a link's text.
  private func endOfTarget(from start: Int) -> Int? {
    guard start < bytes.count else { return nil }
    if bytes[start] == UInt8(ascii: "[") {
      return bytes[start...].prefix(Self.longestTarget).firstIndex(of: UInt8(ascii: "]")).map { $0 + 1 }
    }
    guard bytes[start] == UInt8(ascii: "(") else { return nil }
    var depth = 0
    for index in start..<min(bytes.count, start + Self.longestTarget) {
      if bytes[index] == UInt8(ascii: "(") { depth += 1 }
      if bytes[index] == UInt8(ascii: ")") { depth -= 1 }
      if depth == 0 { return index + 1 }
    }
    return nil
  }

  /// Whether the text of a link is its address, or the end of it: `arXiv:1706.03762`.
  private func isAddress(from position: Int, _ target: String) -> Bool {
    var words = String.UnicodeScalarView()
    for scalar in scalars[position...].dropFirst() { words.append(scalar) }
    let text = String(words)
    let end = text.split(separator: ":", omittingEmptySubsequences: false).last.map(String.init) ?? text
    return end.count > 2 && target.contains(end)
  }
}

extension String {
  /// The UTF-8 offset of the scalar at an index.
  fileprivate func utf8Offset(ofScalar index: Int) -> Int {
    let view = unicodeScalars
    return utf8.distance(from: startIndex, to: view.index(view.startIndex, offsetBy: index))
  }
}

/// A text that is written on one line if it fits, and otherwise broken at its brackets.
indirect enum TextLayout {
  case leaf(String)
  /// `name: value`, which is never broken between its two parts.
  case labeled(String, TextLayout)
  case group(opening: String, [TextLayout], closing: String, style: Style)

  enum Style {
    /// Further lines are indented to the opening bracket; short items fill the lines.
    case hanging
    /// Each item is on a line of its own, indented by two columns, and so is the closing bracket.
    case indented
  }

  /// The number of columns that a page shows without scrolling.
  static let width = 88

  func text(width: Int) -> String {
    var writer = Writer(width: width)
    writer.write(self, indent: 0, following: 0)
    return writer.text
  }

  /// The length on one line; nil if a part needs several lines.
  fileprivate var flatLength: Int? {
    switch self {
    case .leaf(let text): return text.utf8.contains(UInt8(ascii: "\n")) ? nil : text.count
    case .labeled(let label, let value): return value.flatLength.map { label.count + $0 }
    case .group(let opening, let items, let closing, _):
      var sum = opening.count + closing.count + 2 * max(items.count - 1, 0)
      for item in items {
        guard let length = item.flatLength else { return nil }
        sum += length
      }
      return sum
    }
  }

  fileprivate var isLeaf: Bool { if case .leaf = self { true } else { false } }
}

private struct Writer {
  let width: Int
  var text = ""
  private var column = 0

  init(width: Int) { self.width = width }

  /// - Parameters:
  ///   - indent: The column at which the line began.
  ///   - following: The length of the text right after it, such as a bracket and a comma.
  mutating func write(_ layout: TextLayout, indent: Int, following: Int) {
    if let length = layout.flatLength, length <= width - column - following {
      writeFlat(layout)
      return
    }
    switch layout {
    case .leaf(let text): append(text.replacing("\n", with: "\n" + String(repeating: " ", count: column)))
    case .labeled(let label, let value):
      append(label)
      write(value, indent: indent, following: following)
    case .group(let opening, let items, let closing, .hanging):
      append(opening)
      let start = column
      let fills = items.allSatisfy(\.isLeaf)
      for (index, item) in items.enumerated() {
        let rest = index == items.count - 1 ? following + closing.count : 1
        if index > 0 {
          let fits = fills && (item.flatLength.map { column + 2 + $0 + rest <= width } ?? false)
          append(fits ? ", " : ",")
          if !fits { breakLine(indent: start) }
        }
        write(item, indent: start, following: rest)
      }
      append(closing)
    case .group(let opening, let items, let closing, .indented):
      append(opening)
      for (index, item) in items.enumerated() {
        breakLine(indent: indent + 2)
        write(item, indent: indent + 2, following: 1)
        if index < items.count - 1 { append(",") }
      }
      breakLine(indent: indent)
      append(closing)
    }
  }

  private mutating func writeFlat(_ layout: TextLayout) {
    switch layout {
    case .leaf(let text): append(text)
    case .labeled(let label, let value):
      append(label)
      writeFlat(value)
    case .group(let opening, let items, let closing, _):
      append(opening)
      for (index, item) in items.enumerated() {
        if index > 0 { append(", ") }
        writeFlat(item)
      }
      append(closing)
    }
  }

  private mutating func append(_ piece: String) {
    text += piece
    column = piece.lastIndex(of: "\n").map { piece.distance(from: $0, to: piece.endIndex) - 1 } ?? column + piece.count
  }

  private mutating func breakLine(indent: Int) { append("\n" + String(repeating: " ", count: indent)) }
}

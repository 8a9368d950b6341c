/// The difference of two texts: the lines that differ, one line of context, and which parts of each line differ.
package struct TextDifference: Sendable, Hashable, Codable {
  package struct Line: Sendable, Hashable, Codable {
    package enum Kind: String, Sendable, Hashable, Codable {
      case same, removed, added
      /// Stands for omitted lines; its text says how many.
      case skipped
    }

    package var kind: Kind
    package var text: String
    /// The parts that differ, as character offsets from 0.
    package var marks: [Range<Int>]

    package init(_ kind: Kind, _ text: String, marks: [Range<Int>] = []) {
      self.kind = kind
      self.text = text
      self.marks = marks
    }
  }

  package var lines: [Line]

  package init(_ lines: [Line]) { self.lines = lines }

  /// The lines for a terminal without colors: a line of `~` below each line marks what differs.
  package var plainLines: [String] {
    lines.flatMap { line in
      ["\(line.sign) \(printable(line.text))".trimmingTrailingSpaces()] + (line.underline.map { ["  " + $0] } ?? [])
    }
  }

  /// The lines for a terminal with colors: reversed text marks what differs.
  package var coloredLines: [String] {
    lines.map { line in
      guard let color = ["-": "31", "+": "32", "…": "2"][line.sign] else { return "\(line.sign) \(printable(line.text))" }
      var out = ""
      var end = 0
      let characters = Array(line.text)
      for mark in line.marks {
        out += printable(String(characters[end..<mark.lowerBound]))
        out += "\u{1B}[7m" + printable(String(characters[mark])) + "\u{1B}[27m"
        end = mark.upperBound
      }
      return "\u{1B}[\(color)m\(line.sign) \(out)\(printable(String(characters[end...])))\u{1B}[0m"
    }
  }
}

extension TextDifference.Line {
  fileprivate var sign: String {
    switch kind {
    case .same: " "
    case .removed: "-"
    case .added: "+"
    case .skipped: "…"
    }
  }

  /// A line of `~` below the marked parts; nil if nothing is marked.
  fileprivate var underline: String? {
    guard !marks.isEmpty else { return nil }
    let characters = Array(text)
    var out = ""
    for mark in marks {
      let before = width(of: printable(String(characters[..<mark.lowerBound])))
      out += String(repeating: " ", count: max(before - out.count, 0))
      out += String(repeating: "~", count: max(width(of: printable(String(characters[mark]))), 1))
    }
    return out
  }
}

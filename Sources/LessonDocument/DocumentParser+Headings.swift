import ToolSupport

extension DocumentParser {
  /// The text of a heading as it was written, for its id. `--` is two hyphens there, although the page shows a dash.
  func plainHeading(_ text: String, _ node: MarkdownNode) -> String {
    guard text.contains(where: { "–—".contains($0) }) else { return text }
    let lines = (node.startLine...max(node.startLine, node.endLine)).map { prepared.line($0) }
    let source = Array(lines.joined(separator: [UInt8(ascii: "\n")]).dropFirst(node.startColumn - 1))
    guard let heading = try? MarkdownNode.parse(source, isSmart: false).children.first, case .heading = heading.kind else { return text }
    return words(of: heading.children)
  }

  /// An id made as GitHub makes it: lower case, hyphens for spaces, no punctuation, and a number if the id is taken.
  mutating func uniqueID(for text: String) -> String {
    var letters = String.UnicodeScalarView()
    for scalar in text.trimmingSpaces.lowercased().composed.unicodeScalars {
      if scalar == " " { letters.append("-") } else if scalar == "-" || scalar.isWordPart { letters.append(scalar) }
    }
    let base = letters.isEmpty ? "section" : String(letters)
    var id = base
    while headingIDs[id] != nil {
      let number = headingIDs[base, default: 0] + 1
      headingIDs[base] = number
      id = "\(base)-\(number)"
    }
    headingIDs[id] = 0
    return id
  }
}

extension String {
  fileprivate var trimmingSpaces: Substring {
    let start = drop(while: \.isWhitespace)
    return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
  }
}

extension Unicode.Scalar {
  /// Whether it is a letter, a mark on one, a number, or a sign that joins words, such as `_`.
  fileprivate var isWordPart: Bool {
    switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .nonspacingMark, .spacingMark, .enclosingMark,
      .decimalNumber, .letterNumber, .otherNumber, .connectorPunctuation:
      true
    default: false
    }
  }
}

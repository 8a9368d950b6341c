import CourseConfiguration

/// An author's words: those in another script carry their language, and a number stays on the line of its unit.
enum Prose {
  /// - Parameter language: That of the page; nil where it isn't known.
  static func html(_ text: String, in language: Language?) -> HTML {
    let text = withUnits(text)
    guard text.unicodeScalars.contains(where: \.isEastAsian) else { return "\(text)" }
    var out = HTML.empty
    var rest = Substring(text).unicodeScalars
    while let first = rest.first {
      let run = rest.prefix { first.isEastAsian ? $0.isEastAsian || $0.isFullWidth : !$0.isEastAsian }
      let words = String(String.UnicodeScalarView(run))
      let own = first.isEastAsian ? tag(of: run) : nil
      if let own, own != language?.rawValue { out += "<span lang=\"\(own)\">\(words)</span>" } else { out += "\(words)" }
      rest = rest.dropFirst(run.count)
    }
    return out
  }

  /// The language of words whose script tells it: of labels each of which has letters of it.
  static func language(of labels: [String]) -> String? {
    guard !labels.isEmpty, labels.allSatisfy({ $0.unicodeScalars.contains(where: \.isEastAsian) }) else { return nil }
    return tag(of: Substring(labels.joined()).unicodeScalars)
  }

  /// The attribute that names a language, ` lang="fr"`; empty if it is the page's.
  static func attribute(_ tag: String?, on page: Language?) -> HTML {
    guard let tag, Language(tag: tag) == nil || Language(tag: tag) != page else { return .empty }
    return " lang=\"\(tag)\""
  }

  /// Japanese has signs of its own between Chinese characters. An author names other languages, which no script tells apart.
  private static func tag(of run: Substring.UnicodeScalarView) -> String {
    if run.contains(where: \.isKana) { "ja" } else if run.contains(where: \.isHangul) { "ko" } else { Language.chinese.rawValue }
  }

  private nonisolated(unsafe) static let sizesPattern = /([0-9]) × (?=[0-9])/
  private nonisolated(unsafe) static let unitPattern =
    /([0-9]) (?=(?:%|°|°C|px|em|ns|µs|ms|s|min|h|km|m|cm|mm|kg|g|[kKMGT]i?B|[kMG]?Hz|bits?|bytes?|million|billion)(?![\p{L}\p{N}]))/

  /// The text with a space that breaks no line between a number and its unit, and around the sign between two sizes.
  static func withUnits(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: " ")), text.contains(where: \.isNumber) else { return text }
    return text.replacing(sizesPattern) { "\($0.output.1)\u{A0}×\u{A0}" }.replacing(unitPattern) { "\($0.output.1)\u{A0}" }
  }

  /// The sizes of a matrix or tensor, on one line: `5 × 4`.
  static func shape(_ sizes: [Int]) -> String { sizes.map(String.init).joined(separator: "\u{A0}×\u{A0}") }

  /// A text that follows a number of its own element: `% of all`.
  static func afterNumber(_ text: String) -> String {
    let joined = withUnits("0" + text)
    return String(joined.dropFirst())
  }
}

extension Unicode.Scalar {
  fileprivate var isEastAsian: Bool { properties.isIdeographic || isKana || isHangul }

  fileprivate var isKana: Bool {
    switch value {
    case 0x3041...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F: true
    default: false
    }
  }

  fileprivate var isHangul: Bool {
    switch value {
    case 0x1100...0x11FF, 0x3130...0x318F, 0xAC00...0xD7AF: true
    default: false
    }
  }

  /// Punctuation of Chinese and Japanese, which belongs to the words before it.
  fileprivate var isFullWidth: Bool {
    switch value {
    case 0x3000...0x303F, 0xFF00...0xFFEF: true
    default: false
    }
  }
}

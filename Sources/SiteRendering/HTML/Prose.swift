import CourseConfiguration

/// An author's words: those in another script carry their language, and a number stays on the line of its unit.
enum Prose {
  /// - Parameter language: That of the page; nil where it isn't known.
  static func html(_ text: String, in language: Language?) -> HTML {
    let text = withUnits(text)
    guard language != .chinese, text.unicodeScalars.contains(where: \.properties.isIdeographic) else { return "\(text)" }
    var out = HTML.empty
    var rest = Substring(text).unicodeScalars
    while let first = rest.first {
      let isChinese = first.properties.isIdeographic
      let run = rest.prefix { isChinese ? $0.properties.isIdeographic || isFullWidth($0) : !$0.properties.isIdeographic }
      let words = String(String.UnicodeScalarView(run))
      out += isChinese ? "<span lang=\"zh-Hans\">\(words)</span>" : "\(words)"
      rest = rest.dropFirst(run.count)
    }
    return out
  }

  /// Chinese punctuation, which belongs to the words before it.
  private static func isFullWidth(_ scalar: Unicode.Scalar) -> Bool {
    ("\u{3000}"..."\u{303F}").contains(scalar) || ("\u{FF00}"..."\u{FFEF}").contains(scalar)
  }

  /// The text with a space that breaks no line between a number and its unit.
  static func withUnits(_ text: String) -> String {
    guard text.contains(where: \.isNumber) else { return text }
    return text.replacing(
      /([0-9]) (?=(?:%|°|°C|px|em|ns|µs|ms|s|min|h|km|m|cm|mm|kg|g|[kKMGT]i?B|[kMG]?Hz|bits?|bytes?|million|billion)(?![\p{L}\p{N}]))/
    ) {
      "\($0.output.1)\u{A0}"
    }
  }

  /// A text that follows a number of its own element: `% of all`.
  static func afterNumber(_ text: String) -> String {
    let joined = withUnits("0" + text)
    return String(joined.dropFirst())
  }
}

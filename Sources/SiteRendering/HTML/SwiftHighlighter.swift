import CellAnalysis

/// Swift code as markup whose keywords, types, numbers, strings and comments can be told apart.
///
/// The parser reads code with mistakes, too, so that a cell that must not compile is colored like any other.
package enum SwiftHighlighter {
  package static func html(for code: String) -> HTML {
    SwiftColors(code).map { html(for: code, $0) } ?? HTML(text: code)
  }

  /// - Parameter colors: Those of the code, or of one that begins with it.
  static func html(for code: String, _ colors: SwiftColors) -> HTML {
    let utf8 = Array(code.utf8)
    var out = HTML.empty
    var end = 0
    func text(_ range: Range<Int>) -> HTML { HTML(text: String(decoding: utf8[range], as: UTF8.self)) }
    for word in colors.words where word.range.lowerBound < utf8.count {
      let bytes = word.range.clamped(to: 0..<utf8.count)
      out += "\(text(end..<bytes.lowerBound))<span class=\"\(word.kind.className)\">\(text(bytes))</span>"
      end = bytes.upperBound
    }
    return out + text(end..<utf8.count)
  }
}

extension SwiftColors.Kind {
  /// The classes are single letters: there are thousands of them in a course.
  fileprivate var className: String {
    switch self {
    case .keyword: "k"
    case .type: "t"
    case .number: "n"
    case .string: "s"
    case .comment: "c"
    }
  }
}

extension HTML {
  private nonisolated(unsafe) static let outputPattern = /<span class="c">(\/\/ (?:=&gt;|Prints )[^<]*)<\/span>(\n?)/

  /// Colored code with each value that a comment records, `// => 3`, in a row of its own where the screen is narrow.
  var withValueRows: HTML {
    HTML(
      verbatim: markup.replacing(Self.outputPattern) { match in
        "<span class=\"c value\">\(match.output.1)\(match.output.2)</span>"
      })
  }
}

import CellAnalysis
import LessonDocument
import SwiftIDEUtils
import SwiftParser
import SwiftSyntax

/// Swift code as markup whose keywords, types, numbers, strings and comments can be told apart.
///
/// The parser reads code with mistakes, too, so that a cell that must not compile is colored like any other.
package enum SwiftHighlighter {
  /// The classes are single letters: there are thousands of them in a course.
  package static func html(for code: String) -> HTML {
    guard SwiftNesting.offsetOfTooDeep(in: code) == nil else { return HTML(text: code) }
    let utf8 = Array(code.utf8)
    var out = HTML.empty
    var end = 0
    func text(_ range: Range<Int>) -> HTML { HTML(text: String(decoding: utf8[range], as: UTF8.self)) }
    for range in Parser.parse(source: code).classifications {
      guard let name = className(range.kind) else { continue }
      let bytes = range.range.lowerBound.utf8Offset..<min(range.range.upperBound.utf8Offset, utf8.count)
      out += "\(text(end..<bytes.lowerBound))<span class=\"\(name)\">\(text(bytes))</span>"
      end = bytes.upperBound
    }
    return out + text(end..<utf8.count)
  }

  private static func className(_ kind: SyntaxClassification) -> String? {
    switch kind {
    case .keyword, .attribute, .ifConfigDirective: "k"
    case .type: "t"
    case .integerLiteral, .floatLiteral: "n"
    case .stringLiteral, .regexLiteral: "s"
    case .lineComment, .blockComment, .docLineComment, .docBlockComment: "c"
    // Names and operators.
    default: nil
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

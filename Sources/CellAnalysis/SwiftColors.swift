import SwiftIDEUtils
import SwiftParser
import SwiftSyntax

/// What kind of word stands where in Swift code, for its colors on a page.
///
/// A cell's are found when its statements are: the parser would take as long again.
package struct SwiftColors: Sendable, Hashable {
  package enum Kind: UInt8, Sendable, Hashable {
    case keyword, type, number, string, comment
  }

  package struct Word: Sendable, Hashable {
    package var kind: Kind
    /// The bytes of the code.
    package var range: Range<Int>
  }

  /// In the order of the code. Names and operators aren't among them.
  package var words: [Word]

  /// nil if the code is nested so deeply that the parser would take too long.
  package init?(_ code: String) {
    guard SwiftNesting.offsetOfTooDeep(in: code) == nil else { return nil }
    self.init(Parser.parse(source: code))
  }

  init(_ tree: SourceFileSyntax) {
    words = tree.classifications.compactMap { range in
      Kind(range.kind).map { Word(kind: $0, range: range.range.lowerBound.utf8Offset..<range.range.upperBound.utf8Offset) }
    }
  }
}

extension SwiftColors.Kind {
  fileprivate init?(_ kind: SyntaxClassification) {
    switch kind {
    case .keyword, .attribute, .ifConfigDirective: self = .keyword
    case .type: self = .type
    case .integerLiteral, .floatLiteral: self = .number
    case .stringLiteral, .regexLiteral: self = .string
    case .lineComment, .blockComment, .docLineComment, .docBlockComment: self = .comment
    default: return nil
    }
  }
}

import Diagnostics
import KeyedYAML

/// What a page is for. It decides where readers come upon it: on their way through the course, in the search, on paper.
package enum PageKind: String, Sendable, Hashable, Codable, CaseIterable {
  /// A step of the course.
  case lesson
  /// To look things up: a glossary, a list of symbols. The search ranks it below the lessons.
  case reference
  /// For those who write lessons. It is apart from the readers' way: in a part of its own, last in the search, not on paper.
  case authorGuide = "author-guide"

  package init(reading text: LocatedYAML.Scalar) throws(Problem) {
    guard let kind = Self(rawValue: text.text) else {
      let names = Self.allCases.map(\.rawValue)
      throw Problem(
        "`kind` can't be `\(text.text)`", at: text.range,
        help: suggestion(for: text.text, among: names) ?? "the kinds are \(names.joined(separator: ", "))")
    }
    self = kind
  }

  /// 0 for what the search shows first.
  package var rank: Int {
    switch self {
    case .lesson: 0
    case .reference: 1
    case .authorGuide: 2
    }
  }
}

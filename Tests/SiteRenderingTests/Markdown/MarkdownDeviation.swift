import Foundation
import LessonDocument
import TestSupport

/// Examples of a specification that the site shows otherwise, and why. The table is in `Tests/Fixtures/markdown/deviations.json`.
struct MarkdownDeviation: Decodable {
  var specification: String
  var reason: String
  /// What makes the two equal; nil for a deviation that isn't of such a form.
  var allowance: Allowance?
  var examples: [Int]

  enum Allowance: String, Decodable {
    /// Typographic marks: `“` for `"`, `–` for `--`.
    case typography
    /// A page has one title, so that further first-level headings, and all below them, are one level lower.
    case headingLevels = "heading levels"
    /// The address of a file of the course: its page's, with the letters of any script.
    case fileAddresses = "file addresses"
  }

  static func all(of specification: String) throws -> [MarkdownDeviation] {
    try JSONDecoder().decode([MarkdownDeviation].self, from: Data(Fixtures.bytes(of: "markdown/deviations.json")))
      .filter { $0.specification == specification }
  }

  func allows(_ example: MarkdownExample) -> Bool {
    switch allowance {
    case nil: true
    case .typography: example.rendered.mapTokens(Self.straight) == example.expected
    case .headingLevels: example.rendered.mapTokens(Self.raised) == example.expected
    case .fileAddresses: example.rendered.mapTokens(Self.decoded) == example.expected.mapTokens(Self.decoded)
    }
  }

  private static func straight(_ token: NormalHTML.Token) -> NormalHTML.Token? {
    guard case .text(let text) = token else { return token }
    let marks = [("‘", "'"), ("’", "'"), ("“", "\""), ("”", "\""), ("–", "--"), ("—", "---"), ("…", "...")]
    return .text(marks.reduce(text) { $0.replacing($1.0, with: $1.1) })
  }

  private static func raised(_ token: NormalHTML.Token) -> NormalHTML.Token? {
    switch token {
    case .open(let name, let attributes): .open(raised(name), attributes)
    case .close(let name): .close(raised(name))
    case .text: token
    }
  }

  private static func raised(_ name: String) -> String {
    guard let level = name.wholeMatch(of: #/h([2-6])/#).flatMap({ Int($0.1) }) else { return name }
    return "h\(level - 1)"
  }

  private static func decoded(_ token: NormalHTML.Token) -> NormalHTML.Token? {
    guard case .open(let name, var attributes) = token, let address = attributes["href"] else { return token }
    let path = address.percentDecoded
    attributes["href"] = (path.hasPrefix("./") ? String(path.dropFirst(2)) : path).replacing(#/\.html$/#, with: ".md")
    return .open(name, attributes)
  }
}

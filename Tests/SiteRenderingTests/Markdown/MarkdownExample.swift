import Foundation
import LessonChecks
import LessonDocument
import TestSupport

@testable import SiteRendering

/// An example of a specification of Markdown: a text, and the HTML that it stands for.
struct MarkdownExample: Decodable {
  var example: Int
  var section: String
  var markdown: String
  var html: String

  /// - Parameter name: The name of a specification: `commonmark` or `github`.
  static func all(of name: String) throws -> [MarkdownExample] {
    try JSONDecoder().decode([MarkdownExample].self, from: Data(Fixtures.bytes(of: "markdown/\(name).json")))
  }

  var expected: NormalHTML { NormalHTML(html) }

  /// What the site shows of it: the whole article if the text begins with the title of a page.
  var rendered: NormalHTML {
    let result = lesson(Self.withHost(markdown))
    let renderer = LessonRenderer(result)
    let hasTitle = if case .heading(1, _, _)? = result.document.blocks.first { true } else { false }
    let markup = hasTitle ? renderer.article : renderer.html(result.document.blocks)
    return NormalHTML(markup.markup.replacing(Self.host, with: ""))
  }

  /// A link to `/url` leads out of a course and is no link on its pages, so the examples get a host.
  private static func withHost(_ text: String) -> String {
    text.replacing(#/(?:\]\(\s*<?|\]:\s*<?)(?=\/)/#) { $0.output + host }
  }

  private static let host = "https://host.invalid"
}

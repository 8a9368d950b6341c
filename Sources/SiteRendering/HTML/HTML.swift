import ToolSupport

/// Markup that may stand in a page as it is. Text becomes a part of it only escaped:
///
///     let row: HTML = "<td title=\"\(title)\">\(text)</td>"   // title and text are escaped
///
/// The type system thus separates our own markup from the text of an author, a cell or a formula.
package struct HTML: Sendable, Hashable {
  package private(set) var markup: String

  /// - Parameter markup: What is already markup, such as MathML.
  package init(verbatim markup: String) { self.markup = markup }

  /// - Parameter text: What is to be read as it stands, in an element or in a quoted attribute.
  package init(text: some StringProtocol) { markup = Self.escaped(text) }

  package static let empty = HTML(verbatim: "")

  package var isEmpty: Bool { markup.isEmpty }

  /// Of markup without tags, what a reader reads.
  var text: String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")].reduce(markup) { $0.replacing($1.0, with: $1.1) }
  }

  package static func + (a: HTML, b: HTML) -> HTML { HTML(verbatim: a.markup + b.markup) }
  package static func += (a: inout HTML, b: HTML) { a.markup += b.markup }
}

extension HTML {
  /// Goes by scalar, not by character: in `"\u{301}` the quote is a part of a larger character, and still ends an
  /// attribute.
  private static func escaped(_ text: some StringProtocol) -> String {
    // Not a `UnicodeScalarView`: to append several scalars, it copies all that it has.
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.unicodeScalars.append(visible(scalar))
      }
    }
    return out
  }

  /// HTML forbids control characters, so a page shows their pictures: ␀ for a zero byte.
  private static func visible(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    switch scalar.value {
    case 0x09, 0x0A: scalar
    case 0x00..<0x20: Unicode.Scalar(0x2400 + scalar.value) ?? "\u{FFFD}"
    case 0x7F: "\u{2421}"
    case 0x80..<0xA0, 0xFDD0...0xFDEF: "\u{FFFD}"
    case _ where scalar.value & 0xFFFE == 0xFFFE: "\u{FFFD}"
    default: scalar
    }
  }
}

extension HTML: Codable {
  package init(from decoder: any Decoder) throws { markup = String(decoding: try TextsBesideJSON.text(from: decoder), as: UTF8.self) }
  package func encode(to encoder: any Encoder) throws { try TextsBesideJSON.encode(markup.utf8, to: encoder) }
}

extension HTML: ExpressibleByStringInterpolation {
  package init(stringLiteral markup: String) { self.init(verbatim: markup) }
  package init(stringInterpolation: StringInterpolation) { self.init(verbatim: stringInterpolation.markup) }

  package struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var markup = ""

    package init(literalCapacity: Int, interpolationCount: Int) { markup.reserveCapacity(literalCapacity) }

    package mutating func appendLiteral(_ literal: String) { markup += literal }
    package mutating func appendInterpolation(_ html: HTML) { markup += html.markup }
    package mutating func appendInterpolation(_ text: some StringProtocol) { markup += HTML.escaped(text) }
    package mutating func appendInterpolation(_ number: Int) { markup += String(number) }
  }
}

extension Sequence<HTML> {
  package func joined(separator: String = "") -> HTML {
    HTML(verbatim: map(\.markup).joined(separator: separator))
  }
}

/// A tag of HTML that an author wrote: `<img src="scores.svg" width="300">`.
struct HTMLTag: Hashable {
  var name: String
  var isClosing: Bool
  var attributes: [String: String]

  /// A text cut into its tags and what is between them.
  enum Token: Hashable {
    case tag(HTMLTag)
    case text(String)
  }

  /// - Parameter html: Raw HTML without comments.
  static func tokens(of html: String) -> [Token] {
    var tokens: [Token] = []
    var text = ""
    var rest = html[...]
    while let start = rest.firstIndex(of: "<") {
      text += rest[..<start]
      rest = rest[start...]
      guard let (tag, end) = tag(beginning: rest) else {
        text.append(rest.removeFirst())
        continue
      }
      if !text.isEmpty { tokens.append(.text(decoded(text))) }
      text = ""
      tokens.append(.tag(tag))
      rest = rest[end...]
    }
    text += rest
    return text.isEmpty ? tokens : tokens + [.text(decoded(text))]
  }

  // Regular expressions in a function are read anew at each call.
  private nonisolated(unsafe) static let tagPattern =
    #/<(\/?)([A-Za-z][A-Za-z0-9\-]*)((?:\s+[A-Za-z_:][A-Za-z0-9_.:\-]*(?:\s*=\s*(?:[^\s"'=<>`]+|'[^']*'|"[^"]*"))?)*)\s*\/?>/#
  private nonisolated(unsafe) static let attributePattern = #/([A-Za-z_:][A-Za-z0-9_.:\-]*)(?:\s*=\s*([^\s"'=<>`]+|'[^']*'|"[^"]*"))?/#
  private nonisolated(unsafe) static let referencePattern = #/&(?:#([0-9]{1,7})|#[xX]([0-9A-Fa-f]{1,6})|([A-Za-z]+));/#

  private static func tag(beginning text: Substring) -> (HTMLTag, end: Substring.Index)? {
    guard let found = text.prefixMatch(of: tagPattern) else { return nil }
    var attributes: [String: String] = [:]
    for match in found.3.matches(of: attributePattern) {
      let value = match.2 ?? ""
      let isQuoted = value.first == "\"" || value.first == "'"
      attributes[match.1.lowercased()] = decoded(isQuoted ? value.dropFirst().dropLast() : value)
    }
    return (HTMLTag(name: found.2.lowercased(), isClosing: !found.1.isEmpty, attributes: attributes), found.range.upperBound)
  }

  /// A text with its most usual character references decoded. Others stay as they were written.
  private static func decoded(_ text: some StringProtocol) -> String {
    String(text).replacing(referencePattern) { match -> String in
      let number = match.1.flatMap { UInt32($0) } ?? match.2.flatMap { UInt32($0, radix: 16) }
      if let number { return Unicode.Scalar(number).map { String(Character($0)) } ?? "\u{FFFD}" }
      return match.3.flatMap { names[String($0)] } ?? String(match.0)
    }
  }

  private static let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}"]
}

/// The elements of HTML that a lesson may write within a text, without attributes other than `lang`.
///
/// Only what is listed here, in `DocumentParser+HTML.swift` and in the documentation reaches a page; everything else is left out, and reported.
package enum TextElement: String, Sendable, Hashable, CaseIterable {
  case sub, sup, kbd, del, ins, mark, small, samp
  case variable = "var"
  case quotation = "q"
  case cite
}

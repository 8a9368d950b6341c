import ToolSupport

/// Where an address in a lesson leads.
package enum LinkTarget: Sendable, Hashable {
  /// Out of the course: to a page of the web, or to another program, say for mail.
  case external(scheme: String, rest: String)
  /// To a file of the course, from the folder of lessons; an empty path is the lesson itself.
  case file(path: String, query: String?, anchor: String?)
  /// What a page of the site doesn't follow: `javascript:…`, `//host`, `/path`.
  case elsewhere

  private static let schemes = ["https", "http", "mailto", "tel", "sms"]

  package init(_ address: String) {
    // A browser passes over such characters when it looks for the scheme.
    let visible = address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
    let head = visible.prefix { !["/", "?", "#"].contains($0) }
    if let colon = head.firstIndex(of: ":") {
      let scheme = String(head[..<colon]).lowercased()
      let rest = String(String.UnicodeScalarView(visible[visible.index(after: colon)...]))
      self = Self.schemes.contains(scheme) ? .external(scheme: scheme, rest: rest) : .elsewhere
      return
    }
    guard visible.first != "/" else {
      self = .elsewhere
      return
    }
    let (beforeAnchor, anchor) = Self.split(address, at: "#")
    let (path, query) = Self.split(beforeAnchor, at: "?")
    self = .file(path: Self.simplified(path.percentDecoded.composed), query: query, anchor: anchor?.percentDecoded.composed)
  }

  private static func split(_ text: String, at sign: Character) -> (String, String?) {
    guard let index = text.firstIndex(of: sign) else { return (text, nil) }
    return (String(text[..<index]), String(text[text.index(after: index)...]))
  }

  /// Without `.` and without `..` after a folder.
  private static func simplified(_ path: String) -> String {
    var parts: [Substring] = []
    for part in path.split(separator: "/", omittingEmptySubsequences: false) {
      if part == "." { continue }
      if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    return parts.joined(separator: "/")
  }
}

extension Link {
  package var target: LinkTarget { LinkTarget(destination) }
}

extension Image {
  /// Of its file, from the folder of lessons; its address as it is written if that leads elsewhere.
  package var path: String {
    if case .file(let path, _, _) = LinkTarget(source) { path } else { source.percentDecoded }
  }
}

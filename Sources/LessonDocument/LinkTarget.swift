import ToolSupport

/// The target of a link in a lesson.
package enum LinkTarget: Sendable, Hashable {
  /// Outside the course: a page on the web, or another program, such as mail.
  case external(scheme: String, rest: String)
  /// A file of the course, relative to the folder of lessons. An empty path means the lesson itself.
  case file(path: String, query: String?, anchor: String?)
  /// An address that the site can't link to: `javascript:…`, `//host`, `/path`.
  case elsewhere

  private static let schemes = ["https", "http", "mailto", "tel", "sms"]

  /// - Parameter folder: The folder of the lesson, below the folder of lessons: empty, or `basics/`.
  package init(_ address: String, from folder: String = "") {
    // Browsers ignore these characters when they look for the scheme.
    let visible = address.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
    let head = visible.prefix { !["/", "?", "#"].contains($0) }
    if let colon = head.firstIndex(of: ":"),
      head[..<colon].allSatisfy({ $0.isASCII && ($0.properties.isAlphabetic || "0123456789+-.".unicodeScalars.contains($0)) })
    {
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
    let place = path.isEmpty ? "" : Self.simplified(folder + path.percentDecoded.composed)
    self = .file(path: place, query: query, anchor: anchor?.percentDecoded.composed)
  }

  private static func split(_ text: String, at sign: Character) -> (String, String?) {
    guard let index = text.firstIndex(of: sign) else { return (text, nil) }
    return (String(text[..<index]), String(text[text.index(after: index)...]))
  }

  /// The path without `.`, and without `..` after a folder.
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
  package var target: LinkTarget { LinkTarget(destination, from: folder) }
}

extension Image {
  /// The path of the file relative to the folder of lessons, or the address itself if it doesn't lead to one.
  package var path: String {
    if case .file(let path, _, _) = LinkTarget(source, from: folder) { path } else { source.percentDecoded }
  }
}

extension String {
  /// The name of a lesson's file as its page has it: `basics-01-vectors.md` for `basics/01-vectors.md`.
  package var pathAsName: String { replacing("/", with: "-") }
}

import LessonDocument

/// Where a link of a lesson leads on the site.
enum PageAddress {
  private static let schemes = ["https", "http", "mailto"]

  /// The address of a lesson's page is its file's with another ending; nil for an address that would run a script or
  /// otherwise does not lead to a page.
  static func of(_ destination: String) -> String? {
    // A browser passes over such characters when it looks for the scheme.
    let address = destination.unicodeScalars.filter { $0.value > 0x20 && $0.value != 0x7F }
    let head = address.prefix { !["/", "?", "#"].contains($0) }
    if let colon = head.firstIndex(of: ":") {
      return schemes.contains(String(head[..<colon]).lowercased()) ? destination : nil
    }
    let (path, anchor) = Link.target(of: destination)
    let page = path.hasSuffix(".md") ? path.dropLast(3) + ".html" : path
    return page.percentEncoded + (anchor.map { "#" + $0.percentEncoded } ?? "")
  }
}

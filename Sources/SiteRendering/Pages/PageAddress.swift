import LessonDocument

/// Where a link of a lesson leads on the site.
enum PageAddress {
  /// The address of a lesson's page is its file's with another ending; nil for an address that would run a script or
  /// otherwise does not lead to a page.
  static func of(_ destination: String) -> String? {
    switch LinkTarget(destination) {
    case .external: return destination.escapedAddress
    case .elsewhere: return nil
    case .file(let path, let query, let anchor):
      let page = path.hasSuffix(".md") ? path.dropLast(3) + ".html" : path
      // A colon in a file's name would end a scheme.
      let isScheme = page.prefix { $0 != "/" }.contains(":")
      return (isScheme ? "./" : "") + page.percentEncoded + (query.map { "?" + $0.percentEncoded } ?? "")
        + (anchor.map { "#" + $0.percentEncoded } ?? "")
    }
  }
}

import LessonDocument

/// Where a link of a lesson leads on the site.
enum PageAddress {
  /// The address of a lesson's page is its file's with another ending; nil for an address that would run a script or
  /// otherwise does not lead to a page.
  ///
  /// - Parameter folder: The folder of the lesson, below the folder of lessons.
  static func of(_ destination: String, from folder: String = "") -> String? {
    switch LinkTarget(destination, from: folder) {
    case .external: return destination.escapedAddress
    case .elsewhere: return nil
    case .file(let path, let query, let anchor):
      let page = path.hasSuffix(".md") ? path.pathAsName.dropLast(3) + ".html" : path
      // A colon in a file's name would end a scheme.
      let isScheme = page.prefix { $0 != "/" }.contains(":")
      return (isScheme ? "./" : "") + page.percentEncoded + (query.map { "?" + $0.percentEncoded } ?? "")
        + (anchor.map { "#" + $0.percentEncoded } ?? "")
    }
  }
}

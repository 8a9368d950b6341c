/// A file of the site: where it stands in the site's folder, and what is in it.
package struct SiteFile: Codable, Sendable, Hashable {
  /// Relative to the site's folder, with `/` between its parts: `assets/theme.css`.
  package var path: String
  package var bytes: [UInt8]
  /// Whether the file is taken over from the site that stands, unread: `bytes` is then empty.
  package var isKept = false

  /// A file of the site that stands, which hasn't changed.
  package static func kept(_ path: String) -> SiteFile {
    var file = SiteFile(path: path, bytes: [])
    file.isKept = true
    return file
  }

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}

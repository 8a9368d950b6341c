/// A file of the site: where it stands in the site's folder, and what is in it.
package struct SiteFile: Sendable, Hashable {
  /// Relative to the site's folder, with `/` between its parts: `assets/theme.css`.
  package var path: String
  package var bytes: [UInt8]

  package init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
  }

  package init(path: String, text: String) {
    self.init(path: path, bytes: Array(text.utf8))
  }
}

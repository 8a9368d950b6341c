import Diagnostics
import LessonDocument

extension Document {
  /// `06-worked-example.html`.
  package var pageName: String { name + ".html" }

  /// - Throws: Why the site can't have a page of that name.
  package func checkPageName() throws(Diagnostic) {
    // Some file systems don't tell `Index.html` from `index.html`.
    if Self.takenNames.contains(name.lowercased()) {
      throw Diagnostic(
        Problem(
          "a lesson can't be called `\(name)`: the site has a page of that name", at: 0..<0, help: "rename it, say `01-\(name).md`"),
        in: file)
    }
    let limit = Self.longestFileName - ".html".utf8.count
    if name.utf8.count > limit {
      throw Diagnostic(
        Problem("the lesson's name is too long for its page", at: 0..<0, help: "give it one of at most \(limit) bytes"), in: file)
    }
  }

  /// The site's own pages.
  private static let takenNames = ["index", "404", "checks", "print"]
  /// On all usual file systems, in bytes.
  private static let longestFileName = 255
}

import Diagnostics
import LessonDocument
import ToolSupport

extension Document {
  /// `06-worked-example.html`.
  package var pageName: String { pageStem + ".html" }

  /// The file's name, in the form in which links and the names of pages meet.
  package var pageStem: String { name.composed }

  /// Whether its text is that of the landing page: `index.md`.
  package var isLandingPage: Bool { name == "index" }

  /// Why the site can't have a page of that name; nil if it can.
  package var problemOfPageName: Problem? {
    if isLandingPage { return nil }
    // Some file systems don't tell `Index.html` from `index.html`.
    if Self.takenNames.contains(name.lowercased()) || name.lowercased() == "index" {
      return Problem(
        "a lesson can't be called `\(name)`: the site has a page of that name", at: 0..<0, help: "rename it, say `01-\(name).md`")
    }
    let limit = Self.longestFileName - ".ipynb".utf8.count
    if name.utf8.count > limit {
      return Problem("the lesson's name is too long for its page", at: 0..<0, help: "give it one of at most \(limit) bytes")
    }
    return nil
  }

  /// The site's own pages, and what the ids of each page's frame begin with.
  private static let takenNames = ["404", "checks", "print", "page"]
  /// On all usual file systems, in bytes.
  private static let longestFileName = 255
}

import Diagnostics
import LessonDocument

/// What the links and images of a course can lead to: its lessons by file name, the anchors on each, and its pictures.
package struct LinkTargets: Sendable {
  private var anchors: [String: Set<String>]
  /// The size of each picture of the course, by its path.
  package let pictures: [String: Int]

  package init(_ course: Course) {
    anchors = [:]
    pictures = course.pictures
    for lesson in course.lessons { anchors[lesson.name + ".md"] = lesson.anchors }
  }

  package var lessons: [String] { anchors.keys.sorted() }

  package func anchors(of lesson: String) -> Set<String>? { anchors[lesson] }
}

extension Document {
  /// What `#…` can name on this page: headings, cells with an id, formulas with an id.
  package var anchors: Set<String> {
    var found = Set(formulas.compactMap { $0.check?.id }).union(cells.compactMap(\.options.id))
    func visit(_ blocks: [Block]) {
      for block in blocks {
        switch block {
        case .heading(_, let id, _): found.insert(id)
        case .list(let list): list.items.forEach(visit)
        case .quote(let inner), .alert(_, let inner): visit(inner)
        default: break
        }
      }
    }
    visit(blocks)
    return found
  }
}

/// Finds links that lead nowhere.
enum LinkChecker {
  static func problems(in document: Document, targets: LinkTargets) -> [Problem] {
    document.links.compactMap { link in
      let (path, anchor) = link.target
      guard !isExternal(link.destination) else { return nil }
      let lesson = path.isEmpty && anchor != nil ? document.name + ".md" : path
      guard lesson.hasSuffix(".md") else {
        return Problem(
          link.destination.isEmpty ? "this link leads nowhere" : "`\(link.destination)` is not part of the course",
          at: link.range,
          help: "link to a lesson's `.md` file, or to an address that begins with `https://`")
      }
      guard let anchors = targets.anchors(of: lesson) else {
        return Problem(
          "there is no lesson `\(lesson)`", at: link.range,
          help: nearestName(to: lesson, among: targets.lessons).map { "did you mean `\($0)`?" }
            ?? "the lessons are \(targets.lessons.map { "`\($0)`" }.joined(separator: ", "))")
      }
      guard let anchor, !anchors.contains(anchor) else { return nil }
      return Problem(
        "there is no `#\(anchor)` in `\(lesson)`", at: link.range,
        help: nearestName(to: anchor, among: anchors).map { "did you mean `#\($0)`?" }
          ?? "link to a heading of that lesson, or to the id of a formula or cell")
    }
  }

  private static func isExternal(_ destination: String) -> Bool {
    ["https://", "http://", "mailto:"].contains { destination.hasPrefix($0) }
  }
}

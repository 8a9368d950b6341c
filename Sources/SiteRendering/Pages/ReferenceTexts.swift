import LessonDocument
import ToolSupport

/// What a link without words of its own says: the heading, the number of the equation, or the title of the lesson that it leads to.
struct ReferenceTexts: Sendable {
  private struct Lesson: Sendable {
    var title: String
    /// By the ids of the headings.
    var headings: [String: HTML] = [:]
    /// By the ids of the formulas.
    var equations: [String: Int] = [:]
  }

  /// By the names by which links refer to the lessons: `softmax.md`.
  private var lessons: [String: Lesson] = [:]

  init(_ renderers: [LessonRenderer] = []) {
    for renderer in renderers {
      let document = renderer.document
      var lesson = Lesson(title: document.title)
      for case .heading(_, let id, let content) in document.blocks.depthFirst { lesson.headings[id] = renderer.reference(content) }
      for (index, number) in renderer.equationNumbers {
        if let id = document.formulas[index].check?.id { lesson.equations[id] = number }
      }
      lessons[document.pageStem + ".md"] = lesson
    }
  }

  /// - Parameters:
  ///   - path: The lesson's file; empty for the page of the link.
  ///   - page: The file of the page of the link.
  /// - Returns: nil for what has no text or number of its own, such as a cell.
  func text(path: String, anchor: String?, onPage page: String) -> HTML? {
    let file = path.isEmpty ? page : path
    guard let lesson = lessons[file] else { return nil }
    guard let anchor, !anchor.isEmpty else { return "\(lesson.title)" }
    if let heading = lesson.headings[anchor] { return heading }
    guard let number = lesson.equations[anchor] else { return nil }
    return file == page ? "(\(number))" : "\(lesson.title) (\(number))"
  }
}

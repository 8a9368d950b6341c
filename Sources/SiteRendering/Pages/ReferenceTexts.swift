import CellAnalysis
import Diagnostics
import LessonDocument
import ToolSupport

/// What a link without words of its own says: the heading, the title of the lesson, or the number of the equation, figure, table or cell that
/// it leads to.
struct ReferenceTexts: Sendable {
  struct Lesson: Codable, Sendable, Hashable {
    var title: String
    /// By the ids of the headings.
    var headings: [String: HTML] = [:]
    /// By the ids of the formulas.
    var equations: [String: Int] = [:]
    /// `Figure 3`, by the ids of the captions.
    var captions: [String: HTML] = [:]
    /// `Cell 2`, by the ids of the cells.
    var cells: [String: HTML] = [:]
    var separator: HTML
  }

  /// By the names by which links refer to the lessons: `softmax.md`.
  private var lessons: [String: Lesson] = [:]
  /// The lessons that weren't rendered anew, by the same names.
  private var kept: [String: LessonPart] = [:]

  /// - Parameter kept: The lessons that weren't rendered anew.
  init(_ renderers: [LessonRenderer] = [], keeping kept: [LessonPart] = []) {
    self.kept = Dictionary(kept.map { ($0.referenceName, $0) }) { first, _ in first }
    let numberedCells = Set(renderers.flatMap { $0.document.targetsOfLinksWithoutWords } + kept.flatMap(\.wordlessTargets))
    for renderer in renderers {
      let (document, localization) = (renderer.document, renderer.localization)
      let file = document.pageStem + ".md"
      var lesson = Lesson(title: document.title, separator: localization.listSeparator)
      for case .heading(_, let id, let content) in document.blocks.depthFirst { lesson.headings[id] = renderer.reference(content) }
      for (index, number) in renderer.equationNumbers {
        if let id = document.formulas[index].id { lesson.equations[id] = number }
      }
      for caption in document.captions {
        if let id = caption.id { lesson.captions[id.text] = localization.number(of: caption) }
      }
      // Only cells that the text refers to by their numbers have one.
      for id in document.cells.compactMap(\.options.id) where numberedCells.contains("\(file)#\(id)") {
        lesson.cells[id] = localization.cellNumber(lesson.cells.count + 1)
      }
      lessons[file] = lesson
    }
  }

  private func lesson(named file: String) -> Lesson? { lessons[file] ?? kept[file]?.interface?.references }

  /// What links to a lesson say.
  func ofOwnLesson(_ document: Document) -> Lesson {
    lessons[document.pageStem + ".md"] ?? Lesson(title: document.title, separator: .empty)
  }

  /// - Parameters:
  ///   - path: The lesson's file; empty for the page of the link.
  ///   - page: The file of the page of the link.
  /// - Returns: nil for what doesn't exist.
  func text(path: String, anchor: String?, onPage page: String) -> HTML? {
    let file = path.isEmpty ? page : path.pathAsName
    guard let lesson = lesson(named: file) else { return nil }
    guard let anchor, !anchor.isEmpty else { return "\(lesson.title)" }
    if let heading = lesson.headings[anchor] { return heading }
    if let number = lesson.equations[anchor] { return file == page ? "(\(number))" : "\(lesson.title) (\(number))" }
    guard let name = lesson.captions[anchor] ?? lesson.cells[anchor] else { return nil }
    return file == page ? name : "\(lesson.title)\(lesson.separator)\(name)"
  }

  /// - Parameter lesson: The name of the lesson's page.
  func numberOfCell(_ id: String, inLesson lesson: String) -> HTML? { self.lesson(named: lesson + ".md")?.cells[id] }
}

extension Document {
  /// What its links without words lead to: `softmax.md#scores`.
  var targetsOfLinksWithoutWords: [String] {
    let texts = (blocks + footnotes.flatMap(\.content)).depthFirst.flatMap(\.texts)
    return texts.flatMap(\.depthFirst).compactMap { inline in
      guard case .link(let index, let words) = inline, words.isEmpty, case .file(let path, _, let anchor?) = links[index].target else {
        return nil
      }
      return "\(path.isEmpty ? pageStem + ".md" : path.pathAsName)#\(anchor)"
    }
  }
}

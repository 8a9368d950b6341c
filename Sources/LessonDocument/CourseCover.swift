import Diagnostics

extension CourseSettings {
  /// A formula or a cell of a lesson that the landing page shows: `06-worked-example#attention`.
  package struct CoverPart: Sendable, Hashable {
    /// The lesson's file's name, without its ending.
    package var lesson: String
    package var id: String
    var range: Range<Int>

    static func parse(_ name: LocatedYAML.Scalar) throws(Problem) -> CoverPart {
      let parts = name.text.split(separator: "#", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else {
        throw Problem(
          "`\(name.text)` names no part of a lesson", at: name.range,
          help: "write the lesson and the id of a formula or cell in it: `01-first#softmax`")
      }
      let lesson = parts[0].hasSuffix(".md") ? String(parts[0].dropLast(3)) : parts[0]
      return CoverPart(lesson: lesson, id: parts[1].composed, range: name.range)
    }
  }

  /// - Parameter file: `course.yml`, for what is wrong with it.
  package func checkCover(in lessons: [Document], file: SourceFile) throws(Diagnostic) {
    for part in cover {
      guard let lesson = lessons.first(where: { $0.name == part.lesson }) else {
        let name = nearestName(to: part.lesson, among: lessons.map(\.name))
        throw Diagnostic(
          Problem(
            "there is no lesson `\(part.lesson)`", at: part.range,
            help: name.map { "did you mean `\($0)`?" } ?? "write its file's name"), in: file)
      }
      // What is wrong with a lesson that can't be read is told there.
      guard lesson.exhibit(part.id) == nil, !lesson.diagnostics.contains(where: \.isError) else { continue }
      let ids = lesson.formulas.compactMap { $0.check?.id } + lesson.cells.compactMap(\.options.id)
      throw Diagnostic(
        Problem(
          "there is no formula or cell `#\(part.id)` in `\(part.lesson)`", at: part.range,
          help: nearestName(to: part.id, among: ids).map { "did you mean `#\($0)`?" }
            ?? "a cell is named by `id=` on its fence, a formula by `id:` in its check"), in: file)
    }
  }
}

extension Document {
  /// The display formula or the cell with this id, wherever it stands in the text.
  package func exhibit(_ id: String) -> Block? {
    blocks.depthFirst.first { block in
      switch block {
      case .formula(let index): formulas[index].check?.id == id
      case .cell(let index): cells[index].options.id == id
      case .heading, .paragraph, .list, .quote, .alert, .thematicBreak, .listing, .table: false
      }
    }
  }
}

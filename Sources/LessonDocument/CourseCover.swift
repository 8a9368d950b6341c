import CellAnalysis
import CourseConfiguration
import Diagnostics

extension CourseSettings {
  /// - Parameter file: `course.yml`, where problems are reported.
  package func checkCover(in lessons: [Document], file: SourceFile) throws(Diagnostic) {
    for part in cover {
      guard let lesson = lessons.first(where: { $0.name == part.lesson }) else {
        throw Diagnostic(
          Problem(
            "there is no lesson `\(part.lesson)`", at: part.range,
            help: suggestion(for: part.lesson, among: lessons.map(\.name)) ?? "write its file's name"), in: file)
      }
      // The problems of an unreadable lesson are reported with that lesson.
      guard lesson.exhibit(part.id) == nil, !lesson.diagnostics.contains(where: \.isError) else { continue }
      let ids = lesson.formulas.compactMap { $0.id } + lesson.cells.compactMap(\.options.id)
      throw Diagnostic(
        Problem(
          "there is no formula or cell `#\(part.id)` in `\(part.lesson)`", at: part.range,
          help: suggestion(for: part.id, among: ids, as: { "#\($0)" })
            ?? "a cell is named by `id=` on its fence, a formula by `id:` in its check"), in: file)
    }
  }
}

extension Document {
  /// The display formula or the cell with this id, at any depth of the text.
  package func exhibit(_ id: String) -> Block? {
    blocks.depthFirst.first { block in
      switch block {
      case .formula(let index): formulas[index].id == id
      case .cell(let index): cells[index].options.id == id
      case .heading, .paragraph, .list, .quote, .alert, .question, .details, .captioned, .definitions, .thematicBreak, .listing, .table:
        false
      }
    }
  }
}

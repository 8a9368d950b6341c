import CellAnalysis
import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner

/// The Markdown file whose cells run before those of each lesson: `setup: setup.md` in `course.yml`.
enum CourseSetUp {
  /// - Parameter file: `course.yml`, where a missing file is reported. A mistake in the set-up is reported there: no lesson could run.
  static func cells(of settings: CourseSettings, in folder: URL, _ file: SourceFile) throws(Diagnostic) -> [Cell] {
    guard let name = settings.setUp else { return [] }
    let path = name.text
    func problem(_ message: String, _ help: String) -> Diagnostic { Diagnostic(Problem(message, at: name.range, help: help), in: file) }
    let url = folder.appending(path: path).standardizedFileURL.resolvingSymlinksInPath()
    guard url.path.hasPrefix(folder.standardizedFileURL.resolvingSymlinksInPath().path + "/"), !path.hasPrefix("/") else {
      throw problem("`\(path)` isn't in the folder of lessons", "move it there: its path is relative to that folder")
    }
    guard path.hasSuffix(".md") else { throw problem("`\(path)` isn't a Markdown file", "name one that ends in `.md`") }
    guard let bytes = contentsOfRegularFile(url.path) else {
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
      throw Diagnostic(
        UnreadNamedFile.problem(path, in: folder, at: name.range, among: names.filter { $0.hasSuffix(".md") }), in: file)
    }
    let shown = CourseLoader.shown(folder.appending(path: path))
    let document = DocumentParser.parse([UInt8](bytes), path: shown, macros: settings.macros)
    if !document.canRun || !document.brokenPrograms.isEmpty, let error = document.diagnostics.first(where: \.isError) { throw error }
    var cells: [Cell] = []
    for var cell in document.cells where cell.options.isCompiled {
      if let word = Self.unfitWord(of: cell.options) {
        let opening = cell.range.lowerBound..<cell.range.lowerBound + 3
        throw Diagnostic(
          Problem(
            "a cell of the set-up can't have `\(word)`", at: opening,
            help: "take it off: these cells run before those of each program, and no page shows them"), in: document.file)
      }
      cell.source = document.file
      cell.options.display = .hidden
      cell.options.id = nil
      cell.recorded = nil
      cells.append(cell)
    }
    return cells
  }

  private static func unfitWord(of options: CellOptions) -> String? {
    options.words.first.map(\.rawValue) ?? options.group.map { "group=\($0)" }
  }
}

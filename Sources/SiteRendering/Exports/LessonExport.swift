import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import LessonChecks
import LessonDocument
import LessonRunner

/// What readers take away of a lesson. Each file says where it is from, under which license, and what was checked.
package struct LessonExport {
  package let notebook: SiteFile
  /// What isn't a cell of the notebook, although it is one of the lesson.
  package let notebookRemarks: [String]
  /// For readers and programs: without front matter and comments.
  package let markdown: SiteFile
  /// With all that the tool reads, so that the same lesson can be made of it again.
  package let completeMarkdown: SiteFile
  /// Empty for a lesson without cells that run.
  package let scripts: [SiteFile]

  package init(_ result: LessonResult, _ settings: CourseSettings) {
    let document = result.document
    let provenance = Provenance(document, CheckSummary(document, result.report), settings)
    let citations = CitationText(document, Localization.of(language: settings.language))
    notebook = Notebook(document, provenance, citations, figures: Self.figures(result, settings)).file(document)
    notebookRemarks = Notebook.linesOfListings(of: document).map {
      "\(document.file.path):\($0): this cell is in a list or a quotation, where a notebook has none: it is shown there, and isn't run"
    }
    let twin = MarkdownTwin(document: document, provenance: provenance, citations: citations)
    markdown = twin.file
    completeMarkdown = twin.complete
    scripts = LessonScript(document: document, run: result.run, course: settings.title, imports: result.run.imports).files
  }

  /// The figures that the page shows of each cell.
  private static func figures(_ result: LessonResult, _ settings: CourseSettings) -> [Int: [NotebookPicture]] {
    let localization = Localization.of(language: settings.language).figures
    let pictures = result.document.cells.filter(\.options.isOutputCompared).map { cell in
      let figures = result.run.cells[cell.index].outputs.compactMap { output -> NotebookPicture? in
        guard case .value(let value) = output, case .figure(let figure) = value.content else { return nil }
        return NotebookPicture(figure, recorded: value.recordedText, localization)
      }
      return (cell.index, figures)
    }
    return Dictionary(uniqueKeysWithValues: pictures)
  }
}

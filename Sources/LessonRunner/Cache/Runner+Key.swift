import CellAnalysis
import CourseConfiguration
import Foundation
import LessonDocument

extension Runner {
  /// A key of everything that the lesson's run depends on: the programs made of its cells and of the expressions in check comments, the
  /// files that the cells may read, the limits, the library, the compiler, and this tool. Prose, titles, formulas and the display of cells
  /// aren't part of it. Cells can read nothing else, except for the system's files: see `ProgramProcess.systemFolders`.
  package func key(of document: Document) -> String {
    var key = Fingerprint()
    key.add(toolchain.identityWithTool)
    key.add(kit.fingerprint)
    key.add("\(limits)")
    key.add("\(document.compiler)")
    let writer = ProgramWriter(imports: kit.imports(of: document))
    for program in writer.programs(for: document) {
      key.add(program.source)
      key.add("\(program.cells) \(program.crashCells) \(program.constants)")
    }
    for cell in document.cells {
      if cell.options.compilation == .byItself {
        key.add(writer.program(endingWith: cell.index, of: document).source)
      }
      key.add("\(cell.options.expectation) \(cell.options.timeoutInSeconds ?? limits.secondsPerCell) \(cell.options.printedBytes ?? 0)")
    }
    let data = DataFolder(of: document)
    // Data that can't be used is reported when the lesson runs: no run without it holds any more.
    if let obstacle = data.obstacle { key.add(obstacle.message) }
    for file in data.files {
      key.add("\(file.path) \(file.isExecutable)")
      _ = key.addContent(ofFile: file.location.path)
    }
    return key.description
  }
}

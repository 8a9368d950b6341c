import CellAnalysis
import CourseConfiguration
import Foundation
import LessonDocument

extension Runner {
  /// What running the lesson depends on, and nothing else: the programs made of its cells and of its check comments' expressions, what
  /// the cells may use and read, the library, the compiler, and this tool. Prose, titles, formulas and how a cell is shown aren't in it.
  /// What a cell may read is no more than that, and what the system has: see `ProgramProcess.systemFolders`.
  package func key(of document: Document) -> String {
    var key = Fingerprint()
    key.add(toolchain.identityWithTool)
    key.add(kit.fingerprint)
    key.add("\(limits)")
    let writer = ProgramWriter(imports: kit.imports)
    for program in writer.programs(for: document) {
      key.add(program.source)
      key.add("\(program.cells) \(program.crashCells)")
    }
    for cell in document.cells {
      if cell.options.compilation == .byItself {
        key.add(writer.program(endingWith: cell.index, of: document).source)
      }
      key.add("\(cell.options.expectation) \(cell.options.timeoutInSeconds ?? limits.secondsPerCell)")
    }
    // A file that can't be read is told when the lesson runs.
    for file in DataFolder(of: document).files {
      key.add("\(file.path) \(file.isExecutable)")
      _ = key.addContent(ofFile: file.location.path)
    }
    return key.description
  }
}

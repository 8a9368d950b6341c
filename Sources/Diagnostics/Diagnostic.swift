/// A problem in a file.
package struct Diagnostic: Error, Sendable, Hashable {
  package var file: SourceFile
  package var problem: Problem

  package init(_ problem: Problem, in file: SourceFile) {
    self.file = file
    self.problem = problem
  }

  package var isError: Bool { problem.severity == .error }
  package var position: SourceFile.Position { file.position(at: problem.range.lowerBound) }
}

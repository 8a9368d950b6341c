import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner

/// From documents to results: runs lessons, several at a time, and checks each.
struct Pipeline {
  let folder: URL
  let course: Course
  let concurrentLessons: Int
  let progress: ProgressLine

  /// What is kept from one call to the next, beside the lessons; git ignores it, and it may be deleted at any time.
  static func cacheFolder(forCourse folder: URL) -> URL {
    folder.deletingLastPathComponent().appending(path: ".lessons-cache")
  }

  /// - Returns: A result for each of `lessons`, in their order. A lesson that can't be read is in `unreadable` instead.
  func results(for lessons: [Document]) async throws -> (results: [LessonResult], unreadable: [Document]) {
    let unreadable = lessons.filter { $0.diagnostics.contains(where: \.isError) }
    let readable = lessons.filter { !$0.diagnostics.contains(where: \.isError) }
    let targets = LinkTargets(course)
    let runs = try await runs(of: readable)
    let results = zip(readable, runs).map { document, run in
      let report = Checker.check(
        document, run, targets: targets, requiresFormulaChecks: course.settings.requiresFormulaChecks)
      return LessonResult(document: document, run: run, report: report)
    }
    progress.finish()
    return (results, unreadable)
  }

  private func runs(of lessons: [Document]) async throws -> [Run] {
    // A lesson without cells needs no compiler.
    guard lessons.contains(where: \.needsRun) else { return lessons.map { Run(cellCount: $0.cells.count) } }
    let toolchain = try Toolchain.find()
    let kit = try await LessonKit.build(package: LessonKit.package(forCourse: folder), toolchain: toolchain) {
      progress.say("building the lessons' library (once, about a minute)")
    }
    let runner = Runner(toolchain: toolchain, kit: kit)
    return try await withThrowingTaskGroup(of: (Int, Run).self) { group in
      var runs = lessons.map { Run(cellCount: $0.cells.count) }
      var waiting = lessons.indices.makeIterator()
      func startNext() {
        guard let index = waiting.next() else { return }
        let lesson = lessons[index]
        group.addTask {
          progress.begin(lesson.name, cellCount: lesson.cells.count)
          let run = try await runner.run(lesson) { progress.update(lesson.name, $0) }
          progress.end(lesson.name)
          return (index, run)
        }
      }
      for _ in 0..<concurrentLessons { startNext() }
      for try await (index, run) in group {
        runs[index] = run
        startNext()
      }
      return runs
    }
  }
}

extension Document {
  fileprivate var needsRun: Bool {
    !expressions.isEmpty || cells.contains { $0.options.expectation != .notRun }
  }
}

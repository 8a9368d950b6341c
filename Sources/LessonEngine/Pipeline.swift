import CellAnalysis
import CourseConfiguration
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import Synchronization
import ToolSupport

/// From documents to results: runs lessons that changed, several at a time, and checks all of them.
package struct Pipeline: Sendable {
  let folder: URL
  let course: Course
  let concurrentLessons: Int
  let usesCache: Bool
  let repeatsRuns: Bool
  let isAccepting: Bool
  let keepsVariations: Bool
  let warningsAreErrors: Bool
  /// What confines the lessons; nil for the rights of the user.
  let sandbox: Sandbox?
  let timings: Timings
  let onEvent: EngineEvent.Handler

  /// - Parameters:
  ///   - repeatsRuns: Whether to run each lesson twice, to find what differs from run to run.
  ///   - isAccepting: Whether outputs will be accepted. A lesson with differences then runs again, even if its last run is still valid.
  ///   - keepsVariations: Whether the runs at other inputs are needed, not only the outcomes of formulas.
  package init(
    folder: URL, course: Course, concurrentLessons: Int, usesCache: Bool = true, repeatsRuns: Bool = false,
    isAccepting: Bool = false, keepsVariations: Bool = false, warningsAreErrors: Bool = false, sandbox: Sandbox? = nil, timings: Timings,
    onEvent: @escaping EngineEvent.Handler
  ) {
    self.folder = folder
    self.course = course
    self.concurrentLessons = concurrentLessons
    self.usesCache = usesCache
    self.repeatsRuns = repeatsRuns
    self.isAccepting = isAccepting
    self.keepsVariations = keepsVariations
    self.warningsAreErrors = warningsAreErrors
    self.sandbox = sandbox
    self.timings = timings
    self.onEvent = onEvent
  }

  /// - Parameter named: The lessons that may run. All others must have a valid earlier run.
  /// - Returns: A result for each of `lessons`, in their order. Lessons that can't be read are in `unreadable` instead.
  package func results(
    for lessons: [Document], running named: Set<String>? = nil
  ) async throws -> (results: [LessonResult], unreadable: [Document]) {
    defer { onEvent(.finished) }
    var lessons = lessons
    let runner = try await runner(reportingIn: &lessons)
    var unreadable = lessons.filter { !$0.canRun }
    let readable = lessons.filter(\.canRun)
    for var warning in course.problems {
      if warningsAreErrors || warning.isError {
        warning.problem.severity = .error
        unreadable.append(.unread(warning))
      } else {
        onEvent(.courseWarning(warning))
      }
    }
    let runs = try await timings.measuring("running the lessons") { try await self.runs(of: readable, running: named, runner) }
    let results = timings.measuring("checking") { check(readable, runs) }
    return (results, unreadable)
  }

  private func check(_ lessons: [Document], _ runs: [TimedRun]) -> [LessonResult] {
    let targets = LinkTargets(course)
    return concurrentMap(count: lessons.count) { index in
      var report = Checker.check(
        lessons[index], runs[index].run, targets: targets, requiresFormulaChecks: course.settings.requiresFormulaChecks,
        requiresNumberChecks: course.settings.requiresNumberChecks, tolerance: course.settings.tolerance, runs[index].memory)
      if warningsAreErrors {
        for index in report.checkFailures.indices { report.checkFailures[index].diagnostic.problem.severity = .error }
      }
      return LessonResult(document: lessons[index], run: runs[index].run, report: report, times: runs[index].times)
    }
  }

  /// A runner for the lessons; nil if none of them has a cell. A lesson whose library can't be used gets a diagnostic.
  private func runner(reportingIn lessons: inout [Document]) async throws -> Runner? {
    var course = course
    while lessons.contains(where: { $0.needsRun && $0.canRun }) {
      do {
        var runner = try await timings.measuring("building the library") {
          try await Self.runner(for: course, in: folder, sandbox: sandbox, onEvent: onEvent)
        }
        runner.sandbox = sandbox
        return runner
      } catch let problem as LibraryProblem {
        guard let lesson = problem.lesson, let index = course.lessons.firstIndex(where: { $0.name == lesson }) else { throw problem }
        course.lessons[index].report(problem.problem)
        if let index = lessons.firstIndex(where: { $0.name == lesson }) { lessons[index].report(problem.problem) }
      }
    }
    return nil
  }

  private func runs(of lessons: [Document], running named: Set<String>?, _ runner: Runner?) async throws -> [TimedRun] {
    var runs = lessons.map { TimedRun(run: Run(of: $0)) }
    // A lesson without cells needs no compiler.
    let withCells = lessons.indices.filter { lessons[$0].needsRun }
    guard !withCells.isEmpty, let runner else { return runs }
    let cacheFolder = CacheFolder(course: folder)
    cacheFolder.make()
    let cache = RunCache(folder: cacheFolder.runs)
    let last = concurrentMap(count: withCells.count) { place in
      let lesson = lessons[withCells[place]]
      return lastRun(of: lesson, mayRun: named?.contains(lesson.name) ?? true, runner, cache)
    }
    var changed: [Changed] = []
    for (index, last) in zip(withCells, last) {
      if let run = last.run {
        runs[index].run = run
        runs[index].memory = last.memory
        timings.noteReuse()
      } else if !last.mayRun {
        throw ToolFailure(
          "\(lessons[index].file.path) has changed too, or hasn't run yet",
          help: "name it beside the others, or call `lessons build` without names")
      } else {
        // A lesson that never ran may take longest.
        changed.append(Changed(index: index, key: last.key, expectedSeconds: last.seconds ?? .infinity))
      }
    }
    // Start the longest first, so that no core idles at the end. Equal ones keep the course's order.
    changed.sort { ($1.expectedSeconds, $0.index) < ($0.expectedSeconds, $1.index) }
    onEvent(.runsStarted)
    defer { onEvent(.runsFinished) }
    let made = try await run(changed, of: lessons, runner, cache)
    for (index, run) in made { runs[index] = run }
    return runs
  }

  /// A runner for a course's lessons, with their library built from its current sources.
  package static func runner(
    for course: Course, in folder: URL, sandbox: Sandbox? = nil, onEvent: @escaping EngineEvent.Handler
  ) async throws -> Runner {
    let toolchain = try Toolchain.find()
    try toolchain.requireCache()
    let readable = course.lessons.filter(\.canRun)
    let named = readable.flatMap { lesson in lesson.frontMatter.libraries.map { NamedLibrary($0, lesson: lesson.name) } }
    if sandbox != nil {
      // SwiftPM builds packages with the user's rights, and their manifests and plugins are code. The course says which, not a stranger's lesson.
      if let library = named.first {
        throw library.problem(
          "in the sandbox a lesson can't name libraries of its own: building them runs code outside of it",
          help: "name them in `course.yml`, or check the lesson without --sandbox once you have read it")
      }
      if let library = course.settings.libraries?.first {
        let problem = Problem(
          "the sandbox doesn't confine the build of libraries, whose manifests and plugins are code", at: library.range, severity: .warning,
          help: "read the changes to them before you check a stranger's")
        onEvent(.courseWarning(Diagnostic(problem, in: try CourseLoader(folder: folder).loadSettings().1)))
      }
    }
    let kit: LessonKit
    do {
      let library = try LessonLibrary(ofCourse: folder, course.settings.libraries, lessons: named)
      kit = try await LessonKit.build(
        library, toolchain: toolchain, compilers: Set(course.lessons.map(\.compiler)), isConfined: sandbox != nil
      ) {
        onEvent(.buildingLibrary)
      }
    } catch let problem as LibraryProblem where problem.lesson == nil {
      throw Diagnostic(problem.problem, in: try CourseLoader(folder: folder).loadSettings().1)
    }
    return Runner(toolchain: toolchain, kit: kit, limits: course.settings.limits)
  }

  /// What is kept of a lesson's last run.
  private struct LastRun: Sendable {
    var key: String
    var mayRun: Bool
    var seconds: Double?
    /// nil if the lesson has to run again.
    var run: Run?
    var memory = FormulaMemory()
  }

  private func lastRun(of lesson: Document, mayRun: Bool, _ runner: Runner, _ cache: RunCache) -> LastRun {
    let key = runner.key(of: lesson)
    let kept = cache.last(of: lesson.name, key: key)
    var last = LastRun(key: key, mayRun: mayRun, seconds: kept?.seconds)
    guard let entry = kept?.entry, entry.holds(for: lesson, key: key), usesCache || !mayRun else { return last }
    var run = withOutcomes(entry, of: lesson, cache, last.memory)
    // A changed formula may need new calls of the lesson's functions.
    guard PendingCalls.of(lesson, run, last.memory).isEmpty, Checker.variations(of: lesson, run, last.memory).pending.isEmpty,
      !isAccepting || Checker.edits(of: lesson, run, tolerance: course.settings.tolerance).isEmpty
    else { return last }
    if keepsVariations { run.variations = cache.variations(for: lesson.name, key: key) }
    last.run = run
    return last
  }

  /// A stored run with the outcomes of its formulas at other inputs. A changed formula gets its outcome too, if all variations that it
  /// needs are stored.
  private func withOutcomes(_ kept: RunCache.Entry, of lesson: Document, _ cache: RunCache, _ memory: FormulaMemory) -> Run {
    var run = kept.run
    guard !Checker.variations(of: lesson, run, memory).pending.isEmpty else { return run }
    run.variations = cache.variations(for: lesson.name, key: kept.key)
    let (pending, outcomes) = Checker.variations(of: lesson, run, memory)
    guard pending.isEmpty else { return run }
    run.outcomes = outcomes
    var entry = kept
    entry.run = run.asKept
    cache.store(entry, for: lesson.name)
    return run
  }

  /// A run, with its times if it has just been made.
  private struct TimedRun: Sendable {
    var run: Run
    var times: RunTimes?
    /// What became known of its formulas.
    var memory: FormulaMemory?
  }

  /// A lesson whose last run is no longer valid.
  private struct Changed: Sendable {
    var index: Int
    var key: String
    var expectedSeconds: Double
  }

  private func run(
    _ changed: [Changed], of lessons: [Document], _ runner: Runner, _ cache: RunCache
  ) async throws -> [(index: Int, run: TimedRun)] {
    try await withThrowingTaskGroup(of: (Int, TimedRun).self) { group in
      var runs: [(Int, TimedRun)] = []
      var waiting = changed.makeIterator()
      func startNext() {
        guard let next = waiting.next() else { return }
        let lesson = lessons[next.index]
        group.addTask {
          onEvent(.lessonStarted(name: lesson.name))
          let stopwatch = RunStopwatch()
          let outcomes = Mutex<[String: VariationOutcome]>([:])
          let memory = FormulaMemory()
          var run = try await runner.run(
            lesson, repeats: repeatsRuns, asking: { PendingCalls.of(lesson, $0, memory) },
            varying: { run in
              let (pending, known) = Checker.variations(of: lesson, run, memory)
              outcomes.withLock { $0 = known }
              return pending
            }
          ) {
            stopwatch.note($0)
            onEvent(.lessonProgressed(name: lesson.name, $0))
          }
          let times = stopwatch.stop()
          timings.noteRun(of: lesson.name, compiling: times.compiling, running: times.running)
          onEvent(.lessonFinished(name: lesson.name))
          if case .tooSlow(let seconds) = run.repetition {
            onEvent(.repetitionSkipped(lesson: lesson.name, seconds: seconds))
          }
          run.outcomes = outcomes.withLock { $0 }
          cache.store(run.variations, key: next.key, for: lesson.name)
          cache.store(
            .init(key: next.key, run: run.asKept, of: lesson, seconds: times.total / .seconds(1)), for: lesson.name)
          return (next.index, TimedRun(run: run, times: times, memory: memory))
        }
      }
      for _ in 0..<concurrentLessons { startNext() }
      for try await result in group {
        runs.append(result)
        startNext()
      }
      return runs
    }
  }
}

/// Measures the time of a lesson's compilations and of its cells.
private final class RunStopwatch: Sendable {
  private enum Phase {
    case compiling
    case running(cell: Int?)
  }

  private struct State {
    var phase = Phase.compiling
    var since = ContinuousClock.now
    var times = RunTimes()
  }

  private let state = Mutex(State())

  func note(_ progress: Runner.Progress) {
    switch progress {
    case .compiling: turn(to: .compiling)
    case .running(let cell), .output(let cell, _): turn(to: .running(cell: cell))
    }
  }

  func stop() -> RunTimes {
    turn(to: .running(cell: nil))
    return state.withLock(\.times)
  }

  private func turn(to phase: Phase) {
    state.withLock { state in
      let now = ContinuousClock.now
      let elapsed = now - state.since
      switch state.phase {
      case .compiling: state.times.compiling += elapsed
      case .running(let cell):
        state.times.running += elapsed
        if let cell { state.times.cells[cell, default: .zero] += elapsed }
      }
      state.since = now
      state.phase = phase
    }
  }
}

extension Document {
  /// Whether there is anything to compile.
  package var needsRun: Bool {
    let hasExpression = expressions.contains {
      !brokenExpressions.contains($0.index) && !brokenPrograms.contains(cells.program(after: $0.cellsBefore))
    }
    return hasExpression || cells.contains { $0.options.isCompiled && $0.source == nil && !brokenPrograms.contains($0.program) }
  }
}

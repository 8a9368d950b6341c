import Foundation
import LessonChecks
import LessonDocument
import LessonEngine
import Synchronization
import TestSupport

/// A course in a temporary folder, and what the engine makes of it.
final class TemporaryCourse: Sendable {
  let folder: TemporaryFolder
  var url: URL { folder.url.appending(path: "Lessons") }

  init(_ files: [String: String]) throws {
    folder = try TemporaryFolder()
    for (name, text) in files { try write(text, to: name) }
  }

  func write(_ text: String, to name: String) throws { try folder.write(text, to: "Lessons/\(name)") }
  func text(of name: String) throws -> String { try folder.text(of: "Lessons/\(name)") }

  func load() async throws -> Course { try await CourseLoader(folder: url).load() }

  /// Runs and checks the course's lessons.
  func check() async throws -> EngineRun {
    let course = try await load()
    let events = EventLog()
    let pipeline = Pipeline(folder: url, course: course, concurrentLessons: 2, timings: Timings(), onEvent: events.add)
    let (results, unreadable) = try await pipeline.results(for: course.lessons)
    return EngineRun(results: results, unreadable: unreadable, lessonsRun: events.lessonsStarted)
  }
}

/// The results of a check.
struct EngineRun {
  var results: [LessonResult]
  var unreadable: [Document]
  /// The names of the lessons that ran. The others have a valid earlier run.
  var lessonsRun: [String]
}

/// The events of the engine, in their order.
private final class EventLog: Sendable {
  private let events = Mutex<[EngineEvent]>([])

  func add(_ event: EngineEvent) { events.withLock { $0.append(event) } }

  /// The names in alphabetical order, since lessons run concurrently.
  var lessonsStarted: [String] {
    events.withLock { $0 }.compactMap { if case .lessonStarted(let name) = $0 { name } else { nil } }.sorted()
  }
}

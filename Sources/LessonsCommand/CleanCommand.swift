import ArgumentParser
import Diagnostics
import Foundation
import LessonEngine
import LessonRunner

struct CleanCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "clean", abstract: "Drops the cache: what earlier calls kept to save time.",
    discussion: "Lessons, their recorded outputs and the site stay as they are; the next call runs every lesson again.")

  @OptionGroup var options: CourseOptions

  func run() async throws {
    try await reportingFailures(options.printer) {
      let cache = CacheFolder(course: try options.courseFolder())
      let shown = CourseLoader.shown(cache.own)
      guard FileManager.default.fileExists(atPath: cache.own.path) else {
        print("nothing to clean: there is no \(shown)")
        return
      }
      do {
        try FileManager.default.removeItem(at: cache.own)
      } catch {
        throw ToolFailure("\(shown) could not be removed", details: error.localizedDescription)
      }
      // This succeeds only if no other course has files in it, and it isn't a symbolic link.
      rmdir(cache.url.path)
      print("removed \(shown)")
    }
  }
}

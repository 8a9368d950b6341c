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
      var state = stat()
      guard lstat(cache.own.path, &state) == 0 else {
        if errno == EACCES {
          throw ToolFailure("\(shown) could not be looked at", help: "ask the user whose \(CourseLoader.shown(cache.url)) is to remove it")
        }
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

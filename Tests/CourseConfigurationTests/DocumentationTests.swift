import KeyedYAML
import TestSupport
import Testing

@testable import CourseConfiguration

/// Everything that can be written in `course.yml` is in the documentation.
@Suite struct DocumentationTests {
  @Test(arguments: CourseSettings.Key.names) func `a key of the course file is explained`(key: String) throws {
    let page = try Fixtures.documentation("course-file")
    #expect(page.contains("`\(key)`") || page.contains("`\(key):"))
  }

  @Test(arguments: Limits.Key.names) func `a limit is explained`(key: String) throws {
    #expect(try Fixtures.documentation("course-file").contains("\n| `\(key)` |"))
  }
}

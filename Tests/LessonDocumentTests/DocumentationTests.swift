import TestSupport
import Testing

@testable import LessonDocument

/// What can be written in a lesson or in `course.yml` is in the documentation.
@Suite struct DocumentationTests {
  private func page(_ name: String) throws -> String {
    String(decoding: try Fixtures.bytes(of: "../../Documentation/\(name).md"), as: UTF8.self)
  }

  @Test(arguments: FormulaCheck.keys) func `a key of a check comment is explained`(key: String) throws {
    #expect(try page("formulas").contains("\n| `\(key):"))
  }

  @Test(arguments: CourseSettings.keys) func `a key of the course file is explained`(key: String) throws {
    let page = try page("course-file")
    #expect(page.contains("`\(key)`") || page.contains("`\(key):"))
  }

  @Test(arguments: Limits.keys) func `a limit is explained`(key: String) throws {
    #expect(try page("course-file").contains("\n| `\(key)` |"))
  }

  @Test(arguments: CellOptions.words + CellOptions.keys) func `a word on a cell's fence is explained`(word: String) throws {
    let page = try page("lesson-format")
    #expect(page.contains("\n| `\(word)` |") || page.contains("\n| `\(word)="))
  }
}

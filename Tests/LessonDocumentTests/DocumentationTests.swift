import KeyedYAML
import TestSupport
import Testing

@testable import LessonDocument

/// What can be written in a check comment is in the documentation.
@Suite struct DocumentationTests {
  @Test(arguments: FormulaCheck.Key.names) func `a key of a check comment is explained`(key: String) throws {
    #expect(try Fixtures.documentation("formulas").contains("\n| `\(key):"))
  }
}

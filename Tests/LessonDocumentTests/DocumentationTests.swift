import KeyedYAML
import TestSupport
import Testing

@testable import LessonDocument

/// Everything that a check comment can contain is in the documentation.
@Suite struct DocumentationTests {
  @Test(arguments: FormulaCheck.Key.names) func `a key of a check comment is explained`(key: String) throws {
    #expect(try Fixtures.documentation("formulas").contains("\n| `\(key):"))
  }
}

import TestSupport
import Testing

@testable import CellAnalysis

/// Everything that can be written on a cell's fence is in the documentation.
@Suite struct DocumentationTests {
  @Test(arguments: InfoWord.allCases.map(\.rawValue) + CellOptions.keys) func `a word on a cell's fence is explained`(word: String) throws {
    let page = try Fixtures.documentation("lesson-format")
    #expect(page.contains("\n| `\(word)` |") || page.contains("\n| `\(word)="))
  }
}

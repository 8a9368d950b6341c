import CellOutputs
import LessonDocument
import LessonRunner
import Testing

/// `reset`: a new program begins.
@Suite struct ResetTests {
  @Test func `after reset the earlier names are gone, and an earlier failure doesn't matter`() async throws {
    let result = try await run(
      "```swift\nlet a = 1\nfatalError()\n```\n\n```swift reset\n1\n```\n\n```swift reset\na\n```\n")
    #expect(result.cells[0] == ["3:1 this trapped"])
    #expect(result.cells[1] == ["Int = 1"])
    #expect(result.cells[2] == ["11:1 cannot find 'a' in scope"])
  }

  @Test func `a name may be declared again, as another thing`() async throws {
    let result = try await run(
      "```swift\nlet a = 1\na\n```\n\n```swift reset\nlet a = 2.5\na\n```\n\n```swift\na * 2\n```\n")
    #expect(result.cells == [["Int = 1"], ["Double = 2.5"], ["Double = 5.0"]])
    #expect(result.value(of: "a", after: 1) == "Int [] [1.0]")
    #expect(result.value(of: "a", after: 2) == "Double [] [2.5]")
  }

  @Test func `a formula behind it doesn't see the names before it`() async throws {
    let result = try await run("```swift\nlet a = 1\n```\n\n```swift reset\nlet b = 2\n```\n\n```swift\nlet c = 3\n```\n")
    #expect(result.value(of: "a", after: 1) == "Int [] [1.0]")
    #expect(result.value(of: "a", after: 2) == nil)
    #expect(result.value(of: "b", after: 3) == "Int [] [2.0]")
  }

  @Test func `an expression of a check comment belongs to the program before it, if that has the name`() async throws {
    let result = try await run(
      """
      ```swift
      let a = 1
      ```

      $x = 1$ <!-- check: { where: { x: a } } -->

      ```swift reset
      let a = 2
      ```

      $x = 2$ <!-- check: { where: { x: a } } -->
      """)
    #expect(result.run.expressions.mapValues(\.number) == [0: 1, 1: 2])
  }
}

extension BoundValue {
  fileprivate var number: Double? {
    if case .numbers(let array, _) = self { array.elements.first } else { nil }
  }
}

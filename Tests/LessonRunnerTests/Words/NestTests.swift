import LessonDocument
import LessonRunner
import Testing

/// `nest`: the cell runs in a scope of its own.
@Suite struct NestTests {
  @Test func `names may be declared again, and are gone after the cell; what it changes stays changed`() async throws {
    let result = try await run(
      """
      ```swift
      let a = 1
      var b = 1
      ```

      ```swift nest
      let a = "inner"
      b = 2
      a
      ```

      ```swift
      a + b
      ```

      ```swift nest
      let onlyHere = 1
      ```

      ```swift fail
      onlyHere
      ```
      """)
    #expect(
      result.cells == [
        [], ["String = \"inner\""], ["Int = 3"], [], ["expected error: cannot find 'onlyHere' in scope"],
      ])
    #expect(result.value(of: "b", after: 3) == "Int [] [2.0]")
    // A formula may come directly before or after the cell whose names it uses, and no further away.
    #expect((0...5).map { result.value(of: "onlyHere", after: $0) != nil } == [false, false, false, true, true, false])
  }
}

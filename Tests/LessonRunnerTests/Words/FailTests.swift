import CourseConfiguration
import LessonDocument
import LessonRunner
import TestSupport
import Testing

/// `fail`: the cell must not compile, and the compiler's message is its output.
@Suite struct FailTests {
  @Test func `cells that must not compile are compiled alone, after the cells before them`() async throws {
    let result = try await run(
      """
      ```swift
      let n = 1
      ```

      ```swift fail
      let m: String = n
      ```

      ```swift fail
      func open() {
      ```

      ```swift fail
      let ok = n
      ```

      ```swift fail
      later
      ```

      ```swift fail
      /* never closed
      ```

      ```swift
      let later = 2
      later
      ```
      """)
    #expect(result.cells[0] == [])
    #expect(result.cells[1] == ["expected error: cannot convert value of type 'Int' to specified type 'String'"])
    #expect(result.cells[2].first?.hasPrefix("expected error: ") == true, "\(result.cells[2])")
    #expect(result.cells[3] == ["14:1 this cell is marked `fail`, but it compiles"])
    #expect(result.help(3) == ["take the word `fail` off, or make it wrong again"])
    #expect(result.cells[4] == ["expected error: cannot find 'later' in scope"])
    #expect(result.cells[5].first?.hasPrefix("expected error: ") == true, "\(result.cells[5])")
    #expect(result.cells[6] == ["Int = 2"])
  }

  @Test func `one that declares a name anew, which cells before it use, shows its own errors`() async throws {
    let result = try await run(
      """
      ```swift
      let x = 1
      print(x)
      func f() -> Int { x }
      ```

      ```swift crash
      [x][1]
      ```

      ```swift fail
      let x = "two"
      let y: Int = x
      ```

      ```swift fail nest
      let x = "two"
      let y: Int = x
      ```

      ```swift fail nest
      let x = "two"
      ```

      ```swift fail nest
      func g() {
      ```

      ```swift
      x + f()
      ```
      """)
    #expect(result.cells[2].first?.hasPrefix("expected error: invalid redeclaration of 'x'") == true, "\(result.cells)")
    #expect(result.cells[3] == ["expected error: cannot convert value of type 'String' to specified type 'Int'"])
    #expect(result.cells[4] == ["22:1 this cell is marked `fail`, but it compiles"])
    #expect(result.cells[5].first?.hasPrefix("expected error: expected '}'") == true, "\(result.cells)")
    #expect(result.cells[6] == ["Int = 2"])
  }

  @Test func `an error that was there without it is reported where it is, and isn't shown as the output`() async throws {
    let result = try await run(
      """
      ```swift
      let a: Int = "a"
      ```

      ```swift fail
      let b: Int = "b"
      ```
      """)
    #expect(result.cells[0] == ["2:14 cannot convert value of type 'String' to specified type 'Int'"])
    #expect(result.cells[1] == ["not reached"])
  }

  @Test func `the end of the code leaves two scopes open, and the same is said once`() async throws {
    let result = try await run("```swift fail\nfor i in 0..<3 {\n  if true {\n```\n")
    #expect(result.cells == [["expected error: expected '}' at end of brace statement"]])
  }

  @Test func `a compiler that crashes hasn't judged the cell`() async throws {
    let result = try await run(
      "```swift fail\nlet a = 1\n```\n", compiler: "echo 'Please submit a bug report'; echo 'Stack dump: …'; kill -SEGV $$")
    #expect(result.cells == [["2:1 the compiler itself failed here, without an error of the code"]])
    #expect(result.notes(0) == ["Please submit a bug report\nStack dump: …"])
  }

  @Test func `a compiler that never ends is ended`() async throws {
    var limits = Limits()
    limits.compilerSeconds = 0.5
    let result = try await run("```swift fail\nlet a = 1\n```\n", limits: limits, compiler: "sleep \(mark)0 & sleep \(mark)0")
    #expect(result.cells == [["2:1 the compiler didn't end within 0.5 s"]])
    #expect(result.help(0) == ["break up the longest expressions, and give their parts types"])
    #expect(processes(mentioning: "sleep \(mark)0") == [])
  }

  @Test(arguments: [
    ("func f(_ x: Int) -> Int { if x > 0 { return 1 } }", "missing return in global function expected to return 'Int'"),
    ("func g() -> Int { let q: Int; return q }", "constant 'q' used before being initialized"),
    ("let b: Int8 = 200", "integer literal '200' overflows when stored into 'Int8'"),
    ("var pair = [1, 2]\nswap(&pair[0], &pair[1])", "overlapping accesses to 'pair'"),
  ])
  func `what is only found after types are known fails too`(code: String, message: String) async throws {
    let result = try await run("```swift fail\n\(code)\n```\n")
    #expect(result.cells[0].first?.hasPrefix("expected error: \(message)") == true, "\(result.cells)")
  }
}

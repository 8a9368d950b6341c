import Foundation
import TestSupport
import Testing

/// Cells in comments, groups, hidden and marked lines, and limits of output.
@Suite struct CellFormTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("libraries: []\n", to: "Lessons/course.yml")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  @Test func `a cell in a comment runs, and no page shows it`() throws {
    try folder.write(
      """
      # A

      <!-- swift
      let secret = 40
      func more(_ x: Int) -> Int { x + 2 }
      -->

      ```swift
      more(secret) // => 42
      ```
      """, to: "Lessons/a.md")
    let result = try call("build")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try !folder.text(of: "site/a.html").contains("let</span> secret"))
    // An error is reported at its own line, and a word that only makes sense on a page is refused.
    try folder.write("# A\n\n<!-- swift\nlet secret: Int = \"x\"\n-->\n", to: "Lessons/a.md")
    #expect(try call("check").errors.contains("Lessons/a.md:4:19: error: cannot convert value"))
    try folder.write("# A\n\n<!-- swift fail\nlet x = 1\n-->\n", to: "Lessons/a.md")
    #expect(try call("check").errors.contains("Lessons/a.md:3:12: error: a cell in a comment can't be `fail`"))
  }

  @Test func `the cells of a group are a program of their own`() throws {
    try folder.write(
      """
      ```swift
      let port = 1
      ```

      ```swift group=server
      let port = 8080
      ```

      ```swift
      port // => 1
      ```

      The port is 8080<!-- = port -->.

      ```swift group=server
      port // => 8080
      ```

      The port is 8080<!-- = port -->.
      """, to: "Lessons/a.md")
    let result = try call("check")
    #expect(result.errors.contains("Lessons/a.md:13:13: error: "), "\(result.errors)")
    #expect(!result.errors.contains("Lessons/a.md:19:"), "\(result.errors)")
    try folder.write("```swift group=one\nlet x = 1\n```\n\n```swift\nx\n```\n", to: "Lessons/a.md")
    #expect(try call("check").errors.contains("in another program: that of the group `one`"))
  }

  @Test func `a cell that can't be read stops its own program, and nothing else`() throws {
    try folder.write(
      """
      ```swift
      let a = [1, 2
      ```

      ```swift
      1 + 1 // => 3
      ```

      ```swift group=server
      8080 // => 80
      ```

      ```swift group=server unheard
      1
      ```

      ```swift group=client
      let port = 8080
      port // => 80
      ```

      The port is 80<!-- = port --> or 81<!-- = port) -->. See [this](nowhere.md).
      """, to: "Lessons/a.md")
    let errors = try call("check").errors
    let places = errors.matches(of: /Lessons\/a\.md:(\d+):\d+: error/).map { String($0.1) }
    #expect(places == ["2", "13", "22", "19", "22", "22"], "\(errors)")
    // Without the mistakes all of it runs.
    let text = try folder.text(of: "Lessons/a.md")
    try folder.write(text.replacing("[1, 2", with: "[1, 2]").replacing(" unheard", with: ""), to: "Lessons/a.md")
    #expect(try call("check").errors.contains("Lessons/a.md:6:"))
  }

  @Test func `a comment that records nothing is an error of its line, and all cells run`() throws {
    try folder.write(
      """
      ```swift
      func double(_ x: Int) -> Int {
        x * 2  // => 4
      }
      struct Point { var x = 1 }  // => 1
      double(2)  // => 5
      ```

      ```swift fail
      let y: Int = "a"  // => 3
      print(y)  // Prints "a"
      ```

      ```output
      error: cannot convert value of type 'String' to specified type 'Int'
      ```

      <!-- swift
      if true {
        print("yes")  // Prints "yes"
      }
      -->

      ```swift
      1 + 1  // => 3
      ```
      """, to: "Lessons/a.md")
    let errors = try call("check").errors
    let places = errors.matches(of: /Lessons\/a\.md:(\d+):\d+: error/).compactMap { Int($0.1) }
    #expect(places.sorted() == [3, 5, 6, 10, 11, 20, 25], "\(errors)")
    #expect(errors.contains("Lessons/a.md:6:18: error: the value isn't the recorded one"), "\(errors)")
  }

  @Test func `hidden lines run, and marked lines are highlighted`() throws {
    try folder.write("```swift mark=2\nlet hidden = 1 // hide\nlet shown = hidden + 1\nshown // => 2\n```\n", to: "Lessons/a.md")
    let result = try call("build")
    #expect(result.exitCode == 0, "\(result.errors)")
    let page = try folder.text(of: "site/a.html")
    let marked = try #require(page.firstMatch(of: /<span class="marked">(.*)\n/)).1
    #expect(marked.replacing(/<[^>]*>/, with: "") == "let shown = hidden + 1")
    #expect(!page.contains("// hide"))
    #expect(page.contains("<details><summary>Code that sets this up</summary>"))
  }

  @Test(arguments: [
    ("mark=9", "1:10: error: this cell has no line 9 to highlight"), ("mark=2-1", "1:10: error: `2-1` isn't a line or a range of lines"),
    ("output=lots", "1:10: error: `output=` needs a size, not `lots`"),
    ("timeout=-1", "1:10: error: `timeout` needs a positive number, not `-1`"),
    ("tolerance=low", "1:10: error: `tolerance` needs a positive number, not `low`"), ("id=a#b", "1:10: error: an id can't hold `#`"),
  ])
  func `a wrong value of a word is reported, and the cell runs`(word: String, message: String) throws {
    try folder.write("```swift \(word)\nlet x = 1\n```\n\n```swift\nx // => 2\n```\n", to: "Lessons/a.md")
    let errors = try call("check").errors
    #expect(errors.contains("Lessons/a.md:\(message)\n"), "\(errors)")
    #expect(errors.contains("Lessons/a.md:6:9: error: the value isn't the recorded one"), "\(errors)")
  }

  @Test func `without a tolerance that can be read, an output isn't compared`() throws {
    try folder.write("```swift tolerance=low\nprint(1.5)\n```\n\n```output\n1.6\n```\n", to: "Lessons/a.md")
    let errors = try call("check").errors
    #expect(errors.matches(of: /error:\s/).count == 1, "\(errors)")
  }

  @Test func `a group without a name keeps its program from running`() throws {
    try folder.write("```swift group=\nlet x = 1\nx // => 2\n```\n", to: "Lessons/a.md")
    let errors = try call("check").errors
    #expect(errors.contains("Lessons/a.md:1:10: error: `group=` needs a name\n"))
    #expect(errors.matches(of: /error:\s/).count == 1, "\(errors)")
  }

  @Test func `a cell has a limit of output of its own`() throws {
    let cell: (String) -> String = { "```swift \($0)\nfor _ in 0..<3000 { print(\"0123456789abcdef0123456789abcde\") }\n```\n" }
    try folder.write(cell("volatile"), to: "Lessons/a.md")
    #expect(try call("run", "a").errors.contains("this cell prints too much: the limit is 64 KB"))
    try folder.write(cell("volatile output=128KB"), to: "Lessons/a.md")
    #expect(try call("run", "a").exitCode == 0)
  }

  @Test func `standard error is warned about at its cell, with its text`() throws {
    try folder.write(
      "```swift\nlet x = 1\n```\n\n```swift\nimport Foundation\nFileHandle.standardError.write(Data(\"a note\\n\".utf8))\n```\n",
      to: "Lessons/a.md")
    for command in ["check", "run"] {
      let result = command == "run" ? try call("run", "a") : try call("check")
      #expect(result.errors.contains("Lessons/a.md:5:1: warning: this cell writes to standard error"), "\(result.errors)")
      #expect(result.errors.contains("= a note\n"))
      #expect(result.exitCode == 0)
    }
  }

  @Test func `an error of one line of prose leaves the rest checked`() throws {
    try folder.write(
      """
      # A

      ![](plot.png)

      [gone](nowhere.md) $\\sofmax(x)$

      ```swift
      1 + 1 // => 3
      ```
      """, to: "Lessons/a.md")
    try folder.write("# B\n\n```swift\n2 // => 3\n```\n", to: "Lessons/b.md")
    let result = try call("check")
    for place in [
      "a.md:3:1: error: this image has no words", "a.md:5:1: error: there is no lesson", "a.md:5:21: error: unknown command",
      "a.md:8:13: error: ", "b.md:4:9: error: ",
    ] {
      #expect(result.errors.contains("Lessons/\(place)"), "\(place): \(result.errors)")
    }
    #expect(result.exitCode == 1)
    let accepted = try call("check", "--accept")
    #expect(accepted.exitCode == 1)
    #expect(try folder.text(of: "Lessons/a.md").contains("1 + 1 // => 2"))
  }
}

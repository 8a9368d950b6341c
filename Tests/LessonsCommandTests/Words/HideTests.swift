import Foundation
import Testing

/// `hide`: the cell runs; a reader can unfold its code and output.
@Suite struct HideTests {
  private static let lesson = "```swift hide\nlet seed = 7\nprint(\"set up\")\n```\n\n```swift\nseed * 6\n```\n\n```output\nInt = 42\n```\n"

  @Test func `its names are there for later cells, and both code and output are folded away`() throws {
    let page = try WordCourse(Self.lesson).page()
    let folded = try #require(elements("details", of: page).first { $0.contains("seed") })
    #expect(folded.hasPrefix("><summary>Code that sets up <code>seed</code></summary><pre>"))
    #expect(folded.contains("<samp>set up</samp>"))
    #expect(page.components(separatedBy: "set up</samp>").count == 2, "it is nowhere else")
    #expect(page.contains("<samp>42</samp>"))
  }

  @Test func `its output need not be recorded, and accepting records none`() throws {
    let course = try WordCourse(Self.lesson)
    #expect(try course.check().holds)
    #expect(try course.check("--accept").holds)
    #expect(try course.lesson == Self.lesson)
  }

  @Test func `what is recorded all the same must hold`() throws {
    let course = try WordCourse(Self.lesson.replacing("```\n\n```swift\n", with: "```\n\n```output\nset down\n```\n\n```swift\n"))
    let checked = try course.check()
    #expect(checked.errors.hasPrefix("Lessons/a.md:7:1: error: the output isn't what was recorded"), "\(checked.errors)")
    #expect(!checked.holds)
  }

  @Test func `it takes no value`() throws {
    let checked = try WordCourse("text\n\n> ```swift hide=yes\n> 1\n> ```\n").check()
    #expect(checked.errors == "Lessons/a.md:3:12: error: `hide` takes no value\n   = help: write `hide` alone")
    #expect(!checked.holds)
  }
}

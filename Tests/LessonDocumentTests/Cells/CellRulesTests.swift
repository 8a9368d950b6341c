import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct CellRulesTests {
  @Test(arguments: ["fail", "norun"])
  func `a value that nothing compares is an error`(word: String) {
    let document = parse("```swift \(word)\n1 + 1 // => 3\n```\n")
    #expect(document.problems == ["2:13 nothing compares this `// =>`: a `\(word)` cell isn't run"])
    #expect(document.diagnostics.map(\.problem.help) == ["write the comment without the arrow, or let the cell run"])
    #expect(parse("```swift \(word)\n… = = // => 3\n```\n").problems == [])
  }

  @Test(arguments: ["import Foundation", "extension Int { }", "infix operator **", "precedencegroup High { }"])
  func `what stands at the top of a program only can't stand in a scope of its own`(code: String) {
    let word = code.split(separator: " ").first { ["import", "extension", "operator", "precedencegroup"].contains($0) }!
    for option in ["nest", "crash"] {
      #expect(
        parse("```swift \(option)\n\(code)\n```\n").problems
          == ["2:1 `\(word)` can't be in a `\(option)` cell, which has a scope of its own"])
    }
    #expect(parse("```swift\n\(code)\n```\n").problems == [])
  }

  @Test func `a lesson has no other beginning than its first cell`() {
    let document = parse("```swift\n@main struct Start { static func main() { } }\n```\n")
    #expect(document.problems == ["2:1 `@main` has no place in a lesson"])
  }
}

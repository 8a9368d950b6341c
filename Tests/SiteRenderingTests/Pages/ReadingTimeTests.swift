import Testing

@testable import LessonChecks
@testable import SiteRendering

@Suite struct ReadingTimeTests {
  static let minuteOfProse = String(repeating: "word ", count: 200)
  static let minuteOfCode = String(repeating: "let x = 1\n", count: 12)

  @Test(arguments: [
    ("a page has at least a minute", "word", 1),
    ("two hundred words are a minute", "\(minuteOfProse)\n\n\(minuteOfProse)", 2),
    ("four hundred Chinese characters are a minute", String(repeating: "字", count: 800), 2),
    ("twelve lines of code are a minute", "\(minuteOfProse)\n\n```swift\n\(minuteOfCode)```", 2),
    ("six formulas are a minute", minuteOfProse + String(repeating: "\n\n$$ x $$", count: 6), 2),
    ("folded code isn't counted", "\(minuteOfProse)\n\n```swift fold\n\(minuteOfCode)```", 1),
    ("a solution isn't counted", "\(minuteOfProse)\n\n> [!SOLUTION]\n> \(minuteOfProse)", 1),
    ("an exercise is counted", "\(minuteOfProse)\n\n> [!EXERCISE]\n> \(minuteOfProse)", 2),
  ])
  func `a page says how long it takes to read what is unfolded`(rule: String, markdown: String, minutes: Int) {
    #expect(lesson(markdown).document.minutesToRead == minutes, "\(rule)")
  }
}

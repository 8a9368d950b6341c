import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct StrangeCharacterTests {
  private static let blanks: [(character: String, name: String)] = [
    ("\u{A0}", "U+00A0 (NO-BREAK SPACE)"), ("\u{1680}", "U+1680 (OGHAM SPACE MARK)"), ("\u{2003}", "U+2003 (EM SPACE)"),
    ("\u{2009}", "U+2009 (THIN SPACE)"), ("\u{200B}", "U+200B (ZERO WIDTH SPACE)"), ("\u{200C}", "U+200C (ZERO WIDTH NON-JOINER)"),
    ("\u{2028}", "U+2028 (LINE SEPARATOR)"), ("\u{2029}", "U+2029 (PARAGRAPH SEPARATOR)"), ("\u{202E}", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
    ("\u{202F}", "U+202F (NARROW NO-BREAK SPACE)"), ("\u{2060}", "U+2060 (WORD JOINER)"), ("\u{2066}", "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
    ("\u{2800}", "U+2800 (BRAILLE PATTERN BLANK)"), ("\u{3000}", "U+3000 (IDEOGRAPHIC SPACE)"), ("\u{3164}", "U+3164 (HANGUL FILLER)"),
    ("\u{FEFF}", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"), ("\u{AD}", "U+00AD (SOFT HYPHEN)"), ("\u{85}", "U+0085"),
  ]

  @Test(arguments: blanks.indices)
  func `a blank that Swift doesn't know is an error at its place`(index: Int) {
    let (blank, name) = Self.blanks[index]
    for (before, after) in [
      ("let x ", "= 1"), ("let x =", " 1"), ("let x", "= 1"), ("let", "x = 1"), ("let x = 1", ""), ("", "let x = 1"), ("let x = 1 +", "2"),
      ("let a", " = 1"), ("f(", ")"),
    ] {
      let document = parse("# A\n\n```swift\n1\n\(before)\(blank)\(after)\n```\n")
      let first = document.diagnostics.first
      #expect(first?.position.line == 5, "\(name) \(before)")
      #expect(first?.isError == true)
      #expect(first?.problem.message.hasPrefix("\(name) is not a plain space") == true, "\(document.problems)")
      // A mark at a word's end combines with the character before it, so it is in that column.
      #expect(
        first.map { document.slice($0.problem.range) }?.unicodeScalars.contains { String($0) == blank } == true || before == "let x"
          || before == "let a" || before == "let" || before.hasSuffix("1"))
    }
  }

  @Test(arguments: ["§", "“a”", "\u{B}", "\u{C}", "\u{1}"])
  func `whatever else Swift doesn't know ends nothing but the lesson`(text: String) {
    for code in ["let x \(text)= 1", "let x = \(text) 1", "\(text)", "let x\(text)=\(text)1"] {
      #expect(!parse("```swift\n\(code)\n```\n").diagnostics.allSatisfy { !$0.isError }, "\(code)")
    }
  }

  @Test(arguments: [
    "let a = \"注意　力\u{A0}\u{200B}\"", "// 注意　力\nlet a = 1", "/* \u{3000} */ let a = 1", "let 注意 = 1", "let é = 1", "let 👨‍👩‍👧 = 1",
    "let a = \"\"\"\n　\n\"\"\"", "let a = \"\u{200F}\"",
  ])
  func `a text, a comment and a name hold what they like`(code: String) {
    #expect(parse("```swift\n\(code)\n```\n").problems == [])
  }

  @Test func `a text that is shown in another order than it runs is an error`() {
    let document = parse("```swift\nlet a = \"\u{202E}b\" // \u{2066}\n```\n")
    #expect(
      document.problems == [
        "2:10 U+202E (RIGHT-TO-LEFT OVERRIDE) shows this code in another order than it runs",
        "2:17 U+2066 (LEFT-TO-RIGHT ISOLATE) shows this code in another order than it runs",
      ])
    #expect(document.diagnostics.first?.problem.help == #"take it out, or write `\u{202E}`"#)
  }

  @Test func `code that isn't run may hold it`() {
    #expect(parse("```swift norun\nlet x　= 1\n```\n").problems == [])
  }
}

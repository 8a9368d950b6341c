import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct ExtractedTextTests {
  /// Lessons whose cells, outputs, formulas and comments are at awkward places.
  private static let lessons: [String] = [
    "```swift\nlet é = 1\n\n// ∑\n```\n\n```output\nInt = 1\n```\n",
    "> ```swift\n> let a = 1\n>\n> a\n> ```\n>\n> ```output\n> Int = 1\n> ```\n",
    ">```swift\n>a\n>```\n", "> > ```swift\n> > a\n>> b\n>>c\n> > ```\n",
    "- ```swift\n  a\n\n    b\n  ```\n  ```output\n  c\n  ```\n", "1. x\n\n   ```swift\n   a\n   ```\n",
    "- x\n\n\t```swift\n\ta\n\t\tb\n\t```\n", "- ```swift\n\ta\n  ```\n", "-\t```swift\n\tlet a = 1\n\t\tb\n\t```\n",
    "   ```swift\n   a\n  b\n c\nd\n   ```\n", " ```swift\n\ta\n ```\n", "```swift\n\ta\t\n```\n",
    "```swift\n$x$ <!-- y -->\n```\n",
    "> - > ```swift\n>   > a $b$\n>   > ```\n", "```swift\n```\n", "```swift\n\n```\n", "```swift\n\n\n```\n",
    "```swift\na",
    "```swift\na\n\n", "> ```swift\n> a\n", "- ```swift\n  a\n", "```swift\n   \n \n```\n",
    "$$\na\n\\alpha\n$$\n", "> $$ a +\n> b\n> $$\n", ">> $a\n>> b$\n", "- $$ a\n  b $$\n",
    "*a $x_1$ $`y`$*\n\n> # $z$\n",
    "$a$<!-- check: b -->\n\n> $c$\n> <!-- check:\n>   equals: d\n>   where: { e: f(g) }\n> -->\n",
    "```math\na\n\nb\n```\n",
    "> ```math\n> a\n>\n> b\n> ```\n", "---\ntitle: A\n---\n```swift\na\n```\n", "$x$\u{301} ```a``` $y$\n",
    "~~~swift\na ``` b\n~~~\n",
    "- a\n  - b\n\n    ~~~swift\n    a\n      b\n    ~~~\n", "text $5\n```swift\n$0 $x$\n```\n",
    "\\\n```swift\n$x$\n```\n",
    "```swift\na\u{2028}b\u{85}c\u{B}d\u{C}e\n```\n\n$a\u{2028}b$\n",
  ]

  private static let variants: [String] = lessons.flatMap { lesson in
    [lesson, lesson.replacing("\n", with: "\r\n"), "\u{FEFF}" + lesson, "text ∑ $α$\n\n" + lesson, lesson + lesson]
  }

  @Test(arguments: variants)
  func `every byte of a text is the byte of the file at its place`(lesson: String) {
    let document = parse(lesson)
    let bytes = Array(lesson.utf8)
    let texts =
      document.cells.map(\.code) + document.cells.compactMap(\.recorded?.text) + document.formulas.map(\.latex)
    #expect(!texts.isEmpty)
    for text in texts {
      for (offset, byte) in text.text.utf8.enumerated() {
        let place = text.fileOffset(of: offset)
        // The line endings in a fence are converted to \n.
        let isLineEnding = byte == UInt8(ascii: "\n") && bytes[place] == UInt8(ascii: "\r")
        #expect(bytes[place] == byte || isLineEnding, "byte \(offset) of \(text.text.debugDescription)")
      }
    }
  }

  @Test(arguments: variants)
  func `every range lies in the file, one after the other`(lesson: String) {
    let document = parse(lesson)
    let ranges =
      document.cells.map(\.range) + document.cells.compactMap(\.recorded?.range) + document.formulas.map(\.range)
      + document.formulas.compactMap(\.check?.range) + document.links.map(\.range) + document.expressions.map(\.range)
      + document.diagnostics.map(\.problem.range)
    for range in ranges { #expect(range.upperBound <= lesson.utf8.count) }
    guard document.problems.isEmpty else { return }
    let solid =
      (document.cells.map(\.range) + document.cells.compactMap(\.recorded?.range) + document.formulas.map(\.range))
      .sorted { $0.lowerBound < $1.lowerBound }
    for (first, second) in zip(solid, solid.dropFirst()) { #expect(first.upperBound <= second.lowerBound) }
  }

  @Test func `a range over a quotation's lines ends with its last byte`() {
    let file = SourceFile(path: "a.md", text: "> ab\n> cd\n")
    var text = ExtractedText(2..<5, of: file)
    text.append(file.slice(7..<9), fileOffset: 7)
    #expect(text.text == "ab\ncd")
    #expect(text.fileRange(of: 0..<2) == 2..<4)
    #expect(text.fileRange(of: 0..<3) == 2..<5)
    #expect(text.fileRange(of: 1..<4) == 3..<8)
    #expect(text.fileRange(of: 3..<3) == 7..<7)
    #expect(text.fileOffset(of: 5) == 9)
  }

  @Test func `a line is found by its number`() {
    let text = ExtractedText(0..<7, of: SourceFile(path: "a.md", text: "ab\n\ncde"))
    #expect((0...5).map(text.offset(ofLine:)) == [0, 0, 3, 4, 7, 7])
  }
}

import Diagnostics
import Testing

@Suite struct SourceFileTests {
  @Test(arguments: [
    ("", 0, 1, 1), ("ab", 0, 1, 1), ("ab", 2, 1, 3), ("a\nb", 1, 1, 2), ("a\nb", 2, 2, 1), ("a\n", 2, 2, 1),
    ("a\r\nb", 3, 2, 1), ("é1", 2, 1, 2), ("👩‍👩‍👧x", 18, 1, 2), ("a", 99, 1, 2), ("\n\n\n", 3, 4, 1),
  ])
  func `an offset is told as line and column, counted from 1`(text: String, offset: Int, line: Int, column: Int) {
    let file = SourceFile(path: "x.md", text: text)
    #expect(file.position(at: offset) == .init(line: line, column: column))
  }

  @Test func `a line is without its ending, of either kind`() {
    let file = SourceFile(path: "x.md", text: "one\r\ntwo\n\nlast")
    #expect((1...file.lineCount).map { String(file.line($0)) } == ["one", "two", "", "last"])
    #expect(file.rangeOfLine(2) == 5..<8)
    #expect(SourceFile(path: "x.md", text: "").line(1) == "")
  }

  @Test func `a byte-order mark is not part of the first line`() {
    let file = SourceFile(path: "x.md", text: "\u{FEFF}ab\ncd")
    #expect(file.line(1) == "ab")
    #expect(file.position(at: 3) == .init(line: 1, column: 1))
    #expect(file.position(at: 0) == .init(line: 1, column: 1))
    #expect(file.position(at: 6) == .init(line: 2, column: 1))
  }

  @Test func `a slice never cuts a character and never leaves the text`() {
    let file = SourceFile(path: "x.md", text: "aé")
    #expect(file.slice(0..<2) == "a")
    #expect(file.slice(2..<3) == "é")
    #expect(file.slice(1..<3) == "é")
    #expect(file.slice(2..<40) == "é")
    #expect(file.slice(40..<50) == "")
  }

  @Test func `every offset lies in the line that it is told of`() {
    let file = SourceFile(path: "x.md", text: "first\n\nthird ∑ line\r\nlast\n")
    for offset in 0...file.text.utf8.count {
      let line = file.rangeOfLine(file.position(at: offset).line)
      #expect(offset >= line.lowerBound)
      #expect(offset <= line.upperBound + 1)
    }
  }
}

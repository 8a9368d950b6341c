import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct AnchorNameTests {
  private func problems(_ id: String) -> [String] { parse("$$ a $$\n<!-- check: { id: \(id) } -->\n").problems }

  @Test(arguments: ["softmax", "eq:softmax", "a_b-c.1", "注意", "cell-1", "formula-2", "search", "contents", "A1"])
  func `an id is a name`(id: String) {
    #expect(problems(id) == [])
    #expect(parse("```swift id=\(id)\n1\n```\n").problems == [])
  }

  @Test(arguments: [
    ("'a b'", "an id can't hold a space"), ("'a\"b'", "an id can't hold `\"`"), ("'a#b'", "an id can't hold `#`"),
    ("'<b>'", "an id can't hold `<`"),
    ("a\u{200B}b", "U+200B (ZERO WIDTH SPACE) is not a plain space"),
    ("page.text", "the pages have ids of their own that begin with `page.`"),
    ("note.1", "the pages have ids of their own that begin with `note.`"),
    ("cell.1", "the pages have ids of their own that begin with `cell.`"),
    (".a", "an id can't begin with a dot"),
  ])
  func `an id that an address or a page can't have is an error`(id: String, problem: String) {
    #expect(problems(id).map { String($0.split(separator: " ", maxSplits: 1)[1]) } == [problem])
  }

  @Test func `ids and headings meet in one form`() {
    let document = parse("## Cafe\u{301}\n\n$$ a $$\n<!-- check: { id: the\u{301} } -->\n\n```swift id=cre\u{300}me\n1\n```\n")
    #expect(document.outline.unicodeScalars.contains("é"))
    #expect(document.outline.hasPrefix("heading 2 #caf\u{E9}:"))
    #expect(Array(document.formulas[0].check?.id?.unicodeScalars ?? "".unicodeScalars) == Array("th\u{E9}".unicodeScalars))
    #expect(Array(document.cells[0].options.id?.unicodeScalars ?? "".unicodeScalars) == Array("cr\u{E8}me".unicodeScalars))
    #expect(parse("## é\n\n$$ a $$\n<!-- check: { id: e\u{301} } -->\n").problems == ["4:1 the heading on line 1 has the id `é` already"])
  }
}

import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct ImageTests {
  @Test func `an image knows its file, its words and its place`() throws {
    let document = parse("# A\n\nSee ![two *heads*](./my%20heads.png \"Heads\")")
    let image = try #require(document.images.first)
    #expect(image.path == "my heads.png")
    #expect(image.alternative == "two heads")
    #expect(image.title == "Heads")
    #expect(document.slice(image.range) == "!")
    #expect(document.problems == [])
  }

  @Test func `an image says what it shows`() {
    let document = parse("![ ](a.png)")
    #expect(document.problems == ["1:1 this image has no words for those who can't see it"])
    #expect(document.diagnostics.map(\.problem.help) == ["say between the brackets what it shows: `![…](a.png)`"])
  }

  @Test(arguments: ["<img src=\"a.png\">", "<img src=\"a.png\" alt=\"\">", "Here: <img alt=\" \" src=\"a.png\" />"])
  func `an image in HTML says it in its attribute`(text: String) {
    #expect(parse(text).diagnostics.map(\.problem.help) == ["say in `alt` what it shows: `<img src=\"a.png\" alt=\"…\">`"])
  }

  @Test func `the ids of a page differ`() {
    let text =
      "## Here\n\n$$ a $$\n<!-- check: { id: here } -->\n\n$$ b $$\n<!-- check: { id: there } -->\n\n```swift id=there norun\n1\n```\n"
    #expect(
      parse(text).problems == [
        "4:1 the heading on line 1 has the id `here` already", "9:1 the formula on line 6 has the id `there` already",
      ])
  }

  @Test(arguments: [("a%20b", "a b"), ("%E6%B3%A8", "注"), ("100%", "100%"), ("%zz%2", "%zz%2"), ("%FF", "%FF"), ("注", "注")])
  func `percent signs are read as addresses have them`(text: String, decoded: String) {
    #expect(text.percentDecoded == decoded)
    #expect(decoded.percentEncoded.percentDecoded == decoded)
  }
}

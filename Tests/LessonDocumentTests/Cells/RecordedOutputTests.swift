import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct RecordedOutputTests {
  /// The texts of a lesson's recorded outputs, one for each cell.
  private func outputs(_ text: String) -> [String?] { parse(text).cells.map { $0.recorded?.text.text } }

  @Test func `the output fence after a cell records its output`() {
    #expect(outputs("```swift\n1\n```\n\n```output\nInt = 1\n```\n") == ["Int = 1"])
    #expect(outputs("```swift\n1\n```\n```output\nInt = 1\n```\n") == ["Int = 1"])
    #expect(outputs("```swift\n1\n```\n\n<!-- a comment -->\n\n~~~output\na\n\n  b\n~~~\n") == ["a\n\n  b"])
    #expect(outputs("```swift\n1\n```\n\n```output\n```\n") == [""])
  }

  @Test func `it is the cell's own, or nobody's`() {
    #expect(outputs("```swift\n1\n```\n\n```swift\n2\n```\n\n```output\n2\n```\n") == [nil, "2"])
    let stray = "3:1 this output follows no cell"
    #expect(parse("text\n\n```output\n1\n```\n").problems == [stray])
    #expect(parse("```swift\n1\n```\n\ntext\n\n```output\n1\n```\n").problems == ["7:1 this output follows no cell"])
    #expect(
      parse("```swift\n1\n```\n\n```output\n1\n```\n\n```output\n1\n```\n").problems == [
        "9:1 this output follows no cell"
      ])
    #expect(parse("```swift norun\n1\n```\n\n```output\n1\n```\n").problems == ["5:1 this output follows no cell"])
    #expect(parse("> ```swift\n> 1\n> ```\n\n```output\n1\n```\n").problems == ["5:1 this output follows no cell"])
  }

  @Test(arguments: [
    "> ```swift\n> f()\n> ```\n>\n> ```output\n> a\n>   b\n>\n> > c\n> ```\n",
    ">```swift\n>f()\n>```\n>\n>```output\n>a\n>   b\n>\n>> c\n>```\n",
    "- x\n\n  ```swift\n  f()\n  ```\n\n  ```output\n  a\n    b\n\n  > c\n  ```\n",
    "- ```swift\n  f()\n  ```\n  ```output\n  a\n    b\n\n  > c\n  ```\n",
    "12. ```swift\n    f()\n    ```\n    ```output\n    a\n      b\n\n    > c\n    ```\n",
    "> - > ```swift\n>   > f()\n>   > ```\n>   > ```output\n>   > a\n>   >   b\n>   >\n>   > > c\n>   > ```\n",
    "  ```swift\n  f()\n  ```\n\n ```output\n a\n   b\n\n > c\n ```\n",
    "- x\n\n\t```swift\n\tf()\n\t```\n\n\t```output\n\ta\n\t  b\n\n\t> c\n\t```\n",
  ])
  func `in lists and quotations it is what stands inside them`(text: String) {
    #expect(parse(text).problems == [])
    #expect(outputs(text) == ["a\n  b\n\n> c"])
    #expect(parse(text).cells[0].code.text == "f()")
    let windows = text.replacing("\n", with: "\r\n")
    #expect(parse(windows).problems == [])
    #expect(outputs(windows) == ["a\n  b\n\n> c"])
  }

  @Test func `a longer fence holds shorter ones`() {
    #expect(outputs("```swift\n1\n```\n\n````output\n```\nx\n```\n````\n") == ["```\nx\n```"])
  }

  @Test func `dollars, comments and stars in it are text`() {
    let text = "$x$ <!-- check --> *y* \\$ `z`"
    let document = parse("```swift\n1\n```\n\n```output\n\(text)\n```\n")
    #expect(document.cells[0].recorded?.text.text == text)
    #expect(document.formulas.isEmpty)
    #expect(document.problems == [])
  }

  @Test func `its range is the whole fence without its line ending`() throws {
    let text = "> ```swift\r\n> 1\r\n> ```\r\n>\r\n> ```output\r\n> Int = 1\r\n> ```\r\n"
    let document = parse(text)
    let recorded = try #require(document.cells[0].recorded)
    #expect(document.slice(recorded.range) == "```output\r\n> Int = 1\r\n> ```")
    #expect(document.slice(document.cells[0].range) == "```swift\r\n> 1\r\n> ```")
  }
}

import CellAnalysis
import Diagnostics
import Testing

@testable import LessonDocument

/// A fence indented by four spaces is a listing, so a cell in it would never run.
@Suite struct IndentedFenceTests {
  @Test(arguments: [
    ("Text.\n\n    ```swift\n    let x: Int = \"a\"\n    ```\n", "3:5"), ("1. Step\n\n       ```swift hide\n       1\n       ```\n", "3:8"),
    ("Text.\n\n    ~~~output\n    1\n    ~~~\n\nText.\n", "3:5"), ("\t```math\n\tx\n\t```\n", "1:2"),
  ])
  func `a fence of ours that is indented too far is an error`(lesson: String, place: String) {
    let document = parse(lesson)
    #expect(document.problems == ["\(place) this fence is indented by four spaces or more, so that it is only shown"])
    #expect(document.cells.isEmpty)
  }

  @Test func `another is a listing with its text`() {
    #expect(parse("Text.\n\n    ```python\n    1\n    ```\n").outline == "paragraph: Text.\nlisting : \"```python\\n1\\n```\\n\"")
    #expect(parse("Text.\n\n    ```\n    1\n    ```\n").problems == [])
  }

  @Test func `a fence may hold what looks like one`() {
    #expect(parse("~~~text\n~~~text\n~~~\n").outline == "listing text: \"~~~text\"")
    #expect(parse("````swift\n```swift\n````\n").cells.map(\.code.text) == ["```swift"])
    #expect(parse("1. Step\n\n   ```swift\n   1\n   ```\n").cells.map(\.code.text) == ["1"])
  }
}

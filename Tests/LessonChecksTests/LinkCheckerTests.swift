import Diagnostics
import LessonDocument
import LessonRunner
import Testing

@testable import LessonChecks

@Suite struct LinkCheckerTests {
  private static let softmax = """
    # Softmax, done right

    > ## In a quotation

    - # In a list

    $$ a $$
    <!-- check: { id: temperature } -->

    ```swift id=scores norun
    1
    ```
    """

  private func problems(_ text: String) -> [String] {
    let lesson = DocumentParser.parse(Array("# Here\n\n\(text)\n".utf8), path: "Lessons/01-first.md")
    let other = DocumentParser.parse(Array(Self.softmax.utf8), path: "Lessons/03-softmax.md")
    let third = DocumentParser.parse(Array("# 注意 力".utf8), path: "Lessons/4 注意.md")
    let targets = LinkTargets(
      Course(
        settings: CourseSettings(), lessons: [lesson, other, third],
        pictures: ["heads.png": 100, "in/large.png": 2 << 20, "empty.svg": 0, "my heads.png": 9]))
    let report = Checker.check(lesson, Run(cellCount: 0), targets: targets)
    return report.failures.map {
      "\($0.position.line):\($0.position.column) \($0.problem.message); \($0.problem.help ?? "")"
    }
  }

  @Test(arguments: [
    "[a](03-softmax.md)", "[a](#here)", "[a](03-softmax.md#softmax-done-right)", "[a](03-softmax.md#in-a-quotation)",
    "[a](03-softmax.md#in-a-list)",
    "[](03-softmax.md#temperature)", "[a](03-softmax.md#scores)", "[a](01-first.md#here)", "<https://example.org>",
    "[a](http://example.org/x.md#y)", "[a](mailto:a@b.c)",
    "[a](4%20%E6%B3%A8%E6%84%8F.md#%E6%B3%A8%E6%84%8F-%E5%8A%9B)", "[a](<4 注意.md#注意-力>)",
    "![a](heads.png)", "![a](./my%20heads.png)",
  ])
  func `a link that leads somewhere is fine`(link: String) {
    #expect(problems(link) == [])
  }

  @Test(arguments: [
    ("[a](03-sofmax.md)", "3:1 there is no lesson `03-sofmax.md`; did you mean `03-softmax.md`?"),
    ("x [a](other.md)", "3:3 there is no lesson `other.md`; the lessons are `01-first.md`, `03-softmax.md`, `4 注意.md`"),
    ("[a](#heer)", "3:1 there is no `#heer` in `01-first.md`; did you mean `#here`?"),
    ("[a](03-softmax.md#temprature)", "3:1 there is no `#temprature` in `03-softmax.md`; did you mean `#temperature`?"),
    (
      "[a](#what)",
      "3:1 there is no `#what` in `01-first.md`; link to a heading of that lesson, or to the id of a formula or cell"
    ),
    (
      "[a](notes.txt)",
      "3:1 `notes.txt` is not part of the course; link to a lesson's `.md` file, or to an address that begins with `https://`"
    ),
    (
      "[a](javascript:alert(1))",
      "3:1 `javascript:alert(1)` is not part of the course; link to a lesson's `.md` file, or to an address that begins with `https://`"
    ),
    (
      "[a]()",
      "3:1 this link leads nowhere; link to a lesson's `.md` file, or to an address that begins with `https://`"
    ),
    ("x ![a](hed.png)", "3:3 there is no image `hed.png` beside the lesson; did you mean `heads.png`?"),
    (
      "![a](other.png)",
      "3:1 there is no image `other.png` beside the lesson; put it in the folder of lessons, as `.svg`, `.png`, `.jpg`, `.jpeg`, `.webp`, `.avif`, `.gif`"
    ),
    (
      "![a](https://example.org/a.png)",
      "3:1 `https://example.org/a.png` is not part of the course; put the image beside the lesson: a page of the site loads nothing from elsewhere"
    ),
    ("![a](empty.svg)", "3:1 the image `empty.svg` is empty; save it again"),
    (
      "![a](in/large.png)",
      "3:1 the image `in/large.png` has 2048 KiB; more than 1024 is too much for a page; make it smaller, or save it as `.svg` or `.webp`"
    ),
  ])
  func `a link that leads nowhere is told, with the nearest`(link: String, problem: String) {
    #expect(problems(link) == [problem])
  }
}

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
    let targets = LinkTargets(Course(settings: CourseSettings(), lessons: [lesson, other]))
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
  ])
  func `a link that leads somewhere is fine`(link: String) {
    #expect(problems(link) == [])
  }

  @Test(arguments: [
    ("[a](03-sofmax.md)", "3:1 there is no lesson `03-sofmax.md`; did you mean `03-softmax.md`?"),
    ("x [a](other.md)", "3:3 there is no lesson `other.md`; the lessons are `01-first.md`, `03-softmax.md`"),
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
  ])
  func `a link that leads nowhere is told, with the nearest`(link: String, problem: String) {
    #expect(problems(link) == [problem])
  }
}

import CourseConfiguration
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

  private func picture(_ size: Int, _ flaw: Picture.Flaw? = nil) -> Picture { Picture(sizeInBytes: size, flaw: flaw, file: "") }

  private func problems(_ text: String) -> [String] {
    let lesson = DocumentParser.parse(Array("# Here\n\n\(text)\n".utf8), path: "Lessons/01-first.md")
    let other = DocumentParser.parse(Array(Self.softmax.utf8), path: "Lessons/03-softmax.md")
    let third = DocumentParser.parse(Array("# 注意 力".utf8), path: "Lessons/4 注意.md")
    // Its name and its heading have two scalars where a link may have one.
    let decomposed = DocumentParser.parse(Array("# Cafe\u{301}".utf8), path: "Lessons/e\u{301}t\u{E9}.md")
    let targets = LinkTargets(
      Course(
        settings: CourseSettings(), lessons: [lesson, other, third, decomposed],
        pictures: [
          "heads.png": picture(100), "in/large.png": picture(2 << 20), "empty.svg": picture(0), "my heads.png": picture(9),
          "h\u{E9}.png": picture(9),
          "text.png": picture(9, .notAPicture), "drawing.png": picture(9, .otherKind("svg")), "out.png": picture(9, .leadsOut),
          "twin.png": picture(9, .twin),
        ]))
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
    "![a](heads.png)", "![a](./my%20heads.png)", "![a](he\u{301}.png)", "![a](h%C3%A9.png)", "![a](heads.png?v=2)",
    "[a](./03-softmax.md)", "[a](././03-softmax.md#scores)", "[a](in/../03-softmax.md)", "[a](03-softmax.md?x=1)",
    "[a](03-softmax.md?x=1#scores)",
    "[a](tel:+4930123456)", "[a](HTTPS://example.org)", "[a](Mailto:a@b.c)", "[a](sms:+49)", "[a](#)", "[a](03-softmax.md#)",
    "[a](\u{E9}te\u{301}.md#caf\u{E9})", "[a](e\u{301}t\u{E9}.md#cafe\u{301})", "[a](%C3%A9t%C3%A9.md#caf%C3%A9)",
    "[a](e%CC%81te%CC%81.md#cafe%CC%81)", "[a](<HTTP://example.org/a b>)",
  ])
  func `a link that leads somewhere is fine`(link: String) {
    #expect(problems(link) == [])
  }

  @Test(arguments: [
    ("[a](03-sofmax.md)", "3:1 there is no lesson `03-sofmax.md`; did you mean `03-softmax.md`?"),
    ("x [a](other.md)", "3:3 there is no lesson `other.md`; the lessons are `01-first.md`, `03-softmax.md`, `4 注意.md`, `été.md`"),
    ("[a](#heer)", "3:1 there is no `#heer` in `01-first.md`; did you mean `#here`?"),
    ("[a](03-softmax.md#temprature)", "3:1 there is no `#temprature` in `03-softmax.md`; did you mean `#temperature`?"),
    (
      "[a](#what)",
      "3:1 there is no `#what` in `01-first.md`; link to a heading of that lesson, or to the id of a formula, a cell or a caption"
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
    ("[a](03-Softmax.md)", "3:1 there is no lesson `03-Softmax.md`; did you mean `03-softmax.md`?"),
    ("[a](03-SOFTMAX.md)", "3:1 there is no lesson `03-SOFTMAX.md`; did you mean `03-softmax.md`?"),
    ("[a](#HERE)", "3:1 there is no `#HERE` in `01-first.md`; did you mean `#here`?"),
    ("![a](Heads.PNG)", "3:1 there is no image `Heads.PNG` beside the lesson; did you mean `heads.png`?"),
    ("[a](03-softmax.html)", "3:1 `03-softmax.html` is not part of the course; did you mean `03-softmax.md`?"),
    ("[a](03-softmax)", "3:1 `03-softmax` is not part of the course; did you mean `03-softmax.md`?"),
    ("[a](../Lessons/03-softmax.md)", "3:1 `../Lessons/03-softmax.md` is not part of the course; did you mean `03-softmax.md`?"),
    (
      "[a](../x.md)", "3:1 `../x.md` is not part of the course; link to a lesson's `.md` file, or to an address that begins with `https://`"
    ),
    (
      "[a](/03-softmax.md)",
      "3:1 `/03-softmax.md` is not part of the course; link to a lesson's `.md` file, or to an address that begins with `https://`"
    ),
    ("[a](//example.org/x)", "3:1 `//example.org/x` is not part of the course; write `https://example.org/x`"),
    ("[a](https:example.org)", "3:1 `https:example.org` isn't an address; write `https://example.org`"),
    ("[a](http:/example.org/x)", "3:1 `http:/example.org/x` isn't an address; write `http://example.org/x`"),
    ("[a](https:///example.org)", "3:1 `https:///example.org` isn't an address; write `https://example.org`"),
    ("[a](https://)", "3:1 this link leads nowhere; write what follows `https:`"),
    ("[a](mailto:)", "3:1 this link leads nowhere; write what follows `mailto:`"),
    (
      "[a](FTP://example.org)",
      "3:1 `FTP://example.org` is not part of the course; link to a lesson's `.md` file, or to an address that begins with `https://`"
    ),
    ("![a](text.png)", "3:1 `text.png` isn't a picture, judging by its first bytes; save the picture again, or remove the image"),
    (
      "![a](drawing.png)",
      "3:1 `drawing.png` is a picture of another kind: browsers won't show it under that name; let its name end in `.svg`"
    ),
    (
      "![a](out.png)", "3:1 `out.png` is a symbolic link that leads out of the course, and isn't followed; copy the picture into the course"
    ),
    (
      "![a](twin.png)",
      "3:1 two pictures are called `twin.png`: their names differ only in how their letters are encoded; rename one of them"
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

  @Test func `of thousands of wrong links, as many are told as a person reads`() {
    let found = problems((0..<20_000).map { "[a](x\($0).md)" }.joined(separator: " "))
    #expect(found.count == 101)
    #expect(found.last?.hasSuffix("19900 more links of this lesson lead nowhere; ") == true)
  }
}

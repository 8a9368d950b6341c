import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct FrontMatterTests {
  @Test(arguments: ["\n", "\r\n"])
  func `title and summary are read`(newline: String) {
    let text = ["---", "title: Softmax, done right", "summary: 'Why: the maximum'", "---", "# Another", ""]
    let document = parse(text.joined(separator: newline))
    #expect(document.problems == [])
    #expect(document.title == "Softmax, done right")
    #expect(document.frontMatter.summary == "Why: the maximum")
    #expect(document.outline == "heading 1 #another: Another")
  }

  @Test(arguments: [
    ("", PageKind.lesson), ("kind: lesson\n", .lesson), ("kind: reference\n", .reference), ("kind: author-guide\n", .authorGuide),
  ])
  func `a page is a lesson unless it says otherwise`(line: String, kind: PageKind) {
    let document = parse("---\ntitle: A\n\(line)---\n")
    #expect(document.problems == [])
    #expect(document.frontMatter.kind == kind)
  }

  @Test(arguments: [
    ("author-guid", "did you mean `author-guide`?"), ("handbook", "the kinds are lesson, reference, author-guide"),
    ("Lesson", "did you mean `lesson`?"),
  ])
  func `a kind that there isn't is an error that names those that there are`(kind: String, help: String) {
    let document = parse("---\nkind: \(kind)\n---\n")
    #expect(document.problems == ["2:7 `kind` can't be `\(kind)`"])
    #expect(document.diagnostics.first?.problem.help == help)
  }

  @Test func `an apostrophe in a title or a summary is the one that prose has`() {
    let document = parse("---\ntitle: Why it can't\nsummary: It's the keys' norm, 'as is'\n---\n")
    #expect(document.title == "Why it can’t")
    #expect(document.frontMatter.summary == "It’s the keys' norm, 'as is'")
  }

  @Test func `a byte-order mark before it does no harm`() {
    let document = parse("\u{FEFF}---\ntitle: A\n---\ntext $x$")
    #expect(document.title == "A")
    #expect(document.outline == "paragraph: text ⟨x⟩")
    #expect(document.slice(document.formulas[0].range) == "$x$")
  }

  @Test(arguments: [
    ("# One *two* `three`\n\n## Four", "One two three"), ("text\n\n## Later", "Later"), ("text", "lesson"),
    ("", "lesson"),
    ("---\n---\n# One", "One"), ("---\nsummary: s\n...\n# One", "One"),
    ("# Softmax of $x$", "Softmax of x"),
  ])
  func `without a title the first heading is the title, else the file's name`(text: String, title: String) {
    #expect(parse(text).title == title)
  }

  @Test(arguments: [
    ("---\ntitle: A\n", "1:1 the front matter is never closed"),
    ("---\ntitle: [a\n---\n", "2:8 this bracket is never closed"),
    ("---\ntitle: a: b\n---\n", "2:9 a text with a colon and a space in it needs quotation marks"),
    ("---\ntitel: A\n---\n", "2:1 unknown key `titel` in the front matter"),
    ("---\ntitle: A\ntitle: B\n---\n", "3:1 the key `title` appears twice here"),
    ("---\ntitle: [a, b]\n---\n", "2:8 `title` needs a text"),
    ("---\njust words\n---\n", "2:1 front matter is `key: value` lines"),
    ("---\n? [a]\n: b\n---\n", "2:3 a key must be a word"),
    ("---\nvary:\n\tcount: 3\n---\n", "3:1 a tab can't indent YAML"),
    ("---\ntitle:A\n---\n", "2:6 a space is missing after this colon"),
    ("---\ntitle: 'A\n---\n", "2:8 this quotation mark is never closed"),
    ("---\ntitle: # A\n---\n", "2:8 `#` begins a comment in YAML, so `title` has no value"),
    ("---\ntitle: 题\nsummary:   #A\n---\n", "3:12 `#` begins a comment in YAML, so `summary` has no value"),
    ("---\ndate: # 2026-11-28\n---\n", "2:7 `#` begins a comment in YAML, so `date` has no value"),
    ("---\ntags: # a, b\n---\n", "2:7 `#` begins a comment in YAML, so `tags` has no value"),
    ("---\nvary:\n  count: # 5\n---\n", "3:10 `#` begins a comment in YAML, so `count` has no value"),
    ("---\ntitle: Learn C # in a day\n---\n", "2:16 `#` begins a comment in YAML, so `title` ends before it"),
    ("---\ntitle:\n---\n", "2:1 `title` needs a text"), ("---\nsummary: ''\n---\n", "2:1 `summary` needs a text"),
  ])
  func `what is wrong is told at its place`(text: String, problem: String) {
    #expect(parse(text).problems == [problem])
  }

  @Test(arguments: [
    "title: '# A'", "title: C#", "title: A\nvary: 5 # inputs", "title: A\ntags: # of the lesson\n  - a", "title: 'A' # B", "layout: # none",
    "title: A#B\n# a comment",
  ])
  func `a comment that hides nothing is none of our business`(yaml: String) {
    let problems = parse("---\n\(yaml)\n---\n").problems.filter { !$0.contains("nothing reads") }
    #expect(problems == [])
  }

  @Test func `a wrong key suggests the right one`() {
    #expect(parse("---\ntitel: A\n---\n").diagnostics[0].problem.help == "did you mean `title`?")
  }

  @Test(arguments: ["author: A", "layout: post", "slug: a", "jupyter: { kernelspec: { name: x } }", "weight: 3"])
  func `a key of another tool is a warning, and the others are read`(line: String) throws {
    let document = parse("---\n\(line)\ntitle: A\n---\n")
    let key = try #require(line.split(separator: ":").first)
    #expect(document.title == "A")
    #expect(document.problems == ["2:1 nothing reads the key `\(key)` of the front matter"])
    #expect(document.diagnostics.map(\.isError) == [false])
    #expect(
      document.diagnostics[0].problem.help
        == "take it out; the keys are title, summary, kind, vary, macros, libraries, isolation, flags, bibliography, draft, date, tags, swift-version, prose-numbers"
    )
  }

  @Test(arguments: [
    ("---\n\ntext\n", "break\nparagraph: text"), ("\n---\n\ntext\n", "break\nparagraph: text"),
    ("---\n\n# One\n\n---\n\ntext\n", "break\nheading 1 #one: One\nbreak\nparagraph: text"),
    ("---\n# One\n\ntext\n", "break\nheading 1 #one: One\nparagraph: text"), ("---\n", "break"), ("---", "break"),
    ("\u{FEFF}---\n\ntext", "break\nparagraph: text"), ("---\r\n\r\ntext\r\n\r\n---\r\n", "break\nparagraph: text\nbreak"),
    ("----\n\ntext", "break\nparagraph: text"), ("---\n \ntitle: a\n", "break\nparagraph: title: a"),
  ])
  func `a rule at the head of a lesson is a rule`(text: String, outline: String) {
    #expect(parse(text).outline == outline)
    #expect(parse(text).problems == [])
  }

  @Test(arguments: ["--- \ntitle: A\n---\t\ntext", "---\ntitle: A\n... \ntext"])
  func `spaces behind the lines that hold it do no harm`(text: String) {
    #expect(parse(text).title == "A")
    #expect(parse(text).outline == "paragraph: text")
  }

  @Test(arguments: [
    ("---\n# One\n---\ntext", "2:1 between these two lines of `---` there are neither `key: value` lines nor a lesson's text"),
    ("---\ntitle：A\n---\n", "2:6 `：` isn't YAML punctuation"),
    ("---\ntitle:\u{A0}A\n---\n", "2:7 U+00A0 (NO-BREAK SPACE) is not a plain space"),
    ("---\n\u{3000}title: A\n---\n", "2:1 U+3000 (IDEOGRAPHIC SPACE) is not a plain space"),
  ])
  func `what would vanish or be misread is told`(text: String, problem: String) {
    #expect(parse(text).problems == [problem])
  }

  @Test func `each wrong value is told, and what only pages show keeps nothing from running`() {
    let shown = parse("---\ndate: 2026-13-40\ndraft: yess\ntitel: A\nsummary: B\n---\n\n```swift\n1\n```\n")
    #expect(
      shown.problems == [
        "2:7 `2026-13-40` isn't a day", "3:8 `draft` can't be `yess`", "4:1 unknown key `titel` in the front matter",
      ])
    #expect(shown.canRun)
    #expect(shown.frontMatter.summary == "B")
    let run = parse("---\ndate: 2026-13-40\nisolation: non\n---\n\n```swift\n1\n```\n")
    #expect(run.problems == ["2:7 `2026-13-40` isn't a day", "3:12 `isolation` can't be `non`"])
    #expect(!run.canRun)
    #expect(!parse("---\nlibrarys: []\n---\n").canRun)
  }

  @Test func `a text in front matter holds what it likes`() {
    let document = parse("---\ntitle: 注意：力　学\nsummary: a\u{A0}b\n---\n")
    #expect(document.problems == [])
    #expect(document.title == "注意：力　学")
  }
}

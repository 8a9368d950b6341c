import Diagnostics
import Testing

@testable import LessonDocument

@Suite struct BrokenLinkTests {
  @Test(arguments: [
    ("See [text][nowhere].", "1:5 there is no definition `[nowhere]: …` for this link"),
    ("[text][]", "1:1 there is no definition `[text]: …` for this link"),
    ("See [a\nb][c d].", "1:5 there is no definition `[c d]: …` for this link"),
    ("![alt][img]", "1:1 there is no definition `[img]: …` for this image"),
    ("[`a[0]` and $b$][c]", "1:1 there is no definition `[c]: …` for this link"),
    ("参见[文本][无处]。", "1:3 there is no definition `[无处]: …` for this link"),
    ("| a |\n|---|\n| [b][c] |", "3:3 there is no definition `[c]: …` for this link"),
    ("> - [b][c]", "1:5 there is no definition `[c]: …` for this link"),
    ("[b][c]\n\n[d]: https://example.org", "1:1 there is no definition `[c]: …` for this link"),
    ("See ![alt].", "1:5 there is no definition `[alt]: …` for this image"),
    ("![alt]", "1:1 there is no definition `[alt]: …` for this image"),
    ("![A map](a b.png)", "1:1 this isn't an image: a blank ends an address"),
    ("x ![A map](a(b.png)", "1:3 this isn't an image"),
    ("[text](my file.md)", "1:1 this isn't a link: a blank ends an address"),
    ("[text](https://example.org/a b)", "1:1 this isn't a link: a blank ends an address"),
  ])
  func `a link or an image that is none is an error at its place`(text: String, problem: String) {
    let document = parse(text)
    #expect(document.problems == [problem])
    #expect(document.diagnostics.allSatisfy { $0.isError })
  }

  @Test(arguments: [
    ("[Note]: important", 1), ("Text\n\n[Note]: important\n", 3), ("> [Note]: wichtig", 1), ("- [注意]: 重要", 1),
    ("[Note]: important\r\n\r\nText", 1),
    ("---\ntitle: A\n---\n[Note]: important", 4),
  ])
  func `a line that would vanish is an error`(text: String, line: Int) {
    #expect(parse(text).problems.map { $0.split(separator: ":")[0] } == ["\(line)"])
    #expect(parse(text).problems.first?.hasSuffix("this line is the address of a link, and isn't shown") == true)
  }

  @Test(arguments: [
    "[a]: https://example.org", "[a]: other.md", "[a]: #here", "[//]: # (a comment)", "[comment]: <> (a comment)", "[Note]: very important",
    "Text\n[Note]: important", "    [Note]: important", "```\n[Note]: important\n```", "[^a]\n\n[^a]: important", "`[Note]: important`",
    "[a]: /x",
  ])
  func `an address, a comment and a text are fine`(text: String) {
    #expect(parse(text).problems == [])
  }

  @Test(arguments: [
    "wow![sic]", "![a]\n\n[a]: a.png", "\\![a]", "![]", "[sic]", "[1] [2] [3]", "a[i][j]", "x[1][2]", "[sic][^1]\n\n[^1]: Note.",
    "[a][b] and [b][] and [b].\n\n[b]: https://example.org",
    "![a](<a b.png>)", "![a](a%20b.png \"Title (x)\")", "[a](https://example.org/x_(y))", "[a](https://example.org \"Title here\")",
    "[a](https://example.org\n\"Title\")", "[interval](0, 1] is odd", "[0, 1](closed, then) text", "[see](and more)", "`[a][b]`",
    "    [a][b]",
    "```text\n[a][b]\n```", "\\[a][b]", "[a\\][b]", "$[a][b]$",
  ])
  func `brackets that are only brackets are fine`(text: String) {
    #expect(parse(text).problems == [])
  }
}

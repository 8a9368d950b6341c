import Foundation
import TestSupport
import Testing

/// Citations of works from a bibliography, from the file to the page.
@Suite struct CitationTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("bibliography: references.bib\n", to: "Lessons/course.yml")
    try folder.write(
      #"""
      @inproceedings{vaswani2017, author = {Ashish Vaswani and Noam Shazeer and Niki Parmar}, year = 2017,
        title = {Attention Is All You Need}, booktitle = {NeurIPS}, url = {https://arxiv.org/abs/1706.03762}}
      @article{bahdanau2015, author = {Dzmitry Bahdanau and J{\"o}rg Cho}, year = 2015, title = {Neural <Translation>}}
      @article{bahdanau2015b, author = {Dzmitry Bahdanau and J{\"o}rg Cho}, year = 2015, title = {Sp{\"a}ter?}, langid = {german}}

      """#, to: "Lessons/references.bib")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  @Test(arguments: [
    "> Older [see @vaswani2017;\n> @bahdanau2015, p. 3].", "> > Older [see @vaswani2017;\n> > @bahdanau2015, p. 3].",
    "- Older [see @vaswani2017;\n  @bahdanau2015, p. 3].", "1. > Older [see @vaswani2017;\n   > @bahdanau2015,\n   > p. 3].",
    "Older [see @vaswani2017;\n@bahdanau2015,\np. 3].",
  ])
  func `a citation goes on in the next line, also in quotations and lists`(text: String) throws {
    try folder.write("# A\n\n\(text)\n", to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let page = try folder.text(of: "site/a.html")
    let cited = #/Older <span id="cite\.1">\(see <a [^>]*>Vaswani et al\. 2017</a>; <a [^>]*>Bahdanau and Cho 2015</a>, p\. 3\)</span>\./#
    #expect(page.contains(cited), "\(page)")
  }

  @Test(arguments: [
    "- [see @vaswani2017\n  - @bahdanau2015]", "> [see @vaswani2017\n>\n> @bahdanau2015]", "[see @vaswani2017\n1. @bahdanau2015]",
  ])
  func `a citation ends with its paragraph`(text: String) throws {
    try folder.write("# A\n\n\(text)\n", to: "Lessons/a.md")
    _ = try call("build", "--output", "site")
    #expect(try !folder.text(of: "site/a.html").contains("cite.1"))
  }

  @Test func `a citation that is all that a cell says has no brackets`() throws {
    try folder.write(
      "# A\n\n| lesson | cites |\n|---|---|\n| first | [@vaswani2017] |\n| second | see [@vaswani2017] |\n", to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let page = try folder.text(of: "site/a.html")
    #expect(page.contains(#/<td><span id="cite\.1"><a [^>]*>Vaswani et al\. 2017</a></span></td>/#), "\(page)")
    #expect(page.contains(#/see <span id="cite\.2">\(<a [^>]*>Vaswani et al\. 2017</a>\)</span></td>/#))
  }

  @Test func `citations lead to the list of works, and the list back to them`() throws {
    try folder.write(
      """
      # A

      Attention [see @vaswani2017, p. 3; @bahdanau2015] is older than
      that [-@vaswani2017], as shown[^1] in `[@code]` by [@bahdanau2015b].

      [^1]: In a note [@vaswani2017].

      """, to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    #expect(built.errors.isEmpty, "\(built.errors)")
    let page = try folder.text(of: "site/a.html")
    #expect(
      page.contains(
        """
        <span id="cite.1">(see <a href="#ref.vaswani2017">Vaswani et al. 2017</a>, p. 3; \
        <a href="#ref.bahdanau2015">Bahdanau and Cho 2015a</a>)</span>
        """))
    #expect(page.contains(##"<span id="cite.2">(<a href="#ref.vaswani2017">2017</a>)</span>"##))
    #expect(page.contains("Bahdanau and Cho 2015b"))
    #expect(page.contains("<code>[@code]</code>"))
    #expect(
      page.contains(
        """
        <li id="ref.bahdanau2015">Dzmitry Bahdanau and Jörg Cho. 2015a. <cite>Neural &lt;Translation&gt;</cite>.\u{A0}\
        <a href="#cite.1" aria-label="Back to the text, citation 1">↩</a></li>
        """))
    // A title that ends with its own sign gets no full stop.
    #expect(page.contains(#"<cite lang="de">Später?</cite>\#u{A0}<a"#))
    #expect(page.contains(##"<a href="#cite.4" aria-label="Back to the text, citation 3">↩3</a></li>"##), "\(page)")
    let ids = page.matches(of: /id="([^"]+)"/).map { String($0.1) }
    for link in page.matches(of: /href="#((?:ref|cite)[^"]*)"/) { #expect(ids.contains(String(link.1)), "\(link.1)") }
    #expect(try folder.text(of: "site/print.html").contains(##"href="#a.ref.vaswani2017""##))
  }

  @Test func `a colon behind a citation belongs to the sentence`() throws {
    try folder.write(
      """
      # A

      As the paper says [@vaswani2017, p. 3]:

      > **Old** is what
      > [@bahdanau2015]: and more, and so is [@bahdanau2015b]: more.

      """, to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0 && built.errors.isEmpty, "\(built.errors)")
    let page = try folder.text(of: "site/a.html")
    #expect(page.matches(of: /id="cite\.\d/).count == 3, "\(page)")
    #expect(!page.contains("[@"))
  }

  @Test func `an unknown key is an error with the nearest one, and an unused work a warning`() throws {
    try folder.write("# A\n\nSee [@vaswani2017; @vaswani2018].\n", to: "Lessons/a.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(
      checked.errors.contains(
        """
        Lessons/a.md:3:21: error: there is no work `vaswani2018` in the bibliography
         3 | See [@vaswani2017; @vaswani2018].
           |                     ^~~~~~~~~~~
           = help: did you mean `[@vaswani2017]`?
        """), "\(checked.errors)")
    #expect(checked.errors.contains("Lessons/references.bib:3:10: warning: no lesson cites `bahdanau2015`, `bahdanau2015b`"))
    #expect(try call("check", "--format", "json").output.contains(#""kind" : "citation-unknown""#))
  }

  @Test func `a misspelled key is one mistake`() throws {
    try folder.write("# A\n\nSee [@vaswani2107; @bahdanau2015; @bahdanau2015b].\n", to: "Lessons/a.md")
    let checked = try call("check")
    #expect(checked.errors.contains("did you mean `[@vaswani2017]`?"), "\(checked.errors)")
    #expect(!checked.errors.contains("no lesson cites"), "\(checked.errors)")
  }

  @Test func `a broken bibliography is an error of its file, and the lessons are still checked`() throws {
    try folder.write("@misc{a,\n  title = {T}\n  year = 2017\n}\n", to: "Lessons/references.bib")
    try folder.write("# A\n\n[@a]\n\n[words](nowhere.md)\n", to: "Lessons/a.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(
      checked.errors.contains(
        """
        Lessons/references.bib:3:3: error: there is no comma before this
         3 |   year = 2017
           |   ^
           = help: put a comma after each value of `a`
        """), "\(checked.errors)")
    #expect(checked.errors.contains("Lessons/a.md:5:1: error: there is no lesson `nowhere.md`"))
    #expect(try call("check", "--format", "json").output.contains(#""kind" : "course-malformed""#))
  }

  @Test(arguments: [
    ("bibliography: reference.bib", "Lessons/course.yml:1:15: error: there is no file `reference.bib` in Lessons", "`references.bib`"),
    ("bibliography: ../x.bib", "Lessons/course.yml:1:15: error: `../x.bib` isn't in the folder of lessons", "move it there"),
    ("bibliography: [references.bib, a.md]", "Lessons/course.yml:1:32: error: `a.md` isn't a file of references", "BibTeX"),
  ])
  func `a file that can't be read is an error where it is named`(setting: String, message: String, help: String) throws {
    try folder.write(setting + "\n", to: "Lessons/course.yml")
    try folder.write("# A\n", to: "Lessons/a.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(checked.errors.contains(message), "\(checked.errors)")
    #expect(checked.errors.contains(help), "\(checked.errors)")
  }

  @Test func `a lesson may have works of its own`() throws {
    try folder.write("", to: "Lessons/course.yml")
    try folder.write(#"[{"id": "own", "title": "Own"}]"#, to: "Lessons/own.json")
    try folder.write("---\nbibliography: own.json\n---\n# A\n\n[@own]\n", to: "Lessons/a.md")
    let checked = try call("check")
    #expect(checked.exitCode == 0, "\(checked.errors)")
    try folder.write("# B\n\n[@own]\n", to: "Lessons/b.md")
    let other = try call("check")
    #expect(other.errors.contains("Lessons/b.md:3:1: warning: a citation without a bibliography"), "\(other.errors)")
    try folder.write("---\nbibliography: owm.json\n---\n# A\n\n[@own]\n", to: "Lessons/a.md")
    #expect(try call("check").errors.contains("Lessons/a.md:2:15: error: there is no file `owm.json`"))
  }

  @Test(arguments: [
    ("王2020", "王2020"), ("Иванов2020", "Иванов2020"), ("حسن2020", "حسن2020"), ("שרה:2020", "שרה:2020"), ("शर्मा2020", "शर्मा2020"),
    ("émile2020", "e\u{301}mile2020"), ("e\u{301}mile2020", "émile2020"), ("Łukasz-ß", "Łukasz-ß"), ("2020", "2020"), ("𠀀a", "𠀀a"),
  ])
  func `a key may have letters of any script`(key: String, cited: String) throws {
    try folder.write("@book{\(key), title = {Book}, author = {Ann Lee}, year = 2020}\n", to: "Lessons/references.bib")
    try folder.write("# A\n\n见 [@\(cited)]。[see @\(cited), p. 3; -@\(cited)] ([@\(cited)])\n", to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0)
    #expect(built.errors == "")
    let page = try folder.text(of: "site/a.html")
    #expect(!page.contains("[@"))
    let first = #/<span id="cite\.1">\(<a href="#ref\.[^"]*">Lee 2020</a>\)</span>。/#
    #expect(page.contains(first), "\(page)")
    #expect(page.contains(#/<span id="cite\.2">\(see <a [^>]*>Lee 2020</a>, p\. 3; <a [^>]*>2020</a>\)</span>/#), "\(page)")
    #expect(page.contains("<li id=\"ref.\(key.precomposedStringWithCanonicalMapping)\">"))
  }

  @Test func `a sign begins no key`() throws {
    try folder.write("# A\n\n[@“x”], [@—] and [@ x].\n", to: "Lessons/a.md")
    _ = try call("build", "--output", "site")
    #expect(try !folder.text(of: "site/a.html").contains("cite.1"))
  }

  @Test func `what isn't a citation stays as it is`() throws {
    try folder.write(
      "# A\n\n[me@example.org](mailto:me@example.org), [@media](https://swift.org), see `@a`\n\n[@vaswani2017]: https://arxiv.org\n",
      to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let page = try folder.text(of: "site/a.html")
    #expect(page.contains(#"<a href="https://swift.org">@media</a>"#))
    #expect(!page.contains("cite.1"))
  }
}

import CellOutputs
import CourseConfiguration
import Foundation
import LessonChecks
import TestSupport
import Testing

@testable import LessonDocument
@testable import SiteRendering

#if canImport(FoundationXML)
  import FoundationXML
#endif

@Suite struct NotebookTests {
  private func notebook(_ text: String) -> Notebook {
    let document = DocumentParser.parse(Array(text.utf8), path: "Lessons/01-lesson.md")
    return Notebook(document, Provenance(document, CheckSummary(), CourseSettings()), CitationText(document, .english))
  }

  private func read(_ json: String) throws -> Notebook { try JSONDecoder().decode(Notebook.self, from: Data(json.utf8)) }

  @Test func `a lesson that was a notebook is the same lesson`() throws {
    let text = """
      ---
      title: T
      ---

      # Title

      Text with $x$.

      ```swift id=a fold
      let a = "```"
      a
      ```

      ```output digest=12
      String = "```"
      ```

      > ```swift
      > let quoted = 1
      > ```

      ````swift norun
      ```
      ````

      End.

      """
    #expect(try read(notebook(text).json).lesson().text == text)
    #expect(try read(notebook(text).json).lesson().unmapped == [])
  }

  @Test(arguments: [
    ("> [!NOTE]\n> Text.", "> **Note** <!-- [!NOTE] --><br>\n> Text."),
    ("> [!TIP] Subtract the *maximum*\n>\n> Text.", "> **Tip: Subtract the *maximum*** <!-- [!TIP] --><br>\n>\n> Text."),
    ("- a\n\n  > > [!QUESTION] What is $x$? <!-- = 1 -->", "- a\n\n  > > **Question: What is $x$? <!-- = 1 -->** <!-- [!QUESTION] --><br>"),
    ("> [!NOTE]  two blanks ", "> **Note:  two blanks ** <!-- [!NOTE] --><br>"),
    ("> [!NOTE] \n> b", "> [!NOTE] \n> b"), ("> [!UNKNOWN]\n> b", "> [!UNKNOWN]\n> b"), ("[!NOTE]", "[!NOTE]"),
    ("```text\n> [!NOTE]\n```", "```text\n> [!NOTE]\n```"),
    ("> ````\n> > [!NOTE]\n> ```\n> > [!NOTE]\n> ````", "> ````\n> > [!NOTE]\n> ```\n> > [!NOTE]\n> ````"),
  ])
  func `an alert has a bold title, and comes back as it was`(text: String, shown: String) throws {
    let notebook = try read(notebook("# T\n\n\(text)\n").json)
    #expect(notebook.cells.dropLast().map(\.source.text) == ["# T\n\n\(shown)"])
    #expect(notebook.lesson().text == "# T\n\n\(text)\n")
  }

  @Test func `a title in the front matter and the lesson's origin are in the text, and no part of the lesson`() throws {
    let text = "---\ntitle: A\n---\n\nText.\n"
    let notebook = try read(notebook(text).json)
    #expect(notebook.cells.map(\.source.text) == ["# A", "Text.", "A lesson of Lessons. Nothing in it was checked."])
    #expect(notebook.lesson().text == text)
    #expect(notebook.lesson().unmapped == [])
  }

  @Test func `a program that takes the ids of cells away loses nothing`() throws {
    let text = "---\ntitle: 'A <b> of $5 and *c*'\n---\n\nText.\n"
    var other = notebook(text)
    #expect(other.cells[0].source.text == #"# A \<b\> of \$5 and \*c\*"#)
    for index in other.cells.indices { other.cells[index].id = index == 0 ? nil : "x\(index)" }
    #expect(try read(other.json).lesson().text == text)
    #expect(try read(other.json).lesson().unmapped == [])
  }

  @Test func `cells in lists and quotations are only shown, which is told with their lines`() {
    let text = "# T\n\n- a\n\n  ```swift\n  2\n  ```\n\n> ```swift\n> 3\n> ```\n\n```swift\n4\n```\n"
    #expect(Notebook.linesOfListings(of: DocumentParser.parse(Array(text.utf8), path: "a.md")) == [5, 9])
  }

  @Test func `a figure stands beside its recorded text, and no lesson takes it over`() throws {
    let figures = [
      Figure.bars(
        BarChart(title: "Bars <b>", x: Axis("x"), y: Axis("y"), labels: ["a", "b"], groups: [.init(name: "s", values: [1, 2])])),
      .table(TableFigure(title: "T", columns: [.init(name: "c", cells: .words(["1"]))])),
    ].map { NotebookPicture($0, recorded: "r", .english) }
    #expect(figures.map(\.type) == ["image/svg+xml", "text/html"])
    let text = "# T\n\n```swift\nf()\n```\n\n```output\nbars\n```\n"
    let document = DocumentParser.parse(Array(text.utf8), path: "Lessons/01-lesson.md")
    let json = Notebook(
      document, Provenance(document, CheckSummary(), CourseSettings()), CitationText(document, .english), figures: [0: figures]
    ).json
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    let outputs = try #require((object["cells"] as? [[String: Any]])?[1]["outputs"] as? [[String: Any]])
    #expect(outputs.map { $0["output_type"] as? String } == ["stream", "display_data", "display_data"])
    #expect(outputs.dropFirst().allSatisfy { $0["metadata"] is [String: Any] })
    let again = try read(json).lesson()
    #expect(again.text == text)
    #expect(again.unmapped == [])
    // XML by itself, with a style that concerns nothing else of the notebook.
    let svg = figures[0].text
    #expect(XMLParser(data: Data(svg.utf8)).parse())
    #expect(svg.contains(">Bars &lt;b&gt;</text>"))
    let style = try #require(svg.firstMatch(of: /<style>(.*?)<\/style>/)).1
    let selectors = style.split(separator: "}").flatMap { $0.prefix { $0 != "{" }.split(separator: ",") }
    #expect(selectors.count > 30)
    #expect(selectors.allSatisfy { $0.hasPrefix(".lesson-figure ") })
  }

  @Test func `each lesson of this repository is the same after the way through a notebook`() throws {
    let folder = Fixtures.url("").deletingLastPathComponent().deletingLastPathComponent().appending(path: "Lessons")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
    #expect(names.count > 10)
    for name in names {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let again = try read(notebook(text).json).lesson().text
      #expect(Array(again.utf8) == Array(text.utf8), "\(name)")
    }
  }

  @Test(arguments: [
    "\n\n# T\n\n\ntext\n\n\n```swift\n\n1\n\n```\n\n\n\n```output\n1\n```\nafter\n```swift\n2\n```\n```swift\n3\n```\n\n\n",
    "---\r\ntitle: T\r\n---\r\n\r\n> [!NOTE] a\r\n> b\r\n\r\n```swift\r\n1\r\n2\r\n```\r\n\r\n```output\r\n1\r\n```\r\n\r\nend\r\n",
    "\u{FEFF}# T\n\nx\n", "# T\n\n```swift\n1\n```", "---\ntitle: T\n---\n", "---\ntitle: T\n---\n```swift\n1\n```\n",
    "# T\n\n```swift\n1\n`````\n\n~~~output\n1\n~~~~\n", "> **Note** <!-- [!NOTE] --><br>\n> as a notebook has it\n",
    "# T\n\n   ```swift\n   1\n   ```\n\n- a\n\n  ```swift\n  2\n  ```\n", "a (b)<!-- [@c] --> d\n", "# 注意力\n\n```swift\n```\n\n。",
  ]) func `a lesson of any form comes back byte for byte`(text: String) throws {
    let again = try read(notebook(text).json).lesson()
    #expect(Array(again.text.utf8) == Array(text.utf8), "\(again.text.debugDescription)")
    #expect(again.unmapped == [])
  }

  @Test func `cells that a reader moved stay apart, and no line of changed code ends its fence`() throws {
    var moved = notebook("a\n```swift\n1\n```\nb\n")
    #expect(moved.cells.map(\.id) == ["text-1", "cell-1", "text-3", "origin"])
    moved.cells.swapAt(1, 2)
    moved.cells[2].source = .init("let s = \"\"\"\n```\n\"\"\"")
    #expect(try read(moved.json).lesson().text == "a\n\nb\n````swift\nlet s = \"\"\"\n```\n\"\"\"\n````\n")
  }

  @Test func `an output stands beside its cell, and a notebook has what Jupyter requires`() throws {
    let json = notebook("# T\n\n```swift\n1 + 1\n```\n\n```output\n2\n```\n").json
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object["nbformat"] as? Int == 4)
    #expect(object["nbformat_minor"] as? Int == 5)
    let cells = try #require(object["cells"] as? [[String: Any]])
    #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code", "markdown"])
    #expect(cells.allSatisfy { $0["id"] is String && $0["metadata"] is [String: Any] && $0["source"] is [String] })
    let outputs = try #require(cells[1]["outputs"] as? [[String: Any]])
    #expect(outputs.count == 1)
    #expect(outputs[0]["output_type"] as? String == "stream")
    #expect(outputs[0]["text"] as? [String] == ["2\n"])
    #expect(cells[1].keys.contains("execution_count"))
  }

  @Test func `what a notebook of another tool has and a lesson hasn't is told`() throws {
    let json = """
      {"nbformat": 4, "nbformat_minor": 2, "metadata": {"language_info": {"name": "python"}}, "cells": [
        {"cell_type": "markdown", "metadata": {}, "source": "# Title"},
        {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": ["a = 1\\n", "a"],
          "outputs": [{"output_type": "execute_result", "metadata": {}, "execution_count": 1, "data": {"text/plain": "1", "image/png": "x"}}]},
        {"cell_type": "code", "metadata": {}, "execution_count": null, "source": "b",
          "outputs": [{"output_type": "error", "ename": "E", "evalue": "v", "traceback": []},
            {"output_type": "stream", "name": "stderr", "text": "w"}]},
        {"cell_type": "raw", "metadata": {}, "source": "raw"}
      ]}
      """
    let (text, unmapped) = try read(json).lesson()
    #expect(text == "# Title\n\n```python\na = 1\na\n```\n\n```text\n1\n```\n\n```python\nb\n```\n")
    #expect(
      unmapped == [
        "cell 2 is python: shown, not run", "cell 2 gives image/png: left out", "cell 3 is python: shown, not run",
        "cell 3 failed: its error is left out",
        "cell 3 writes to standard error: left out", "cell 4 is raw text for another program: left out",
      ])
  }

  private static func cells(_ cells: String, _ language: String = "swift") -> String {
    #"{"nbformat": 4, "nbformat_minor": 5, "metadata": {"language_info": {"name": "\#(language)"}}, "cells": [\#(cells)]}"#
  }

  @Test(arguments: [
    // What other programs leave out, or write otherwise.
    (
      #"{"nbformat": 4, "cells": [{"cell_type": "code", "source": "1"}]}"#, "```text\n1\n```\n",
      ["cell 1 is in a language that the notebook doesn't name: shown, not run"]
    ),
    (
      cells(#"{"cell_type": "code", "metadata": {"lessons": 5}, "source": "1", "execution_count": "*", "id": 7}"#), "```swift\n1\n```\n", []
    ),
    (cells(#"{"cell_type": "heading", "source": "a"}"#), "\n", ["cell 1 is of no kind that notebooks have: left out"]),
    (cells(#"{"cell_type": "code", "source": " \n"}, {"cell_type": "markdown"}"#), "\n", []),
    (
      cells(#"{"cell_type": "markdown", "source": "![a](attachment:b.png)", "attachments": {"b.png": {"image/png": "x"}}}"#),
      "![a](attachment:b.png)\n", ["cell 1 holds pictures (b.png), which are left out: save them beside the lesson"]
    ),
    (
      cells(#"{"cell_type": "code", "source": "1\r\n2", "outputs": [{"output_type": "stream", "name": "stdout", "text": "a\r\nb\r\n"}]}"#),
      "```swift\n1\n2\n```\n\n```output\na\nb\n```\n", []
    ),
    (
      cells(
        #"{"cell_type": "code", "source": "1", "outputs": [{"output_type": "stream", "text": "\u001b[31mred\u001b[0m\n10 %\r20 %\u0000\n"}]}"#
      ),
      "```swift\n1\n```\n\n```output\nred\n20 %\n```\n", ["cell 1 prints signs for a terminal, such as colors: left out"]
    ),
    // Empty lines that it printed, and a `…` that isn't the one that matches anything.
    (
      cells(#"{"cell_type": "code", "source": "1", "outputs": [{"output_type": "stream", "name": "stdout", "text": "\n1\n\n"}]}"#),
      "```swift\n1\n```\n\n```output\n\n1\n\n```\n", []
    ),
    (
      cells(#"{"cell_type": "code", "source": "1", "outputs": [{"output_type": "stream", "name": "stdout", "text": "a…"}]}"#),
      "```swift\n1\n```\n\n```output\na\\…\n```\n", []
    ),
    (
      cells(
        ##"{"cell_type": "code", "source": "#| eval: false\n1", "outputs": [{"output_type": "stream", "name": "stdout", "text": "a"}]}"##),
      "```swift norun\n1\n```\n\n```text\na\n```\n", []
    ),
    // What would go on through the cells after it.
    (
      cells(#"{"cell_type": "markdown", "source": "~~~~\na"}, {"cell_type": "markdown", "source": "b"}"#), "~~~~\na\n~~~~\n\nb\n",
      ["cell 1: its listing has no end: it ends with the cell"]
    ),
    (
      cells(#"{"cell_type": "markdown", "source": "a <!-- b"}, {"cell_type": "markdown", "source": "c"}"#), "a <!-- b -->\n\nc\n",
      ["cell 1: its comment has no end: it ends with the cell"]
    ),
    (
      cells(#"{"cell_type": "markdown", "source": "a"}, {"cell_type": "markdown", "source": "---\ntitle: b\n---"}"#),
      "a\n\n---\ntitle: b\n---\n", []
    ),
    (
      cells(#"{"cell_type": "raw", "source": "---\ntitle: a\n---"}, {"cell_type": "code", "source": "1"}"#),
      "---\ntitle: a\n---\n\n```swift\n1\n```\n", []
    ),
    // What Jupyter Book, Quarto and kernels have of their own.
    (
      cells(#"{"cell_type": "code", "metadata": {"tags": ["hide-input", "x"]}, "source": "1"}"#), "```swift fold\n1\n```\n",
      ["cell 1, line 1: the tag `x` of a cell is left out"]
    ),
    (
      cells(##"{"cell_type": "code", "source": "#| echo: false\n#| label: fig-a\n#| fig-cap: A\n1"}"##),
      "```swift fold\n1\n```\n\nFigure: A <!-- id: fig-a -->\n", []
    ),
    (
      cells(
        #"{"cell_type": "code", "source": "%install x\n1"}, {"cell_type": "code", "source": "%%bash\nls"}, {"cell_type": "code", "source": "!a || b"}"#
      ),
      "```swift norun\n%install x\n1\n```\n\n```bash\n%%bash\nls\n```\n\n```swift\n!a || b\n```\n",
      [
        "cell 1: `%install` is a command of the notebook's program: shown, not run",
        "cell 2: `%%bash` is a command of the notebook's program: shown, not run",
      ]
    ),
  ]) func `a notebook of any program becomes a lesson, and what it loses is told`(json: String, expected: String, remarks: [String]) throws
  {
    let (text, unmapped) = try read(json).lesson()
    #expect(text == expected)
    #expect(unmapped == remarks)
  }

  @Test(arguments: [
    (#""title": "A 'b' c", "authors": [{"name": "c"}]"#, "a", "---\ntitle: 'A ''b'' c'\n---\n\na\n"),
    (#""title": " ", "authors": "c""#, "a", "a\n"), (#""authors": []"#, "---\ntitle: b\n---\na", "---\ntitle: b\n---\na\n"),
  ]) func `a notebook's title is front matter, and its authors are told`(metadata: String, source: String, expected: String) throws {
    let cell = #"{"cell_type": "markdown", "source": "\#(source.replacing("\n", with: "\\n"))"}"#
    let (text, unmapped) = try read(#"{"nbformat": 4, "metadata": {\#(metadata)}, "cells": [\#(cell)]}"#).lesson()
    #expect(text == expected)
    #expect(unmapped == ["its `authors` are left out: the authors of a course are in `course.yml`"])
  }

  @Test func `a title beside front matter is told`() throws {
    let cell = #"{"cell_type": "raw", "source": "---\nsummary: b\n---"}"#
    let (text, unmapped) = try read(#"{"nbformat": 4, "metadata": {"title": "A"}, "cells": [\#(cell)]}"#).lesson()
    #expect(text == "---\nsummary: b\n---\n")
    #expect(unmapped == ["its title `A` is left out: its first cell has front matter"])
  }

  @Test(arguments: [
    ("<!-- swift\nlet q = 5\n-->", "let q = 5"), ("<!-- swift nest id=a\n\nlet q = 5\n\n  -->", "\nlet q = 5\n"),
    ("<!--\nswift\nlet q = 5 -->", "let q = 5"), ("<!-- swift\n-->", ""), ("<!--swift\nf() \n\n-->", "f() \n"),
  ]) func `a cell in a comment is plain Swift in a notebook, and comes back as it was`(comment: String, code: String) throws {
    for text in ["# T\n\n\(comment)\n\nEnd.\n", "\(comment)\n```swift\nq\n```", "a\n\(comment)\nb\n"] {
      let notebook = try read(notebook(text).json)
      #expect(notebook.cells.first { $0.kind == .code }?.source.text == code)
      #expect(notebook.lesson().text == text)
      let windows = text.replacing("\n", with: "\r\n")
      let again = try read(self.notebook(windows).json).lesson().text
      #expect(Array(again.utf8) == Array(windows.utf8))
    }
  }

  @Test func `code that would end its comment is a cell that readers can unfold, and no page shows an output of one in a comment`() throws {
    var changed = notebook("<!-- swift nest\n1\n-->\n")
    changed.cells[0].outputs = [.init(kind: "stream", name: "stdout", text: .init("1\n"))]
    let (same, told) = try read(changed.json).lesson()
    #expect(same == "<!-- swift nest\n1\n-->\n")
    #expect(told == ["cell 1 is one that no page shows: its output is left out"])
    changed.cells[0].source = .init("\"-->\"")
    #expect(try read(changed.json).lesson().text == "```swift hide nest\n\"-->\"\n```\n")
  }

  @Test(arguments: [
    "# T\n\n```swift\nprint(\"\")\nprint(1)\n```\n\n```output\n\n1\n```\n", "```swift\nf()\n```\n\n```output\n\n\n1\n\n\n```\n",
    "```swift\nf()\n```\n\n```output\n\n```\n", "```swift\nf()\n```\n\n```output\n```\n", "<!-- swift\n1\n--> a\n",
  ]) func `empty lines of an output come back`(text: String) throws {
    #expect(try read(notebook(text).json).lesson().text == text)
  }

  @Test func `words of a citation or of the works that were changed in a notebook are told`() throws {
    var changed = notebook("a\n")
    changed.cells[0].source = .init("a\n\n(B 2020)<!-- [@b] -->")
    changed.cells[1].source = .init("A lesson of somebody.")
    changed.cells.append(.init(kind: .markdown, id: Notebook.referencesID, source: .init("## References\n\n- B.")))
    changed.cells.insert(.init(kind: .markdown, id: Notebook.titleID, source: .init("# Another")), at: 0)
    // A notebook that says nothing of what was added may be of an earlier version.
    changed.metadata.lessons?.added = nil
    #expect(try read(changed.json).lesson().unmapped == [])
    changed.metadata.lessons?.added = []
    let (text, unmapped) = try read(changed.json).lesson()
    #expect(text == "a\n\n[@b]\n")
    #expect(
      unmapped == [
        "cell 1 holds the title, and was changed: left out, as the title is in the front matter",
        "cell 2, line 3: the words of this citation were changed after the export, and are left out",
        "cell 3 says where the lesson is from, and was changed: left out, as it is made anew",
        "cell 4 lists the works, and was changed: left out, as the list is made anew",
      ])
  }

  @Test func `cells of a notebook in Swift run`() throws {
    let json = """
      {"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "swift", "language": "swift"}}, "cells": [
        {"cell_type": "code", "id": "a", "metadata": {}, "execution_count": 1, "source": "print(1)",
          "outputs": [{"output_type": "stream", "name": "stdout", "text": ["1\\n"]}]}
      ]}
      """
    let (text, unmapped) = try read(json).lesson()
    #expect(text == "```swift\nprint(1)\n```\n\n```output\n1\n```\n")
    #expect(unmapped == [])
  }

  @Test(arguments: [
    ("a <!-- check: {} -->\nb", "a \nb\n"), ("a\n<!-- check:\n  where: x -->\nb", "a\n\nb\n"),
    ("```html\n<!-- kept -->\n```\n", "```html\n<!-- kept -->\n```\n"), ("$$ x $$\n<!-- check: {} -->\n\nb", "$$ x $$\n\nb\n"),
  ]) func `the Markdown has no comments, except in code`(text: String, expected: String) {
    #expect(MarkdownTwin.withoutComments(text) == expected)
  }

  @Test func `a line of openings of comments takes a moment`() {
    let growth = growth(from: 2_500) { count in
      #expect(MarkdownTwin.withoutComments("a " + String(repeating: "<!-- ", count: count)) == "a \n")
    }
    #expect(growth < linearGrowth)
  }
}

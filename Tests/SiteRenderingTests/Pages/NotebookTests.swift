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
    #expect(notebook.cells.map(\.source.text) == ["# T\n\n\(shown)"])
    #expect(notebook.lesson().text == "# T\n\n\(text)\n")
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

  /// Blank lines around fences are the only thing that may change.
  @Test func `each lesson of this repository is the same after the way through a notebook`() throws {
    let folder = Fixtures.url("").deletingLastPathComponent().deletingLastPathComponent().appending(path: "Lessons")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".md") }
    #expect(names.count > 10)
    for name in names {
      let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
      let again = try read(notebook(text).json).lesson().text
      func lines(_ text: String) -> [Substring] { text.split(separator: "\n") }
      #expect(lines(again) == lines(text), "\(name)")
    }
  }

  @Test func `an output stands beside its cell, and a notebook has what Jupyter requires`() throws {
    let json = notebook("# T\n\n```swift\n1 + 1\n```\n\n```output\n2\n```\n").json
    let object = try #require(try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(object["nbformat"] as? Int == 4)
    #expect(object["nbformat_minor"] as? Int == 5)
    let cells = try #require(object["cells"] as? [[String: Any]])
    #expect(cells.map { $0["cell_type"] as? String } == ["markdown", "code"])
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
        "cell 2 is python: shown, not run", "cell 2 gives image/png: left out", "cell 3 failed: its error is left out",
        "cell 3 writes to standard error: left out", "cell 4 is raw text for another program: left out",
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
}

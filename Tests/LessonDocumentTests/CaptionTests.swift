import Diagnostics
import LessonDocument
import Testing

/// Captions of tables, pictures and cells.
@Suite struct CaptionTests {
  @Test func `a paragraph after a table, a picture or a cell can be its caption`() {
    let document = parse(
      """
      | a | b |
      |---|---|
      | 1 | 2 |

      Table: The *shapes* of $x$. <!-- id: shapes -->

      ![Layers](layers.svg)
      Figure: The layers. <!-- id: layers -->

      ```swift
      1
      ```

      ```output
      Int = 1
      ```

      Figure: What it gives.

      ![Again](layers.svg)

      图：再一次。<!-- id: again -->

      """)
    #expect(document.problems == [])
    #expect(
      document.outline == """
        table 1 #shapes: The <em>shapes</em> of ⟨x⟩.
          table natural natural
            a | b
            1 | 2
        figure 1 #layers: The layers.
          paragraph: <image layers.svg>Layers</image>
        figure 2: What it gives.
          cell 0: "1"
        figure 3 #again: 再一次。
          paragraph: <image layers.svg>Again</image>
        """)
  }

  @Test func `an id of many things is one error, which names them all`() {
    let document = parse("$$ 1 \\label{a} $$\n\n# A\n\n| a |\n|---|\n\nTable: b <!-- id: a -->\n\n```swift id=a\n1\n```\n")
    #expect(document.problems == ["1:13 the heading on line 3 has the id `a` already"])
    #expect(document.diagnostics[0].problem.notes == ["the caption on line 8 has it too", "the cell on line 10 has it too"])
  }

  @Test(arguments: [
    "Table: of contents\n", "Words.\n\nFigure: 8 is a knot.\n", "> | a |\n> |---|\n\nTable: outside\n", "| a |\n|---|\n\nTables: two\n",
  ])
  func `another paragraph stays as it is`(text: String) {
    #expect(parse(text).captions.isEmpty)
    #expect(parse(text).problems == [])
  }

  @Test(arguments: [
    ("Words. <!-- id: a -->\n", "1:8: this id belongs to no caption"),
    ("| a |\n|---|\n\nTable: b <!-- id: a b -->\n", nil),
    ("| a |\n|---|\n\nTable: b <!-- id: a/b -->\n", "4:19: an id can't hold `/`"),
    ("| a |\n|---|\n\nTable: b <!-- id: a --> <!-- id: b -->\n", "4:34: this caption has an id already"),
    ("# A\n\n| a |\n|---|\n\nTable: b <!-- id: a -->\n", "6:19: the heading on line 1 has the id `a` already"),
    (
      "| a |\n|---|\n\nTable: b <!-- id: x -->\n\n| a |\n|---|\n\nTable: c <!-- id: x -->\n",
      "9:19: the caption on line 4 has the id `x` already"
    ),
    (
      "$$ x $$\n<!-- check: { expect: none, because: no, id: x } -->\n\n| a |\n|---|\n\nTable: c <!-- id: x -->\n",
      "7:19: the formula on line 1 has the id `x` already"
    ),
  ])
  func `an id that can't be used is an error`(text: String, problem: String?) {
    let document = parse(text)
    let found = document.diagnostics.first.map { "\($0.position.line):\($0.position.column): \($0.problem.message)" }
    #expect(found == problem)
  }

  @Test func `a label of LaTeX is a formula's id`() {
    let document = parse("$$ x = y \\label{eq:softmax} $$\n\nAs \\eqref{eq:softmax} says; `\\eqref{a}`.\n")
    #expect(document.formulas.map(\.id) == ["eq:softmax"])
    #expect(document.links.map(\.destination) == ["#eq:softmax"])
    #expect(document.problems == [])
    #expect(parse("$$ x \\label{a b} $$\n").diagnostics.map(\.position.column) == [13])
    #expect(
      parse("$$ x \\label{a} $$\n\n$$ y \\label{a} $$\n").diagnostics.map(\.problem.message) == [
        "the formula on line 1 has the id `a` already"
      ])
    // The error stands at the label, not at a check that gives no id.
    #expect(parse("## a\n\n$$ x \\label{a} $$\n<!-- check: z -->\n").problems == ["3:13 the heading on line 1 has the id `a` already"])
  }
}

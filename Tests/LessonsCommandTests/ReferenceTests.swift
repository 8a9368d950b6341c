import Foundation
import TestSupport
import Testing

/// Links without words, which say what they lead to.
@Suite struct ReferenceTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("libraries: []\n", to: "Lessons/course.yml")
    try folder.write(#"<svg xmlns="http://www.w3.org/2000/svg" width="4" height="4"/>"#, to: "Lessons/layers.svg")
    try folder.write(
      """
      # A

      ```swift id=unnamed
      let zero = 0
      ```

      ```swift id=first
      let one = 1
      ```

      ```swift id=second
      let two = 2
      ```

      | a | b |
      |---|---|
      | 1 | 2 |

      Table: Shapes & sizes. <!-- id: shapes -->

      ![Layers](layers.svg)
      Figure: The layers, see [](#shapes). <!-- id: layers -->

      $$ x = 1 \\label{eq:x} $$

      See [](#second), [](#first), [](#shapes), [](#layers), \\eqref{eq:x} and [](#a).

      """, to: "Lessons/a.md")
    try folder.write("# B\n\nSee [](a.md#layers), [](a.md#second), [](a.md#eq:x), [](a.md#shapes) and [](a.md).\n", to: "Lessons/b.md")
  }

  private func call(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  @Test func `links within formulas are checked, and lead where others do`() throws {
    try folder.write(
      """
      # A $\\href{b.md}{\\alpha}$

      ## $\\href{b.md}{\\beta}$

      $$ y = \\href{b.md#there}{x + 1} + \\href{#a-alpha}{z} $$

      ## There

      [$\\href{b.md}{a}$](b.md) and $\\url{https://swift.org/a_b}$.

      """, to: "Lessons/a.md")
    try folder.write("# B\n\n## There\n\nText.\n", to: "Lessons/b.md")
    let wrong = try call("check")
    #expect(wrong.errors.contains("Lessons/a.md:5:35: error: there is no `#a-alpha` in `a.md`"), "\(wrong.errors)")
    try folder.write(try folder.text(of: "Lessons/a.md").replacing("#a-alpha", with: "#there"), to: "Lessons/a.md")
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let page = try folder.text(of: "site/a.html")
    #expect(page.contains(##"<mtext><a href="b.html#there"><math displaystyle="true"><mi>x</mi><mo>+</mo><mn>1</mn></math></a></mtext>"##))
    #expect(page.contains(##"<mtext><a href="#there"><math displaystyle="true"><mi>z</mi></math></a></mtext>"##))
    #expect(page.contains(#"<mtext><a href="https://swift.org/a_b"><math><mtext>"#))
    // A link has no other in it: the text of one, and a heading in the contents.
    #expect(!page.contains(#/<a [^>]*>(?:(?!</a>).)*<a\s/#))
  }

  @Test func `a link without words and without a name is an error`() throws {
    try folder.write("# A\n\n[](#), [](a.md#), [the top](#) and [](a.md).\n", to: "Lessons/a.md")
    try folder.write("# B\n", to: "Lessons/b.md")
    let errors = try call("check").errors
    #expect(errors.matches(of: /a\.md:3:\d+: error: this link has neither words nor the name of what it leads to/).count == 2, "\(errors)")
    #expect(errors.components(separatedBy: ": error: ").count - 1 == 2, "\(errors)")
  }

  @Test func `a link without words says the number of what it leads to`() throws {
    let built = try call("build", "--output", "site")
    #expect(built.exitCode == 0, "\(built.errors)")
    let page = try folder.text(of: "site/a.html")
    #expect(
      page.contains(
        """
        See <a href="#second">Cell 2</a>, <a href="#first">Cell 1</a>, <a href="#shapes">Table 1</a>, <a href="#layers">Figure 1</a>, \
        <a href="#eq:x">(1)</a> and <a href="#a">A</a>.
        """), "\(page)")
    #expect(page.contains(#"<figcaption>Table 1: Shapes &amp; sizes.</figcaption></figure>"#))
    #expect(page.contains(##"<figcaption>Figure 1: The layers, see <a href="#shapes">Table 1</a>.</figcaption></figure>"##))
    #expect(page.contains(#"<figure class="captioned" id="layers">"#))
    #expect(page.components(separatedBy: #"<p class="label">Cell "#).count == 3)
    #expect(page.contains(#"<span class="number">(1)</span>"#))
    let other = try folder.text(of: "site/b.html")
    #expect(
      other.contains(
        """
        See <a href="a.html#layers">A, Figure 1</a>, <a href="a.html#second">A, Cell 2</a>, <a href="a.html#eq:x">A (1)</a>, \
        <a href="a.html#shapes">A, Table 1</a> and <a href="a.html">A</a>.
        """))
  }

  @Test func `a wrong target is an error with the nearest id`() throws {
    try folder.write("# B\n\nSee [](a.md#layer), [](a.md#secnd)\nand \\eqref{eq:y}.\n\n$$ y \\label{eq:z} $$\n", to: "Lessons/b.md")
    let checked = try call("check")
    #expect(checked.exitCode == 1)
    #expect(checked.errors.contains("Lessons/b.md:3:5: error: there is no `#layer` in `a.md`"), "\(checked.errors)")
    #expect(checked.errors.contains("did you mean `#layers`?"))
    #expect(checked.errors.contains("did you mean `#second`?"))
    #expect(checked.errors.contains("Lessons/b.md:4:5: error: there is no `#eq:y` in `b.md`"))
    #expect(checked.errors.contains("did you mean `#eq:z`?"))
  }
}

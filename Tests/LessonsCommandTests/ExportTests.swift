import Foundation
import TestSupport
import Testing

/// `lessons export` and `lessons import`, as a reader and an author call them.
@Suite struct ExportTests {
  private static let lesson = """
    ---
    title: Weights
    date: 2026-05-04
    ---

    # Weights

    Read [the next](02-next.md).

    ```swift id=two
    let weights = [0.25, 0.75]
    weights
    ```

    ```output
    [Double] = [0.25, 0.75]
    ```

    $$ \\sum_i w_i = 1 $$
    <!-- check: { where: { w: weights } } -->

    The sum is 1.0<!-- = weights[0] + weights[1] -->.

    """

  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Self.lesson, to: "Lessons/01-weights.md")
    try folder.write("# Next\n\n> [!EXERCISE]\n> Why?\n\n> [!SOLUTION]\n> Because.\n", to: "Lessons/02-next.md")
    try folder.write("title: Course\nlicense: { CC BY 4.0: https://creativecommons.org/licenses/by/4.0/ }\n", to: "Lessons/course.yml")
  }

  private func lessons(_ arguments: String...) throws -> LessonsTool.Result { try LessonsTool().run(arguments, in: folder.url) }

  private func entries(_ path: String) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.url.appending(path: path).path))
  }

  @Test(arguments: [("ipynb", ".ipynb"), ("markdown", ".md")])
  func `an exported lesson that is imported again is the same lesson`(format: String, ending: String) throws {
    let exported = try lessons("export", "--format", format, "--output", "out")
    #expect(exported.exitCode == 0, "\(exported.errors)")
    #expect(try entries("out") == ["01-weights\(ending)", "02-next\(ending)"])
    #expect(try folder.text(of: "out/01-weights\(ending)").contains("creativecommons.org"))
    let imported = try lessons("import", "out/01-weights\(ending)", "--output", "again.md")
    #expect(imported.exitCode == 0, "\(imported.errors)")
    #expect(imported.output == "wrote again.md\n")
    #expect(try folder.text(of: "again.md") == Self.lesson)
  }

  @Test(arguments: [("ipynb", ".ipynb"), ("markdown", ".md")])
  func `a lesson of Windows comes back byte for byte`(format: String, ending: String) throws {
    let lesson = "\u{FEFF}" + Self.lesson.replacing("\n", with: "\r\n")
    try folder.write(lesson, to: "Lessons/01-weights.md")
    let exported = try lessons("export", "--format", format, "--output", "out", "1")
    #expect(exported.exitCode == 0, "\(exported.output) \(exported.errors)")
    #expect(try lessons("import", "out/01-weights\(ending)", "--output", "again.md").output == "wrote again.md\n")
    #expect(try folder.read("again.md") == Array(lesson.utf8))
  }

  @Test(arguments: [("ipynb", ".ipynb"), ("markdown", ".md")])
  func `a citation has the words that readers see, its works stand at the end, and the lesson comes back as it was`(
    format: String, ending: String
  ) throws {
    try folder.write(
      """
      @article{v, author = {Vaswani, Ashish and Shazeer, Noam and Parmar, Niki}, title = {Attention}, year = 2017, url = {https://example.org/v}}
      @book{s, title = {Two (or three) kinds_of *signs*}, year = 2020, publisher = {A & B}}

      """, to: "Lessons/works.bib")
    let lesson = """
      ---
      bibliography: works.bib
      ---

      # Works

      It begins [@v, section 3.2; see @s], and Vaswani et al. [-@v, pp. 1--2] go on.

      A line break in a citation [@v,
      equation 1].

      """
    // A listing that looks like an exported citation.
    let looks = lesson + "\n```text\n(Vaswani)<!-- [@v] -->\n```\n"
    try folder.write(lesson, to: "Lessons/03-works.md")
    try folder.write(looks, to: "Lessons/04-looks.md")
    let exported = try lessons("export", "--format", format, "--output", "out", "3", "4")
    #expect(exported.exitCode == 0, "\(exported.output) \(exported.errors)")
    let text = try folder.text(of: "out/03-works\(ending)")
    for part in [
      "(Vaswani et al. 2017, section 3.2; see Two &#40;or three&#41; kinds\\_of \\*signs\\* 2020)", "Vaswani et al. (2017, pp. 1--2)",
      "## References",
      "- Ashish Vaswani, Noam Shazeer and Niki Parmar. 2017. *Attention*. <https://example.org/v>.", "A & B.",
    ] {
      // In JSON, a backslash is written as two.
      #expect(text.contains(format == "ipynb" ? part.replacing("\\", with: "\\\\") : part), "\(part): \(text)")
    }
    for (name, text) in [("03-works", lesson), ("04-looks", looks)] {
      let imported = try lessons("import", "out/\(name)\(ending)", "--output", "\(name)-again.md")
      #expect(imported.output == "wrote \(name)-again.md\n")
      #expect(try folder.text(of: "\(name)-again.md") == text)
    }
  }

  @Test func `Swift is written for lessons with cells, and runs without the tool`() throws {
    let exported = try lessons("export", "--format", "swift", "--output", "out")
    #expect(exported.exitCode == 0, "\(exported.errors)")
    #expect(exported.output.contains("Lessons/02-next.md has no cell to run\n"))
    #expect(try entries("out") == ["01-weights.swift"])
    #expect(try folder.text(of: "out/01-weights.swift").contains("let weights = [0.25, 0.75]"))
  }

  @Test func `a book holds the course, or the lesson that is named`() throws {
    #expect(try lessons("export", "--format", "epub", "--output", "out").exitCode == 0)
    #expect(try lessons("export", "--format", "epub", "--output", "out", "1").exitCode == 0)
    let name = "course"
    #expect(try entries("out") == ["\(name).epub", "01-weights.epub"])
    let book = try folder.read("out/\(name).epub")
    #expect(Array(book[30..<58]) == Array("mimetypeapplication/epub+zip".utf8))
    #expect(try lessons("export", "--format", "epub", "--output", "second").exitCode == 0)
    #expect(try folder.read("second/\(name).epub") == book)
    guard EPUBCheck.path != nil else { return }
    for name in [name, "01-weights"] {
      let (status, output) = try EPUBCheck.check(folder.url.appending(path: "out/\(name).epub"))
      #expect(status == 0, "\(output)")
    }
  }

  @Test(arguments: [
    ("title: 'Attention, checked: a course'", "attention-checked-a-course"), ("title: 注意力机制", "注意力机制"), ("title: '!?'", nil),
    ("title: a/../b \\ c", "ab-c"), ("language: en", nil),
    ("title: \(String(repeating: "long ", count: 80))", Array(repeating: "long", count: 12).joined(separator: "-")),
  ])
  func `a file of the whole course has its title for a name, or that of its folder`(course: String, name: String?) throws {
    try folder.write(course + "\n", to: "Lessons/course.yml")
    let result = try lessons("export", "--format", "epub", "--output", "out")
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(try entries("out") == ["\(name ?? folder.url.lastPathComponent).epub"])
  }

  @Test(.enabled(if: AuditTests.hasChromium, "there is no Chromium"))
  func `a PDF has the course's title, a contents beside it, and paper of the size A4`() throws {
    try folder.write("title: 1 < 2 & more\n", to: "Lessons/course.yml")
    let result = try lessons("export", "--format", "pdf", "--output", "out")
    #expect(result.output.hasSuffix("wrote out/1-2-more.pdf\n"), "\(result)")
    // Chromium compresses what is drawn, and nothing of what a reader looks up.
    let paper = String(decoding: try folder.read("out/1-2-more.pdf"), as: Unicode.ASCII.self)
    #expect(paper.contains("/Title (1 < 2 & more)"))
    #expect(paper.contains("/Title (Weights)") && paper.contains("/Outlines"))
    let sizes = paper.matches(of: /\/MediaBox \[0 0 (?<width>[0-9]+)[0-9.]* (?<height>[0-9]+)[0-9.]*\]/)
    #expect(!sizes.isEmpty)
    for size in sizes { #expect(["594", "595", "596"].contains(size.width) && ["841", "842"].contains(size.height), "\(size.output)") }
    let again = try lessons("export", "--format", "pdf", "--output", "out")
    #expect(again.exitCode == 2 && again.errors.contains("out/1-2-more.pdf is there already"), "\(again)")
  }

  @Test func `a lesson that doesn't exist is told, and nothing is written`() throws {
    let result = try lessons("export", "--format", "markdown", "--output", "out", "7")
    #expect(result.exitCode == 64, "\(result)")
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "out").path))
  }

  @Test func `a lesson that doesn't hold isn't exported`() throws {
    try folder.write(Self.lesson.replacing("0.75]\n```\n\n$$", with: "0.5]\n```\n\n$$"), to: "Lessons/01-weights.md")
    for format in ["ipynb", "markdown", "swift", "epub", "pdf"] {
      let result = try lessons("export", "--format", format, "--output", "out")
      #expect(result.exitCode == 1)
      #expect(result.errors.hasSuffix("nothing was written\n"))
    }
    #expect(!FileManager.default.fileExists(atPath: folder.url.appending(path: "out").path))
  }

  @Test(arguments: ["ipynb", "markdown", "swift", "epub"]) func `a file with another content is replaced only if that is asked for`(
    format: String
  ) throws {
    let ending = ["ipynb": "ipynb", "markdown": "md", "swift": "swift", "epub": "epub"][format] ?? ""
    try folder.write("mine", to: "out/01-weights.\(ending)")
    let refused = try lessons("export", "--format", format, "--output", "out", "1")
    #expect(refused.exitCode == 2)
    #expect(refused.errors.contains("out/01-weights.\(ending) is there already"))
    #expect(try folder.text(of: "out/01-weights.\(ending)") == "mine")
    #expect(try lessons("export", "--format", format, "--output", "out", "1", "--overwrite").exitCode == 0)
    let written = try folder.read("out/01-weights.\(ending)")
    #expect(written != Array("mine".utf8))
    // What is the same may be written again.
    #expect(try lessons("export", "--format", format, "--output", "out", "1").exitCode == 0)
    #expect(try folder.read("out/01-weights.\(ending)") == written)
  }

  @Test func `a place that can't be written is told`() throws {
    try folder.write("a file", to: "place")
    for format in ["ipynb", "markdown", "swift", "epub"] {
      let result = try lessons("export", "--format", format, "--output", "place", "1")
      #expect(result.exitCode == 2)
      #expect(result.errors.contains("lessons: error: place could not be made"), "\(result.errors)")
    }
    let imported = try lessons("import", "Lessons/01-weights.md", "--output", "place/deep/a.md")
    #expect(imported.exitCode == 2)
    #expect(imported.errors.contains("could not be written"))
  }

  @Test(
    arguments: [
      ("none.ipynb", nil, "there is no file `none.ipynb`"), ("", nil, "the name of a file is empty"),
      ("a.ipynb", "{", "`a.ipynb` isn't JSON, which notebooks are"),
      ("a.ipynb", "[1]", "`a.ipynb` isn't a notebook of nbformat 4"), ("a.ipynb", "{\"cells\": 1}", "isn't a notebook of nbformat 4"),
      ("a.ipynb", "{\"nbformat\": 3, \"worksheets\": []}", "is a notebook of nbformat 3"),
      ("a.ipynb", "{\"nbformat\": 5, \"cells\": []}", "which is newer than nbformat 4"),
      ("a.ipynb", "{\"nbformat\": 4}", "isn't a notebook of nbformat 4: `cells` is missing"),
      ("a.ipynb", "{\"nbformat\": 4, \"cells\": [{\"source\": \"a\"}]}", ": `cell_type` is missing in cell 1"),
      (
        "a.ipynb", "{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\", \"source\": 1}]}",
        ": `source` isn't what it has to be in cell 1"
      ),
      ("a.mdx", "# A", "`a.mdx` is no notebook, and its name isn't that of a Markdown file"),
      ("a.txt", "text", "`lessons import` takes notebooks, `.ipynb`, and Markdown"), ("Lessons", nil, "`Lessons` is a folder"),
    ] as [(String, String?, String)])
  func `what is no lesson isn't imported`(name: String, content: String?, message: String) throws {
    if let content { try folder.write(content, to: name) }
    let before = try entries("Lessons")
    let result = try lessons("import", name)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains(message), "\(result.errors)")
    #expect(try entries("Lessons") == before)
  }

  @Test func `Markdown that isn't UTF-8 is told`() throws {
    try folder.write([0x23, 0x20, 0xE4, 0x0A], to: "latin.md")
    let result = try lessons("import", "latin.md")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("`latin.md` isn't text in UTF-8"))
  }

  @Test func `an export replaces no lesson, and what is in the way of one file keeps all from being written`() throws {
    let lesson = try folder.text(of: "Lessons/01-weights.md")
    let refused = try lessons("export", "--format", "markdown", "--output", "Lessons", "--overwrite")
    #expect(refused.exitCode == 2)
    #expect(refused.errors.contains("Lessons/01-weights.md is a lesson of the course"), "\(refused.errors)")
    #expect(try folder.text(of: "Lessons/01-weights.md") == lesson)
    for obstacle in ["out/02-next.md", "out/02-next.md/inner"] {
      try? FileManager.default.removeItem(at: folder.url.appending(path: "out"))
      try folder.write("mine", to: obstacle)
      #expect(try lessons("export", "--format", "markdown", "--output", "out").exitCode == 2)
      #expect(try entries("out") == ["02-next.md"])
    }
  }

  @Test func `the programs of two lessons have different names`() throws {
    func cell(_ number: Int, _ words: String = "") -> String {
      "```swift\(words)\nprint(\(number))\n```\n\n```output\n\(number)\n```\n\n"
    }
    try folder.write("# A\n\n" + cell(1) + cell(2, " reset"), to: "Lessons/a.md")
    try folder.write("# B\n\n" + cell(3), to: "Lessons/a-2.md")
    #expect(try lessons("export", "--format", "swift", "--output", "out").exitCode == 0)
    #expect(try entries("out") == ["01-weights.swift", "a.swift", "a-program-2.swift", "a-2.swift"])
    #expect(try folder.text(of: "out/a-2.swift").contains("print(3)"))
  }

  @Test func `a notebook that isn't UTF-8 is told`() throws {
    try folder.write(
      Array("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"markdown\", \"source\": \"".utf8) + [0xE4] + Array("\"}]}".utf8),
      to: "a.ipynb")
    let result = try lessons("import", "a.ipynb")
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("`a.ipynb` isn't text in UTF-8"), "\(result.errors)")
  }

  @Test func `in a folder, an import has its file's name`() throws {
    try folder.write("# A\n", to: "a.Rmd")
    #expect(try lessons("import", "a.Rmd", "--output", "new/").output == "wrote new/a.md\n")
    #expect(try lessons("import", "a.Rmd", "--output", "Lessons").output == "wrote Lessons/a.md\n")
    let empty = try lessons("import", "a.Rmd", "--output", "")
    #expect(empty.exitCode == 2)
    #expect(empty.errors.contains("the name after --output is empty"), "\(empty.errors)")
  }

  @Test func `an import that is no lesson for its name is told`() throws {
    try folder.write("# A\n", to: "README.md")
    let result = try lessons("import", "README.md")
    #expect(result.output.contains("Lessons/README.md isn't a lesson, since it is called README.md"), "\(result.output)")
  }

  @Test func `what an import is written to stays a link or a pipe`() throws {
    let text = "# A lesson\n"
    try folder.write(text, to: "a.md")
    let link = folder.url.appending(path: "link.md").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "real.md")
    #expect(try lessons("import", "a.md", "--output", "link.md").exitCode == 2)
    // Also where there is nothing yet.
    for old in [nil, "old"] {
      if let old { try folder.write(old, to: "real.md") }
      #expect(try lessons("import", "a.md", "--output", "link.md", "--overwrite").exitCode == 0)
      #expect(try folder.text(of: "real.md") == text)
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "real.md")
    }
    let pipe = folder.url.appending(path: "pipe").path
    #expect(mkfifo(pipe, 0o600) == 0)
    let reader = open(pipe, O_RDONLY | O_NONBLOCK)
    defer { close(reader) }
    #expect(try lessons("import", "a.md", "--output", "pipe", "--overwrite").exitCode == 0)
    #expect(try FileHandle(fileDescriptor: reader).readToEnd() == Data(text.utf8))
    var state = stat()
    #expect(lstat(pipe, &state) == 0 && state.st_mode & S_IFMT == S_IFIFO)
  }

  @Test func `an import replaces no file unless that is asked for, and never itself`() throws {
    try folder.write("# New\n", to: "01-weights.md")
    let refused = try lessons("import", "01-weights.md")
    #expect(refused.exitCode == 2)
    #expect(refused.errors.contains("Lessons/01-weights.md is there already"))
    #expect(try folder.text(of: "Lessons/01-weights.md") == Self.lesson)
    #expect(try lessons("import", "01-weights.md", "--overwrite").exitCode == 0)
    #expect(try folder.text(of: "Lessons/01-weights.md") == "# New\n")
    let itself = try lessons("import", "Lessons/02-next.md", "--overwrite")
    #expect(itself.exitCode == 2)
    #expect(itself.errors.contains("would replace itself"))
  }

  @Test func `what Markdown of another tool has is taken over, and the lesson holds`() throws {
    try folder.write(
      """
      ---
      title: From Quarto
      format: html
      ---

      ::: {.callout-note title="Hello"}
      The value \\(x\\).
      :::

      ```{swift}
      #| echo: false
      let x = 2 + 3
      x
      ```

      """, to: "03-quarto.qmd")
    let imported = try lessons("import", "03-quarto.qmd")
    #expect(imported.exitCode == 0, "\(imported.errors)")
    #expect(
      imported.output == "wrote Lessons/03-quarto.md\n03-quarto.qmd:3: the key `format` of the front matter is left out\n")
    #expect(try lessons("check", "3", "--accept").exitCode == 0)
    #expect(
      try folder.text(of: "Lessons/03-quarto.md") == """
        ---
        title: From Quarto
        ---

        > [!NOTE] Hello
        > The value $x$.

        ```swift fold
        let x = 2 + 3
        x
        ```

        ```output
        Int = 5
        ```

        """)
  }
}

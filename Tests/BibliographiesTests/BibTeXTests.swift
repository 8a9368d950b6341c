import Bibliographies
import Diagnostics
import Testing

@Suite struct BibTeXTests {
  private func read(_ text: String, path: String = "a.bib") -> Bibliography { Bibliography(SourceFile(path: path, text: text)) }

  @Test func `an entry's fields are its work`() throws {
    let text = """
      Words outside of entries are comments, as is me@example.org.
      @string{nips = "Advances in NIPS"}
      @inproceedings{vaswani2017,
        author    = {Vaswani, Ashish and Noam Shazeer and others},
        title     = "Attention is {All} you Need",
        booktitle = nips # { 30},
        year = 2017, month = jun,
        pages = {5998--6008},
        doi = {10.5555/3295222},
      }
      """
    let bibliography = read(text)
    let entry = try #require(bibliography.entries.first)
    #expect(bibliography.problems.isEmpty, "\(bibliography.problems)")
    #expect(bibliography.entries.count == 1)
    #expect(entry.key == "vaswani2017")
    #expect(entry.authors.map(\.full) == ["Ashish Vaswani", "Noam Shazeer"])
    #expect(entry.hasFurtherAuthors)
    #expect(entry.title == [.text("Attention is All you Need")])
    #expect(entry.container == "Advances in NIPS 30")
    #expect(entry.year == "2017")
    #expect(entry.pages == "5998–6008")
    #expect(entry.address == "https://doi.org/10.5555/3295222")
    #expect(bibliography.file.slice(entry.range) == "vaswani2017")
  }

  @Test(arguments: [
    (#"{\"o}"#, "ö"), (#"{\"{o}}"#, "ö"), (#"\"o"#, "ö"), (#"\'{e}"#, "é"), (#"\c{c}"#, "ç"), (#"\v{S}"#, "Š"), (#"\'{\i}"#, "í"),
    (#"\'\i"#, "í"), (#"{\ss}"#, "ß"), (#"\o re"#, "øre"), (#"{\aa}ngstr{\"o}m"#, "ångström"), (#"{\L}ukasz"#, "Łukasz"),
    (#"A \& B"#, "A & B"), ("a--b---c", "a–b—c"), ("``x''", "“x”"), (#"\emph{very} good"#, "very good"), ("a\n   b", "a b"),
    (#"\~nu"#, "ñu"), (#"\H{o}"#, "ő"), (#"\url{https://a.b/c_d}"#, "https://a.b/c_d"), (#"100\%"#, "100%"), (#"H\'enon"#, "Hénon"),
  ])
  func `LaTeX in a title is the text it stands for`(latex: String, text: String) {
    let bibliography = read("@misc{a, title = {\(latex)}}")
    #expect(bibliography.entries.first?.title.plainText == text)
    #expect(bibliography.problems.isEmpty)
  }

  @Test func `an address is no LaTeX`() {
    let bibliography = read("@misc{a, title = {T}, url = {https://a.b/~c--d/e_f}}")
    #expect(bibliography.entries.first?.address == "https://a.b/~c--d/e_f")
  }

  @Test(arguments: [
    ("langid = {ngerman}", "de"), ("language = {de}", "de"), ("language = {pt_BR}", "pt-BR"), ("hyphenation = {french}", "fr"),
    ("language = {French}", "fr"), ("language = {Klingon, mostly}", nil), ("year = 2017", nil),
  ])
  func `an entry says in which language its title is`(field: String, tag: String?) {
    #expect(read("@misc{a, title = {T}, \(field)}").entries.first?.language == tag)
  }

  @Test func `CSL names languages by their tags`() {
    let text = #"[{"id": "a", "type": "book", "title": "T", "language": "de-AT"}]"#
    #expect(read(text, path: "a.json").entries.first?.language == "de-AT")
  }

  @Test func `a formula in a title stays LaTeX`() {
    #expect(read("@misc{a, title = {In $O(n^2)$ time}}").entries.first?.title == [.text("In "), .formula("O(n^2)"), .text(" time")])
  }

  @Test(arguments: [
    ("Vaswani, Ashish", "Vaswani", "Ashish"), ("Ashish Vaswani", "Vaswani", "Ashish"),
    ("Laurens van der Maaten", "van der Maaten", "Laurens"),
    ("van der Maaten, Laurens", "van der Maaten", "Laurens"), ("King, Jr., Martin Luther", "King Jr.", "Martin Luther"),
    ("{The Swift Team}", "The Swift Team", ""), (#"J{\"u}rgen Schmidhuber"#, "Schmidhuber", "Jürgen"), ("Plato", "Plato", ""),
  ])
  func `names have a family and a given part`(name: String, family: String, given: String) {
    #expect(read("@misc{a, title = {T}, author = {\(name)}}").entries.first?.authors == [PersonName(family: family, given: given)])
  }

  @Test func `an entry takes from its crossref what it leaves out`() {
    let text = """
      @inproceedings{a, title = {Paper}, crossref = {p}}
      @proceedings{p, title = {Proceedings}, year = {2015}}
      """
    let entry = read(text).entries.first
    #expect(entry?.container == "Proceedings")
    #expect(entry?.year == "2015")
    #expect(entry?.title.plainText == "Paper")
  }

  @Test(arguments: [
    ("@misc{a title = {T}}", "1:9: there is no comma before this"),
    ("@misc{a, title {T}}", "1:10: `title` has no `=` after it"),
    ("@misc{title = {T}}", "1:7: this entry has no key"),
    ("@misc{, title = {T}}", "1:7: this entry has no key"),
    ("@misc{a,\n title = {T\n}", "1:6: the entry `a` is never closed"),
    ("@misc{a,\n title = {T {\n}", "2:10: this brace is never closed"),
    ("@misc{a, title = \"T}", "1:18: this quotation mark is never closed"),
    ("@misc{a, title = T}", "1:18: there is no string `T`"),
    ("@misc{a, title = }", "1:18: `title` has no value"),
    ("@misc a, title = {T}", "1:1: `@misc` has no `{`"),
    ("@misc{a, title = {T}}\n@misc{a, title = {U}}", "2:7: two entries have the key `a`"),
    ("@misc{a, year = 2017}", "1:7: the entry `a` has no title"),
    (#"@misc{a, title = {A \foo B}}"#, #"1:21: `\foo` isn't known in a list of references"#),
  ])
  func `a mistake is reported at its place`(text: String, message: String) throws {
    let bibliography = read(text)
    let problem = try #require(bibliography.problems.first)
    let place = bibliography.file.position(at: problem.range.lowerBound)
    #expect("\(place.line):\(place.column): \(problem.message)" == message)
    #expect(bibliography.problems.count == 1)
  }

  @Test func `after a mistake the next entry is read`() {
    let bibliography = read("@misc{a, title = {T\n\n@misc{b, title = {U}}\n@misc{c, title = V}\n@misc{d, title = {W}}")
    #expect(bibliography.entries.map(\.key) == ["b", "d"])
    #expect(bibliography.problems.count == 2)
  }

  @Test(arguments: [
    "@", "@{", "@misc", "@misc{", "@misc{a,", "@misc{a, b", "@misc{a, b=", "@misc{a, b={\\", "@misc{a, b={\\\"", "@string{", "\\",
    "@comment{",
  ])
  func `a file that breaks off is read to its end`(text: String) {
    #expect(read(text).entries.isEmpty)
  }

  // MARK: - CSL-JSON

  @Test func `CSL-JSON is read as Zotero writes it`() throws {
    let text = #"""
      [
        {
          "id": "bahdanau2015", "type": "paper-conference",
          "title": "Neural machine translation \u2014 by jointly learning",
          "author": [{"family": "Bahdanau", "given": "Dzmitry"}, {"literal": "The Team"}, {"family": "Maaten", "non-dropping-particle": "van der"}],
          "issued": {"date-parts": [[2015, 5]]}, "container-title": "ICLR", "page": "1-15", "volume": 3, "DOI": "10.1/2"
        }
      ]
      """#
    let bibliography = read(text, path: "a.json")
    let entry = try #require(bibliography.entries.first)
    #expect(bibliography.problems.isEmpty)
    #expect(entry.title == [.text("Neural machine translation — by jointly learning")])
    #expect(entry.authors.map(\.full) == ["Dzmitry Bahdanau", "The Team", "van der Maaten"])
    #expect(
      [entry.year, entry.container, entry.pages, entry.volume, entry.address] == ["2015", "ICLR", "1–15", "3", "https://doi.org/10.1/2"])
    #expect(bibliography.file.slice(entry.range) == "bahdanau2015")
  }

  @Test(arguments: [
    ("{}", "1:1: a list of references is `[{ \"id\": … }, …]`"),
    ("[{\"title\": \"T\"}]", "1:2: this item has no `id`"),
    ("[{\"id\": \"a\", \"title\": \"T\"}\n {}]", "2:2: this is not JSON: there is no comma before this"),
    ("[{\"id\": \"a\", \"title\": \"T}]", "1:23: this is not JSON: this text is never closed"),
    ("[{\"id\": \"a\", title: \"T\"}]", "1:14: this is not JSON: a key is missing here"),
    ("[{\"id\": a}]", "1:9: this is not JSON: a value is missing here"),
    ("[{\"id\": \"a\", \"title\": \"\\x\"}]", "1:24: this is not JSON: a backslash can't be before this"),
    ("[", "1:2: this is not JSON: it ends too early"),
    ("", "1:1: this is not JSON: it ends too early"),
  ])
  func `a mistake in JSON is reported at its place`(text: String, message: String) throws {
    let bibliography = read(text, path: "a.json")
    let problem = try #require(bibliography.problems.first)
    let place = bibliography.file.position(at: problem.range.lowerBound)
    #expect("\(place.line):\(place.column): \(problem.message)" == message)
  }

  @Test func `JSON that nests too deeply is refused`() {
    let text = String(repeating: "[", count: 10_000)
    #expect(read(text, path: "a.json").problems.map(\.message) == ["this is not JSON: it is nested too deeply"])
  }
}

import Foundation
import Testing

@testable import LessonDocument
@testable import SiteRendering

@Suite struct SearchIndexTests {
  /// The index as the script reads it: a list for each page, section and term.
  private func index(_ pages: [(name: String, text: String)]) throws -> [String: [[String]]] {
    let parts = pages.map { SearchIndex.Part(DocumentParser.parse(Array($0.text.utf8), path: "Lessons/\($0.name).md")) }
    let text = try #require(SearchIndex.script(of: parts).firstMatch(of: /window\.searchIndex=(.*);\n/)).output.1
    let lists = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any])
    let (codes, words) = (try #require(lists[0] as? String), try #require(lists[1] as? String))
    let known = Dictionary(uniqueKeysWithValues: zip(codes.unicodeScalars, words.split(separator: ",").map(String.init)))
    return Dictionary(
      uniqueKeysWithValues: zip(
        ["pages", "sections", "terms"],
        lists.dropFirst(2).map { list in
          (list as? [[Any]] ?? []).map { $0.map { "\($0)".unicodeScalars.map { known[$0] ?? String($0) }.joined() } }
        }))
  }

  @Test func `frequent words are single characters that the text doesn't have`() {
    let text = #"["the cat, the ¡cat","\nthe the\u0001the the"]"#
    let frequent = FrequentWords(Array((text + text).utf8))
    // Not `¡`, which the text has, and not the `n` of a line's end.
    let code = frequent.codes.unicodeScalars.first.map(String.init) ?? ""
    #expect(code == "¢" && frequent.words == [" the"], "\(frequent.codes) \(frequent.words)")
    #expect(frequent.text.contains(#"the cat,¢ ¡cat","\nthe¢\u0001the¢"#), "\(frequent.text)")
    #expect(frequent.text.replacing(code, with: " the") == text + text)
  }

  @Test func `code and outputs lose what no word is`() throws {
    let part = SearchIndex.Part(
      DocumentParser.parse(
        Array("# T\n\n```swift\nf(\n  x,   y\n)  // b\n\nif z {\n}\n```\n\n```output\n[[1,  2],\n [3]]\n```\n".utf8), path: "a.md"))
    let script = SearchIndex.script(of: [part])  // Too short for frequent words.
    #expect(script.contains(#""f(\nx, y\n) // b\nif z {","[[1, 2],\n[3]]""#))
  }

  @Test func `a section has its words, its formulas as they are read, its code and what that gave`() throws {
    let text = """
      # Weights

      The weights $\\alpha_{ij}$ sum to 1.[^n]

      [^n]: A *note*.

      $$ c = \\sqrt{d_k} $$

      ## End of it

      ```swift
      print("out")
      ```

      ```output
      out
      ```
      """
    let index = try index([("01-a", text)])
    #expect(index["pages"] == [["01-a.html", "Weights", "", "0"]])
    #expect(
      index["sections"] == [
        ["0", "", "Weights", "The weights $α_ij$ sum to 1. A note. $c = √d_k$", "", ""],
        ["0", "end-of-it", "End of it", "", "print(\"out\")", "out"],
      ])
  }

  @Test func `a dollar in the prose begins no formula`() throws {
    let sections = try #require(try index([("01-a", "# A\n\n5 \\$ a day, $x$ in `$y$`")])["sections"])
    #expect(sections[0][3] == "5 ＄ a day, $x$ in ＄y＄")
  }

  @Test(arguments: [("lesson", "0"), ("reference", "1"), ("author-guide", "2")])
  func `lessons come before references, and these before guides for authors`(kind: String, rank: String) throws {
    let pages = try #require(try index([("a", "---\nkind: \(kind)\n---\n# A\n\n```swift\nlet a = 1\n```\n")])["pages"])
    #expect(pages == [["a.html", "A", "", rank]])
  }

  @Test func `a section with exercises says so`() throws {
    let sections = try #require(try index([("a", "# A\n\n## B\n\n> [!EXERCISE]\n> Why?\n")])["sections"])
    #expect(sections.map(\.count) == [6, 7])
  }

  @Test func `a glossary gives each name of a term, its own name and its lesson`() throws {
    let text = """
      ---
      kind: reference
      ---
      # Glossary

      | term | 中文 | meaning | lesson |
      |---|---|---|---|
      | **temperature** | 温度 | a divisor | [3](03-softmax.md) |
      | **mean, variance** | 均值，方差 | two numbers | [5](05-scaling.md#end) |
      | **pooling** | 汇聚（池化） | an average | [1](01-a.md) |
      | **GRU** | GRU | a network | [7](07-b.md) |
      | **nothing** | 无 | no lesson | |
      | **plain** | other | no second script | [7](07-b.md) |
      """
    #expect(
      try index([("glossary", text)])["terms"] == [
        ["温度", "temperature", "03-softmax.html"], ["均值", "mean", "05-scaling.html"], ["方差", "variance", "05-scaling.html"],
        ["汇聚", "pooling", "01-a.html"], ["池化", "pooling", "01-a.html"], ["GRU", "GRU", "07-b.html"],
      ])
    #expect(try index([("glossary", text.replacing("kind: reference", with: "kind: lesson"))])["terms"] == [])
  }
}

import Testing

@testable import LessonDocument

@Suite struct DepthFirstTests {
  @Test func `each block comes before those within it, in the order of the text`() {
    let document = parse("# A\n\n> B\n>\n> - C\n> - D\n\n| E | F |\n| --- | --- |\n| G | H |\n\nI\n")
    #expect(document.blocks.depthFirst.flatMap(\.texts).map(\.plainText) == ["A", "B", "C", "D", "E", "F", "G", "H", "I"])
  }

  @Test func `what is within a block can be passed over`() {
    let document = parse("> [!EXERCISE]\n> A\n\n> [!SOLUTION]\n> B\n>\n> - C\n\nD\n")
    let read = document.blocks.depthFirst { if case .alert(.solution, _, _) = $0 { false } else { true } }
    #expect(read.flatMap(\.texts).map(\.plainText) == ["A", "D"])
  }

  @Test func `the words within emphasis and links are a part of the text`() {
    let document = parse("A **b *c* d** [e `f`](https://example.org) g\n")
    #expect(document.blocks.flatMap(\.texts).map(\.plainText) == ["A b c d e f g"])
  }
}

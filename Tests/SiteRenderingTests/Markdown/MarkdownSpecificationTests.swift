import Testing

/// The examples of CommonMark 0.31.2, and those that GitHub's specification adds to them.
@Suite struct MarkdownSpecificationTests {
  @Test(arguments: [("commonmark", 652), ("github", 24)])
  func `each example is shown as its specification says, or is in the table of deviations`(name: String, count: Int) throws {
    let examples = try MarkdownExample.all(of: name)
    #expect(examples.count == count)
    let deviations = try MarkdownDeviation.all(of: name)
    let listed = deviations.flatMap(\.examples)
    #expect(listed.count == Set(listed).count, "an example is in two rows")
    for example in examples where example.rendered != example.expected {
      let row = deviations.first { $0.examples.contains(example.example) }
      if row?.allows(example) != true {
        Issue.record(
          """
          \(name) \(example.example), \(row?.reason ?? example.section): \(example.markdown.debugDescription)
            expected \(example.expected)
            rendered \(example.rendered)
          """)
      }
    }
    let deviating = Set(examples.filter { $0.rendered != $0.expected }.map(\.example))
    #expect(Set(listed).subtracting(deviating).isEmpty, "these examples are no deviations any more")
  }
}

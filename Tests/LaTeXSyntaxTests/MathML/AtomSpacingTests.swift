import Testing

@testable import LaTeXSyntax

/// Against The TeXbook, chapter 18.
@Suite struct AtomSpacingTests {
  @Test func `thin, medium and thick space, in formulas and in scripts`() {
    #expect(AtomSpacing.between(.ordinary, .binary, inScript: false) == 4)
    #expect(AtomSpacing.between(.ordinary, .relation, inScript: false) == 5)
    #expect(AtomSpacing.between(.ordinary, .bigOperator, inScript: false) == 3)
    #expect(AtomSpacing.between(.punctuation, .ordinary, inScript: false) == 3)
    #expect(AtomSpacing.between(.ordinary, .open, inScript: false) == 0)
    #expect(AtomSpacing.between(.ordinary, .binary, inScript: true) == 0)
    #expect(AtomSpacing.between(.ordinary, .relation, inScript: true) == 0)
    #expect(AtomSpacing.between(.ordinary, .bigOperator, inScript: true) == 3)
    #expect(AtomSpacing.between(.bigOperator, .open, inScript: false) == 0)
    #expect(AtomSpacing.between(.bigOperator, .inner, inScript: false) == 3)
  }

  @Test(
    arguments: [
      ([.ordinary, .binary, .ordinary], [.ordinary, .binary, .ordinary]),
      ([.binary, .ordinary], [.ordinary, .ordinary]),
      ([.open, .binary, .ordinary], [.open, .ordinary, .ordinary]),
      ([.ordinary, .relation, .binary, .ordinary], [.ordinary, .relation, .ordinary, .ordinary]),
      ([.ordinary, .binary, .binary, .ordinary], [.ordinary, .binary, .ordinary, .ordinary]),
      ([.ordinary, .binary, .relation], [.ordinary, .ordinary, .relation]),
      ([.ordinary, .binary], [.ordinary, .ordinary]),
      ([.bigOperator, .binary, .ordinary], [.bigOperator, .ordinary, .ordinary]),
    ] as [([SyntaxTree.AtomClass], [SyntaxTree.AtomClass])])
  func `a binary sign with nothing to join is a sign`(classes: [SyntaxTree.AtomClass], resolved: [SyntaxTree.AtomClass]) {
    #expect(AtomSpacing.resolvingBinaries(classes, after: nil) == resolved)
  }

  @Test func `in a cell after another the sign joins`() {
    #expect(AtomSpacing.resolvingBinaries([.binary, .ordinary], after: .ordinary) == [.binary, .ordinary])
  }
}

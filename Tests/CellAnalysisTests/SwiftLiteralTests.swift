import Testing

@testable import CellAnalysis

/// Which values are literals, not computed: only those are free of rounding.
@Suite struct SwiftLiteralTests {
  @Test(arguments: [
    ("let x = 0.5", true), ("let x: Float = -1e-3", true), ("let x: Tensor = [[1, 2], [3, -4]]", true), ("let x = Float(3)", true),
    ("let x = Tensor([1, 2])", true), ("let x = [1, 2] as [Float]", true), ("let x = (3)", true),
    ("let x = 1.0 / 3", false), ("let x = softmax(s)", false), ("let x = [y, 1]", false), ("var x = 0.5", false),
    ("let x = Tensor.random(seed: 1)", false), ("let x = sqrt(2.0)", false), ("let x = [0.1].map { $0 }", false),
  ]) func `a constant of literals is an input`(_ code: String, _ isLiteral: Bool) {
    #expect(CellStatement.parse(code).0.flatMap(\.variables).map(\.isLiteral) == [isLiteral])
  }
}

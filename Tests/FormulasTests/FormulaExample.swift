import Diagnostics
import LaTeXSyntax
import Testing

@testable import Formulas

/// A formula with what its names stand for, as the tables of the tests write it.
struct FormulaExample: Sendable, CustomTestStringConvertible {
  var latex: String
  var names: [String: ArrayValue]
  var given: [String] = []
  var elementwise: [String] = []
  var index: [String: ClosedRange<Int>] = [:]
  var base: [String: Int] = [:]
  var shapes: [String: [Int]] = [:]
  var isElementwise = false
  var tensorProduct: Bindings.TensorProduct?
  var isZeroLogZero = false

  init(_ latex: String, _ names: [String: ArrayValue] = [:]) {
    self.latex = latex
    self.names = names
  }

  var testDescription: String { latex }

  func with(_ change: (inout FormulaExample) -> Void) -> FormulaExample {
    var copy = self
    change(&copy)
    return copy
  }

  func bindings() throws -> Bindings {
    var bindings = Bindings()
    for (name, array) in names { try bindings.bind(name, to: array) }
    for (name, range) in index { bindings.indices[try Name(parsing: name)] = range }
    for (name, first) in base { bindings.bases[try Name(parsing: name)] = first }
    for (name, shape) in shapes { bindings.entries[try Name(parsing: name)] = .shape(shape) }
    bindings.elementwise = Set(try elementwise.map { try Name(parsing: $0) })
    bindings.given = try given.map { .init(try SyntaxTree(parsing: $0)) }
    bindings.isElementwise = isElementwise
    bindings.tensorProduct = tensorProduct
    bindings.isZeroLogZero = isZeroLogZero
    return bindings
  }

  func evaluation(tolerance: Tolerance = Tolerance()) throws -> FormulaEvaluation {
    try FormulaEvaluation(of: SyntaxTree(parsing: latex), with: bindings(), tolerance: tolerance)
  }

  /// What the first statement with a value came to.
  func value() throws -> ArrayValue {
    try #require(try evaluation().statements.compactMap(\.value).first)
  }

  /// Why the formula is refused.
  func problem(sourceLocation: SourceLocation = #_sourceLocation) throws -> Problem {
    let bindings = try bindings()
    let syntax = try SyntaxTree(parsing: latex)
    do throws(Problem) {
      let evaluation = try FormulaEvaluation(of: syntax, with: bindings)
      Issue.record("not refused: \(evaluation.statements.map { $0.value?.data ?? [] })", sourceLocation: sourceLocation)
    } catch {
      return error
    }
    return Problem("none", at: 0..<0)
  }

  /// The LaTeX that a problem marks.
  func marked(by problem: Problem) -> String {
    String(SourceFile(path: "", text: latex).slice(problem.range))
  }
}

func number(_ value: Double) -> ArrayValue { ArrayValue(value) }
func vector(_ values: Double...) -> ArrayValue { ArrayValue(values) }
func row(_ values: Double...) -> ArrayValue { ArrayValue(row: values) }
func matrix(_ rows: [Double]...) -> ArrayValue {
  ArrayValue(shape: [rows.count, rows.first?.count ?? 0], data: rows.flatMap { $0 })
}

/// Numbers that look random and are the same in every run.
func sample(_ shape: [Int], seed: UInt64) -> ArrayValue {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  let data = (0..<shape.reduce(1, *)).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Double(Int64(bitPattern: state) >> 40) / 8_388_608
  }
  return ArrayValue(shape: shape, data: data)
}

/// - Parameter tolerance: Formulas compute in `Double`, so 1e-9 leaves room for every order of summation.
func expect(
  _ found: ArrayValue, equals expected: ArrayValue, tolerance: Double = 1e-9,
  sourceLocation: SourceLocation = #_sourceLocation
) {
  #expect(found.shape == expected.shape, sourceLocation: sourceLocation)
  // Not a largest error: NaN would hide in it.
  let isNear = zip(found.data, expected.data).allSatisfy { $0 == $1 || abs($0 - $1) <= tolerance }
  #expect(isNear, "\(found.data) instead of \(expected.data)", sourceLocation: sourceLocation)
}

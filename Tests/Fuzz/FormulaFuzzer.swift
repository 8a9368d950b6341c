import Diagnostics
import Formulas
import Foundation
import LaTeXSyntax

/// What libFuzzer calls with ever new bytes: the first says what is declared, the others are a formula that is read with
/// values for its names, and computed. A trap or a hang is a find; so is a problem outside of the formula.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzFormula(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  guard count > 0 else { return 0 }
  let latex = String(decoding: UnsafeBufferPointer(start: bytes + 1, count: count - 1), as: UTF8.self)
  do {
    let syntax = try SyntaxTree(parsing: latex)
    let evaluation = try FormulaEvaluation(of: syntax, with: try bindings(declaring: bytes[0]))
    for statement in evaluation.statements {
      for member in statement.members {
        expect(member.value.shape.reduce(1, *) == member.value.data.count, "\(member.value.shape) of \(member.value.data.count)")
      }
    }
  } catch {
    expect(0 <= error.range.lowerBound && error.range.upperBound <= latex.utf8.count, "\(error.range): \(error.message)")
    expect(!error.message.isEmpty, "no message")
  }
  return 0
}

/// Values of every kind under the names that formulas use, the awkward ones among them.
private func bindings(declaring flags: UInt8) throws(Problem) -> Bindings {
  var bindings = Bindings()
  let values: [String: ArrayValue] = [
    "x": ArrayValue(0.5), "y": ArrayValue(-3), "n": ArrayValue(3), "k": ArrayValue(2), "d": ArrayValue(2), "\\beta": ArrayValue(0),
    "\\infty": ArrayValue(.infinity), "z": ArrayValue(.nan), "v": ArrayValue([1, 2, 3]), "w": ArrayValue([0, -1, 0.5]),
    "u": ArrayValue([1, 2]),
    "p": ArrayValue([0, 0.25, 0.75]), "r": ArrayValue(row: [1, 0, -1]), "o": ArrayValue([]), "s": ArrayValue([7]),
    "A": ArrayValue(shape: [3, 3], data: [2, 0, 1, 0, 1, 0, 1, 0, 1]), "B": ArrayValue(shape: [3, 3], data: [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    "M": ArrayValue(shape: [2, 3], data: [1, 2, 3, 4, 5, 6]), "Q": ArrayValue(shape: [2, 2], data: [0, 1, -1, 0]),
    "T": ArrayValue(shape: [2, 2, 2], data: [1, 2, 3, 4, 5, 6, 7, 8]), "E": ArrayValue(shape: [0, 3], data: []),
    "S": ArrayValue(shape: [1, 1], data: [4]), "W_1": ArrayValue(shape: [3, 2], data: [1, 0, 0, 1, 1, 1]), "h_0": ArrayValue([0, 0, 0]),
    "x_i": ArrayValue([1, 2, 3]), "h_t": ArrayValue(shape: [3, 3], data: Array(repeating: 1, count: 9)),
  ]
  for (name, value) in values { try bindings.bind(name, to: value) }
  let number = ForeignFunction(type: "(Double) -> Double", parameters: [.number], result: .number) { values throws(Problem) in values[0] }
  bindings.entries[try Name(parsing: "g")] = .function(number)
  if flags & 1 != 0 { bindings.indices[try Name(parsing: "i")] = 1...3 }
  if flags & 2 != 0 { bindings.indices[try Name(parsing: "t")] = 0...2 }
  if flags & 4 != 0 { bindings.bases[try Name(parsing: "v")] = 0 }
  if flags & 8 != 0 { bindings.elementwise = [try Name(parsing: "A"), try Name(parsing: "\\exp"), try Name(parsing: "f")] }
  if flags & 16 != 0 { bindings.tensorProduct = flags & 8 != 0 ? .elementwise : .outer }
  if flags & 32 != 0 { bindings.isZeroLogZero = true }
  if flags & 64 != 0 { bindings.isElementwise = true }
  if flags & 128 != 0 {
    for latex in ["f(a)=a^2+1", "F(X)=XA", #"L(k)=\begin{cases}1&k<1\\L(k-1)+k&\text{otherwise}\end{cases}"#] {
      bindings.given.append(.init(try SyntaxTree(parsing: latex)))
    }
  }
  return bindings
}

/// Says what is wrong, which an optimized `precondition` would not, and stops.
private func expect(_ condition: Bool, _ message: @autoclosure () -> String) {
  guard !condition else { return }
  print(message())
  fflush(nil)
  preconditionFailure()
}

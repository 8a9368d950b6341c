import CellOutputs
import Diagnostics
import Formulas
import LessonRunner

/// The functions of a lesson, as formulas call them. Their values are the answers of the lesson's program.
///
/// Only one evaluation uses an instance at a time, so the calls that it collects need no lock.
struct LessonFunctions: @unchecked Sendable {
  let run: Run
  let pendingCalls: PendingCalls?

  func function(
    _ function: FunctionCall.Function, _ signature: FunctionSignature, called code: String
  ) -> ForeignFunction {
    ForeignFunction(
      type: signature.type, parameters: signature.parameters.map { $0 == .number ? .number : .array },
      result: signature.result == .number ? .number : .array, precision: Precision(ofType: signature.type, unknown: .single)
    ) { arguments throws(Problem) in
      try value(of: FunctionCall(function, arguments.map(NumericArray.init)), signature, called: code)
    }
  }

  private func value(
    of call: FunctionCall, _ signature: FunctionSignature, called code: String
  ) throws(Problem) -> ArrayValue {
    func problem(_ message: String, help: String? = nil) -> Problem { Problem(message, at: 0..<0, help: help) }
    switch run.answers[call] {
    case .value(let numbers)?:
      return ArrayValue(
        shape: numbers.shape, data: numbers.elements, precision: Precision(ofType: signature.type, unknown: .single), isComputed: true)
    case .failed(let why)?:
      let arguments = call.arguments.map(\.inWords).joined(separator: ", ")
      throw problem("the Swift function `\(code)` gave no value for \(arguments): \(why)")
    case nil: break
    }
    let isNumber = !call.arguments.contains { $0.elements.contains(where: \.isNaN) }
    guard let pendingCalls else {
      throw isNumber
        ? problem("this needs too many values of the Swift function `\(code)`", help: "check the formula on smaller data")
        : problem("the Swift function `\(code)` is called with a value that is not a number")
    }
    // NaN is a placeholder for an answer that isn't known yet. Calls that depend on one are not added.
    if isNumber { pendingCalls.add(call) }
    guard signature.result == .number else { throw problem("not known yet") }
    return ArrayValue(.nan)
  }
}

extension NumericArray {
  fileprivate init(_ array: ArrayValue) { self.init(shape: array.shape, elements: array.data) }

  fileprivate var inWords: String {
    shape.isEmpty ? "\(Float(elements[0]))" : "an array of shape \(shape)"
  }
}

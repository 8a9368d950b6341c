import CellOutputs
import Diagnostics
import Formulas
import LessonRunner

/// The functions of a lesson as a formula calls them: by what they gave when its program was asked.
///
/// It is used by one evaluation at a time, so that the calls it collects need no lock.
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
    // NaN stands for an answer that is not here yet; nothing is asked that would depend on it.
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

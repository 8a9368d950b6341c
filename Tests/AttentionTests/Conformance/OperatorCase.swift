import Attention
import Foundation
import Testing

/// One test case of an ONNX operator from the files in `Fixtures/onnx`.
struct OperatorCase: Decodable, Sendable, CustomTestStringConvertible {
  let name: String
  let rtol: Float
  let atol: Float
  let attributes: [String: Attribute]
  let inputs: [Operand?]
  let outputs: [Operand?]

  var testDescription: String { name }

  /// All cases of one file.
  static func all(_ file: String) throws -> [OperatorCase] {
    var folder = URL(filePath: #filePath)  // Tests/AttentionTests/Conformance/OperatorCase.swift
    for _ in 0..<3 { folder.deleteLastPathComponent() }
    let data = try Data(contentsOf: folder.appending(path: "Fixtures/onnx/\(file).json"))
    return try JSONDecoder().decode([OperatorCase].self, from: data)
  }

  func input(_ index: Int) -> Operand? { index < inputs.count ? inputs[index] : nil }
  func output(_ index: Int) -> Operand? { index < outputs.count ? outputs[index] : nil }

  func number(_ attribute: String) -> Float? { attributes[attribute]?.number }
  func integer(_ attribute: String) -> Int? { number(attribute).map { Int($0) } }
  func text(_ attribute: String) -> String? { attributes[attribute]?.text }

  struct Operand: Decodable, Sendable {
    let dtype: String
    let shape: [Int]
    let data: [Attribute]

    var tensor: Tensor { Tensor(shape: shape, scalars: data.compactMap(\.number)) }
    var integers: [Int] { data.compactMap(\.number).map { Int($0) } }
  }

  /// A number, or a text; the texts "inf", "-inf" and "nan" are numbers.
  struct Attribute: Decodable, Sendable {
    let number: Float?
    let text: String?

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      text = try? container.decode(String.self)
      number = try text.map { Float($0) } ?? container.decode(Float.self)
    }
  }

  /// Whether `tensor` equals output `index` within the case's tolerance, or that of the output's type if it is larger.
  func accepts(_ tensor: Tensor, asOutput index: Int = 0) -> Bool {
    guard let expected = output(index) else { return false }
    // Half precision has 11 bits, bfloat16 8, and the expected numbers are rounded to that.
    let step: Float =
      switch expected.dtype {
      case "float16": 0x1p-10
      case "bfloat16": 0x1p-7
      default: 0
      }
    return tensor.isClose(
      to: expected.tensor, relativeTolerance: max(rtol, 2 * step), absoluteTolerance: max(atol, 2 * step))
  }
}

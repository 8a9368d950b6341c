import Foundation
import LaTeXSyntax
import Testing

@testable import Formulas

/// A formula of `Fixtures/formulas/acceptance.json`, `further.json`, `published.json` or `notation.json`, whose values an independent program computed.
struct AcceptanceCase: Decodable, Sendable, CustomTestStringConvertible {
  var id: String
  var grade: Int?
  var latex: String
  var given: [Given]
  var bind: [String: Bound]
  var expect: [String: Nested]?
  var refuse: String?
  var otimes: Bindings.TensorProduct?

  struct Given: Decodable, Sendable {
    var latex: String
    var elementwise: Bool?
    var parameter: String?
  }

  struct Bound: Decodable, Sendable {
    var kind: String
    var shape: [Int]?
    var data: Nested?
    var row: Bool?
    var indexBase: Int?
    var range: [Int]?
  }

  /// Numbers in arrays; infinities are strings, because JSON has none.
  struct Nested: Decodable, Sendable {
    var shape: [Int]
    var data: [Double]

    init(from decoder: any Decoder) throws {
      let container = try decoder.singleValueContainer()
      if let number = try? container.decode(Double.self) {
        (shape, data) = ([], [number])
      } else if let text = try? container.decode(String.self) {
        (shape, data) = ([], [text == "-inf" ? -.infinity : text == "inf" ? .infinity : .nan])
      } else {
        let rows = try container.decode([Nested].self)
        shape = [rows.count] + (rows.first?.shape ?? [])
        data = rows.flatMap(\.data)
      }
    }
  }

  var testDescription: String { id }

  static let all = cases(of: "acceptance.json")
  /// Other formulas of the same kinds, as texts on attention and recurrent networks write them.
  static let further = cases(of: "further.json")
  /// Formulas as papers and textbooks print them, and small ones for what a rule decides.
  static let published = cases(of: "published.json")

  /// What authors write of indices, recurrences, parts and products beside that, with values of `notation.py`.
  static let notation = cases(of: "notation.json")

  private static func cases(of name: String) -> [AcceptanceCase] {
    let file = URL(filePath: #filePath).appending(path: "../../Fixtures/formulas/\(name)").standardized
    do {
      return try JSONDecoder().decode([AcceptanceCase].self, from: Data(contentsOf: file))
    } catch {
      preconditionFailure("\(file.path()): \(error)")
    }
  }

  func bindings() throws -> Bindings {
    var bindings = Bindings()
    for (key, bound) in bind {
      let name = try Name(parsing: key)
      if let range = bound.range {
        bindings.indices[name] = range[0]...range[1]
        continue
      }
      if let base = bound.indexBase { bindings.bases[name] = base }
      if let data = bound.data {
        bindings.entries[name] = .value(
          ArrayValue(shape: bound.shape ?? data.shape, data: data.data, isRow: bound.row ?? false))
      } else {
        bindings.entries[name] = .shape(bound.shape ?? [])
      }
    }
    bindings.tensorProduct = otimes
    bindings.given = try given.map { given in
      .init(
        try SyntaxTree(parsing: given.latex), isElementwise: given.elementwise ?? false,
        parameter: try given.parameter.map { try Name(parsing: $0) })
    }
    return bindings
  }
}

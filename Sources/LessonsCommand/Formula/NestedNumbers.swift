import Formulas

/// Numbers in nested JSON arrays: `[[1, 0], [0, 1]]`. Values that JSON doesn't have are strings: `"inf"`, `"-inf"`, `"nan"`.
struct NestedNumbers: Decodable {
  var shape: [Int]
  var data: [Double]

  init(_ array: ArrayValue) { (shape, data) = (array.shape, array.data) }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if let number = try? container.decode(Double.self) {
      (shape, data) = ([], [number])
    } else if let text = try? container.decode(String.self) {
      guard let number = ["inf": Double.infinity, "-inf": -.infinity, "nan": .nan][text] else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is not a number")
      }
      (shape, data) = ([], [number])
    } else {
      let rows = try container.decode([NestedNumbers].self)
      guard rows.allSatisfy({ $0.shape == rows[0].shape }) else {
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "the rows have different lengths")
      }
      shape = [rows.count] + (rows.first?.shape ?? [])
      data = rows.flatMap(\.data)
    }
  }

  /// As JSON, for programs.
  var json: String { text { $0.isFinite ? $0.description : "\"\(Self.text($0))\"" } }

  /// For people.
  var text: String { text(Self.text) }

  /// A NaN may have a sign, which says nothing.
  private static func text(_ number: Double) -> String { number.isNaN ? "nan" : number.description }

  private func text(_ number: (Double) -> String) -> String { text(axis: 0, start: 0, number) }

  private func text(axis: Int, start: Int, _ number: (Double) -> String) -> String {
    guard axis < shape.count else { return number(data[start]) }
    let stride = shape[(axis + 1)...].reduce(1, *)
    let parts = (0..<shape[axis]).map { text(axis: axis + 1, start: start + $0 * stride, number) }
    return "[\(parts.joined(separator: ", "))]"
  }
}

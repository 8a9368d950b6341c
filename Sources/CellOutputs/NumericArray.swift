/// Numbers of any rank as they cross from a lesson program to the tool: row-major, in double precision.
///
/// A lesson's `Float` is widened exactly, so that nothing is rounded on the way.
public struct NumericArray: Codable, Sendable, Hashable {
  /// Empty for a single number.
  public var shape: [Int]
  public var elements: [Double]

  /// - Precondition: `elements` are as many as `shape` says.
  public init(shape: [Int], elements: [Double]) {
    precondition(
      shape.reduce(1, *) == elements.count, "NumericArray: \(elements.count) elements do not fill the shape \(shape)")
    self.shape = shape
    self.elements = elements
  }

  public init(_ number: Double) {
    self.init(shape: [], elements: [number])
  }

  /// A lesson's program may write anything into its events, so what is read is held to the same rule.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shape = try container.decode([Int].self, forKey: .shape)
    elements = try container.decode([Double].self, forKey: .elements)
    var count = 1
    for size in shape {
      let (product, isTooLarge) = count.multipliedReportingOverflow(by: size)
      guard size >= 0, !isTooLarge else {
        throw DecodingError.dataCorruptedError(forKey: .shape, in: container, debugDescription: "\(shape) is no shape")
      }
      count = product
    }
    guard count == elements.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .elements, in: container, debugDescription: "\(elements.count) elements do not fill \(shape)")
    }
  }
}

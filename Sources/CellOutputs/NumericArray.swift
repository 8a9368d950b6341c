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
}

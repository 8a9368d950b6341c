#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Numbers of any rank, as they are sent from a lesson program to the tool: row-major, in double precision.
///
/// `Float` values of a lesson are widened exactly, so nothing is rounded.
public struct NumericArray: Codable, Sendable, Hashable {
  /// Empty for a single number.
  public var shape: [Int]
  public var elements: [Double]

  /// - Precondition: The number of `elements` is the product of `shape`.
  public init(shape: [Int], elements: [Double]) {
    precondition(
      shape.reduce(1, *) == elements.count, "NumericArray: \(elements.count) elements do not fill the shape \(shape)")
    self.shape = shape
    self.elements = elements
  }

  public init(_ number: Double) {
    self.init(shape: [], elements: [number])
  }

  /// Decodes an array. Its count is checked, because a lesson's program may write anything into its events.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    shape = try container.decode([Int].self, forKey: .shape)
    let bytes = try container.decode(Data.self, forKey: .elements)
    guard bytes.count % 8 == 0 else {
      throw DecodingError.dataCorruptedError(forKey: .elements, in: container, debugDescription: "\(bytes.count) bytes are no numbers")
    }
    elements = bytes.withUnsafeBytes { bytes in
      (0..<bytes.count / 8).map {
        Double(bitPattern: UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * $0, as: UInt64.self)))
      }
    }
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

  /// Encodes the numbers as bytes, because encoding large arrays as text would take most of a lesson's run time.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shape, forKey: .shape)
    var bytes = Data(capacity: 8 * elements.count)
    for element in elements { withUnsafeBytes(of: element.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
    try container.encode(bytes, forKey: .elements)
  }

  private enum CodingKeys: String, CodingKey { case shape, elements }
}

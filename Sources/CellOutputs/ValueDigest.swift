/// A short digest of a whole value. It distinguishes values that are shown only in part.
///
/// The same value has the same digest in every run and on every machine. (The hash is FNV-1a, folded.)
public struct ValueDigest: Codable, Sendable, Hashable {
  /// 8 hexadecimal digits.
  public let text: String

  public init(text: String) { self.text = text }

  /// - Parameter add: Adds the parts of the value, one by one.
  public init(_ add: (inout Builder) -> Void) {
    var builder = Builder()
    add(&builder)
    let digits = String(UInt32(truncatingIfNeeded: builder.state ^ builder.state >> 32), radix: 16)
    text = String(repeating: "0", count: 8 - digits.count) + digits
  }

  public struct Builder {
    fileprivate var state: UInt64 = 0xcbf2_9ce4_8422_2325

    public mutating func add(_ word: UInt64) {
      state = (state ^ word) &* 0x0000_0100_0000_01b3
      // The product carries only upwards, so mix the high bits into the low ones.
      state ^= state >> 32
    }

    /// Adds a text with its length, so that the boundaries between texts count.
    public mutating func add(_ text: String) {
      for byte in text.utf8 { add(UInt64(byte)) }
      add(UInt64(text.utf8.count))
    }

    /// Adds a number. All NaNs count as one, because the bits of 0/0 depend on the processor.
    public mutating func add(_ number: Double) { add(number.isNaN ? Double.nan.bitPattern : number.bitPattern) }
  }
}

extension ValueDigest: CustomStringConvertible {
  public var description: String { text }
}

extension ValueDigest {
  public init(from decoder: any Decoder) throws { text = try decoder.singleValueContainer().decode(String.self) }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(text)
  }
}

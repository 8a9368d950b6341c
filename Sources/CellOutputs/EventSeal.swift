/// Proves that the lesson's runtime wrote an event, and at this place. The seal is a number that depends on the event, on how many came
/// before it, and on a key that the tool generates for each run. A cell can write into the file of events, but can't forge an event.
///
/// The number is SipHash-2-4 (Aumasson and Bernstein, 2012).
public struct EventSeal: Sendable {
  public struct Key: Codable, Sendable, Hashable {
    var first: UInt64
    var second: UInt64

    public init(first: UInt64, second: UInt64) {
      self.first = first
      self.second = second
    }

    public static func random() -> Key { Key(first: .random(in: .min ... .max), second: .random(in: .min ... .max)) }
  }

  /// The number of characters of a seal.
  static let length = 16

  private let key: Key
  private var count: UInt64 = 0

  init(key: Key) { self.key = key }

  /// The seal of the next event.
  mutating func next(for text: ArraySlice<UInt8>) -> String {
    defer { count += 1 }
    let digits = String(Self.sipHash(text, counted: count, key), radix: 16)
    return String(repeating: "0", count: Self.length - digits.count) + digits
  }

  /// The SipHash of the count, as eight bytes, and the text.
  static func sipHash(_ text: ArraySlice<UInt8>, counted count: UInt64?, _ key: Key) -> UInt64 {
    var state = State(key)
    if let count { state.add(count) }
    text.withUnsafeBytes { bytes in
      let words = bytes.count / 8
      for word in 0..<words { state.add(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self))) }
      var last = UInt64(truncatingIfNeeded: bytes.count + (count == nil ? 0 : 8)) << 56
      for (index, byte) in bytes[(8 * words)...].enumerated() { last |= UInt64(byte) << (8 * UInt64(index)) }
      state.add(last)
    }
    return state.finished()
  }

  private struct State {
    var a: UInt64
    var b: UInt64
    var c: UInt64
    var d: UInt64

    init(_ key: Key) {
      a = key.first ^ 0x736f_6d65_7073_6575
      b = key.second ^ 0x646f_7261_6e64_6f6d
      c = key.first ^ 0x6c79_6765_6e65_7261
      d = key.second ^ 0x7465_6462_7974_6573
    }

    mutating func add(_ word: UInt64) {
      d ^= word
      turn()
      turn()
      a ^= word
    }

    mutating func finished() -> UInt64 {
      c ^= 0xff
      for _ in 0..<4 { turn() }
      return a ^ b ^ c ^ d
    }

    private mutating func turn() {
      a &+= b
      b = b << 13 | b >> 51
      b ^= a
      a = a << 32 | a >> 32
      c &+= d
      d = d << 16 | d >> 48
      d ^= c
      a &+= d
      d = d << 21 | d >> 43
      d ^= a
      c &+= b
      b = b << 17 | b >> 47
      b ^= c
      c = c << 32 | c >> 32
    }
  }
}

import Foundation

/// Long texts of a value that is encoded as JSON, kept beside the JSON as they are: their escapes would cost more to read than all else.
///
/// Coders want what they carry to be sendable. Each has an object of its own, which it uses for one value, on one thread.
package final class TextsBesideJSON: @unchecked Sendable {
  package static let key = CodingUserInfoKey(rawValue: "texts")!

  package private(set) var bytes: Data

  package init(_ bytes: Data = Data()) { self.bytes = bytes }

  /// Where the text is now: its offset and its length, as one number, which is read faster than two.
  package func append(_ text: some Collection<UInt8>) -> Int {
    defer { bytes.append(contentsOf: text) }
    return bytes.count << 32 | text.count
  }

  /// nil if there is no such place.
  package subscript(place: Int) -> Data? {
    let (offset, count) = (place >> 32, place & 0xFFFF_FFFF)
    guard (0...bytes.count).contains(offset), count <= bytes.count - offset else { return nil }
    let start = bytes.startIndex + offset
    return bytes[start..<start + count]
  }

  /// The UTF-8 of a text that is decoded, from beside the JSON if it was kept there.
  package static func text(from decoder: any Decoder) throws -> Data {
    let container = try decoder.singleValueContainer()
    guard let texts = decoder.userInfo[key] as? TextsBesideJSON else { return Data(try container.decode(String.self).utf8) }
    guard let text = texts[try container.decode(Int.self)] else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no such text")
    }
    return text
  }

  /// Encodes a text as a value of its own, kept beside the JSON if that has such a place.
  package static func encode(_ text: some Collection<UInt8>, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    guard let texts = encoder.userInfo[key] as? TextsBesideJSON else { return try container.encode(String(decoding: text, as: UTF8.self)) }
    try container.encode(texts.append(text))
  }
}

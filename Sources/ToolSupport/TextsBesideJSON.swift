import Foundation

/// Long texts of a value that is encoded as JSON, kept beside the JSON as they are: their escapes would cost more to read than all else.
package final class TextsBesideJSON {
  package static let key = CodingUserInfoKey(rawValue: "texts")!

  package private(set) var bytes: Data

  package init(_ bytes: Data = Data()) { self.bytes = bytes }

  /// Where the text is now: its offset and its length.
  package func append(_ text: String) -> [Int] {
    defer { bytes.append(contentsOf: text.utf8) }
    return [bytes.count, text.utf8.count]
  }

  /// nil if there is no such place.
  package subscript(place: [Int]) -> String? {
    guard place.count == 2, (0...bytes.count).contains(place[0]), (0...bytes.count - place[0]).contains(place[1]) else { return nil }
    let start = bytes.startIndex + place[0]
    return String(decoding: bytes[start..<start + place[1]], as: UTF8.self)
  }

  /// The text of a value that is decoded, from beside the JSON if it was kept there.
  package static func text(from decoder: any Decoder) throws -> String {
    let container = try decoder.singleValueContainer()
    guard let texts = decoder.userInfo[key] as? TextsBesideJSON else { return try container.decode(String.self) }
    guard let text = texts[try container.decode([Int].self)] else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "there is no such text")
    }
    return text
  }

  /// Encodes a text as a value of its own, kept beside the JSON if that has such a place.
  package static func encode(_ text: String, to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    guard let texts = encoder.userInfo[key] as? TextsBesideJSON else { return try container.encode(text) }
    try container.encode(texts.append(text))
  }
}

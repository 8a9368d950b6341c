import Foundation
import ToolSupport

/// A value as the bytes of a file, with a seal that shows whether the file is complete and of this version.
package enum ChecksummedFile {
  /// Changes when the meaning of a stored value changes.
  private static let version = "lessons cache 4"

  /// Returns nil if the value can't be encoded.
  package static func bytes(sealing value: some Encodable) -> Data? {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    let texts = TextsBesideJSON()
    encoder.userInfo[TextsBesideJSON.key] = texts
    // A value that can't be encoded is simply not stored.
    guard let json = try? encoder.encode(value) else { return nil }
    let content = Data("\(json.count)\n".utf8) + json + texts.bytes
    return Data("\(version) \(Fingerprint(of: content))\n".utf8) + content
  }

  /// Returns nil if the bytes were damaged, cut short, or written by another version.
  package static func content<Value: Decodable>(of bytes: Data, as type: Value.Type) -> Value? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let content = bytes[(end + 1)...]
    guard bytes[..<end].elementsEqual("\(version) \(Fingerprint(of: content))".utf8) else { return nil }
    guard let end = content.firstIndex(of: UInt8(ascii: "\n")), let count = Int(String(decoding: content[..<end], as: UTF8.self)),
      count >= 0, count <= content.endIndex - (end + 1)
    else { return nil }
    let decoder = JSONDecoder()
    decoder.userInfo[TextsBesideJSON.key] = TextsBesideJSON(content[(end + 1 + count)...])
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Decoding fails if a tool changed the stored type but not the version.
    return try? decoder.decode(type, from: content[(end + 1)..<(end + 1 + count)])
  }
}

import Foundation

/// A value as the bytes of a file, with a seal that shows whether the file is complete and of this version.
package enum ChecksummedFile {
  /// Changes when the meaning of a stored value changes.
  private static let version = "lessons cache 3"

  /// Returns nil if the value can't be encoded.
  package static func bytes(sealing value: some Encodable) -> Data? {
    let encoder = JSONEncoder()
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // A value that can't be encoded is simply not stored.
    guard let content = try? encoder.encode(value) else { return nil }
    return Data("\(version) \(Fingerprint(of: content))\n".utf8) + content
  }

  /// Returns nil if the bytes were damaged, cut short, or written by another version.
  package static func content<Value: Decodable>(of bytes: Data, as type: Value.Type) -> Value? {
    guard let end = bytes.firstIndex(of: UInt8(ascii: "\n")) else { return nil }
    let content = bytes[(end + 1)...]
    guard bytes[..<end].elementsEqual("\(version) \(Fingerprint(of: content))".utf8) else { return nil }
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    // Decoding fails if a tool changed the stored type but not the version.
    return try? decoder.decode(type, from: content)
  }
}

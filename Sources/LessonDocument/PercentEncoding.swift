extension String {
  /// The text with `%XX` decoded; the text itself if the result isn't UTF-8.
  package var percentDecoded: String {
    guard contains("%") else { return self }
    var bytes: [UInt8] = []
    var rest = Array(utf8)[...]
    while let byte = rest.popFirst() {
      let digits = String(decoding: rest.prefix(2), as: UTF8.self)
      if byte == UInt8(ascii: "%"), digits.count == 2, digits.allSatisfy(\.isHexDigit), let code = UInt8(digits, radix: 16) {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self) ?? self
  }

  /// An address of the web with `%XX` for what no address holds. A `%` stays, since it may begin such an encoding already.
  package var escapedAddress: String {
    let kept = Set("-_.+!*'(),%#@?=;:/,+&$~".utf8)
    return utf8.reduce(into: [UInt8]()) { bytes, byte in
      let isLetterOrDigit = byte < 0x80 && (Character(Unicode.Scalar(byte)).isLetter || Character(Unicode.Scalar(byte)).isNumber)
      if isLetterOrDigit || kept.contains(byte) { bytes.append(byte) } else { bytes += byte.percentEncoded }
    }.text
  }

  /// The text as a part of an address, with `%XX` for characters that have a meaning there.
  package var percentEncoded: String {
    let special = Set(##" "#<>?`\^{|}%[]"##.utf8)
    return utf8.reduce(into: [UInt8]()) { bytes, byte in
      if byte < 0x20 || byte == 0x7F || special.contains(byte) {
        bytes += byte.percentEncoded
      } else {
        bytes.append(byte)
      }
    }.text
  }
}

extension UInt8 {
  fileprivate var percentEncoded: [UInt8] {
    Array((self < 16 ? "%0" : "%").utf8) + Array(String(self, radix: 16, uppercase: true).utf8)
  }
}

extension [UInt8] {
  fileprivate var text: String { String(decoding: self, as: UTF8.self) }
}

import Diagnostics

/// The first byte of a file that a lesson can't contain, and what to do about it.
struct UnfitByte {
  let offset: Int
  let message: String
  let help: String

  /// Returns nil for UTF-8 text with the line endings of Unix or Windows.
  init?(in bytes: [UInt8]) {
    let lineEnding = UInt8(ascii: "\n")
    if String(validating: bytes, as: UTF8.self) == nil {
      offset = Self.countOfValidUTF8(bytes)
      message = "the file isn't UTF-8: byte 0x\(Self.hexadecimal(bytes[offset])) begins no character"
      help = "save it as UTF-8, say with `iconv -f latin1 -t utf-8`"
    } else if let nul = bytes.firstIndex(of: 0) {
      offset = nul
      message = "the file isn't text: it holds the byte 0x00"
      help = "save it as UTF-8, not as UTF-16"
    } else if bytes.contains(0x0D),
      let lone = bytes.indices.first(where: { bytes[$0] == 0x0D && ($0 + 1 == bytes.count || bytes[$0 + 1] != lineEnding) })
    {
      offset = lone
      message = "the file isn't text: it holds the byte 0x0D without 0x0A after it"
      help = "end the lines as Unix or Windows does"
    } else {
      return nil
    }
  }

  private static func countOfValidUTF8(_ bytes: [UInt8]) -> Int {
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    var count = 0
    while case .scalarValue(let scalar) = decoder.decode(&iterator) { count += UTF8.width(scalar) }
    return count
  }

  private static func hexadecimal(_ byte: UInt8) -> String {
    (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
  }
}

extension SourceFile {
  /// A file's bytes as text, without the byte-order mark that some editors write.
  ///
  /// - Throws: A `Diagnostic` at the first byte that is none.
  package init(reading bytes: [UInt8], path: String) throws(Diagnostic) {
    if let unfit = UnfitByte(in: bytes) {
      let file = SourceFile(path: path, text: String(decoding: bytes.prefix(unfit.offset), as: UTF8.self))
      throw Diagnostic(Problem(unfit.message, at: unfit.offset..<unfit.offset, help: unfit.help), in: file)
    }
    // Nothing is written at the places of such a file, so the mark of Windows' editors is no part of it.
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    self.init(path: path, text: String(decoding: bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes[...], as: UTF8.self))
  }
}

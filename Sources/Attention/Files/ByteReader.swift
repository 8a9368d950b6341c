/// What is wrong with the bytes of a file, and where.
///
///     alice.safetensors: byte 8: the header isn't JSON: a string begins here, but doesn't end
public struct FileError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was read: a path, or the name of the bytes.
  public let file: String
  /// The place of the first byte that is wrong, from 0; nil if the file couldn't be read or written.
  public let byte: Int?
  /// What is wrong.
  public let problem: String

  init(file: String, byte: Int?, problem: String) { (self.file, self.byte, self.problem) = (file, byte, problem) }

  public var description: String { "\(file): \(byte.map { "byte \($0): " } ?? "")\(problem)" }
}

/// The bytes of a file, read from the first to the last.
struct ByteReader {
  let file: String
  let bytes: [UInt8]
  /// The place of the next byte.
  var place = 0

  init(_ bytes: [UInt8], file: String) { (self.bytes, self.file) = (bytes, file) }

  var isAtEnd: Bool { place == bytes.count }
  var next: UInt8? { place < bytes.count ? bytes[place] : nil }

  func error(_ problem: String, at byte: Int? = nil) -> FileError {
    FileError(file: file, byte: byte ?? place, problem: problem)
  }

  /// The next `count` bytes.
  mutating func take(_ count: Int, of what: String) throws(FileError) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.count - place else {
      throw error("\(what) needs \(count) bytes, but the file ends after \(bytes.count - place)")
    }
    defer { place += count }
    return bytes[place..<place + count]
  }

  /// The next `size` bytes as a number, the lowest first.
  mutating func number(bytes size: Int, of what: String) throws(FileError) -> UInt64 {
    try take(size, of: what).reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }
}

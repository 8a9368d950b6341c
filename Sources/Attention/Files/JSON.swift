/// A value of JSON, with as much as the headers of tensors and tokenizers need. Foundation's `JSONDecoder` and `JSONSerialization` keep neither the
/// byte at which a value begins, which errors name, nor the order of an object's members, which is that of a file's tensors. And `Foundation` would
/// increase the start-up time of lesson programs.
enum JSON {
  case string(String)
  case number(Double)
  case array([JSON.Placed])
  /// In the order of the file.
  case object([(key: String, value: Placed)])
  case other(String)

  /// A value and the place of its first byte.
  struct Placed {
    let byte: Int
    let value: JSON

    var string: String? { if case .string(let string) = value { string } else { nil } }
    var array: [Placed]? { if case .array(let array) = value { array } else { nil } }
    var object: [(key: String, value: Placed)]? { if case .object(let object) = value { object } else { nil } }
    /// A whole number that isn't negative.
    var size: Int? { if case .number(let number) = value { Int(exactly: number).flatMap { $0 >= 0 ? $0 : nil } } else { nil } }

    subscript(key: String) -> Placed? { object?.last { $0.key == key }?.value }
  }

  /// The text of a string in quotes.
  static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension ByteReader {
  /// The next value of JSON, up to its last byte.
  ///
  /// - Parameter depth: How many brackets are open. Files come from outside, so the nesting has a limit.
  mutating func json(depth: Int = 0) throws(FileError) -> JSON.Placed {
    skipBlanks()
    let start = place
    guard depth < 64 else { throw error("JSON is nested more than 64 deep") }
    switch next {
    case UInt8(ascii: "\""): return JSON.Placed(byte: start, value: .string(try jsonString()))
    case UInt8(ascii: "{"):
      var members: [(key: String, value: JSON.Placed)] = []
      try list(closedBy: "}") { reader throws(FileError) in
        reader.skipBlanks()
        guard reader.next == UInt8(ascii: "\"") else { throw reader.error("JSON needs a key in quotes here") }
        let key = try reader.jsonString()
        reader.skipBlanks()
        guard reader.next == UInt8(ascii: ":") else { throw reader.error("JSON needs a colon here, after the key \"\(key)\"") }
        reader.place += 1
        members.append((key, try reader.json(depth: depth + 1)))
      }
      return JSON.Placed(byte: start, value: .object(members))
    case UInt8(ascii: "["):
      var elements: [JSON.Placed] = []
      try list(closedBy: "]") { reader throws(FileError) in elements.append(try reader.json(depth: depth + 1)) }
      return JSON.Placed(byte: start, value: .array(elements))
    default:
      while let byte = next, byte > 0x20, !",:]}\"".utf8.contains(byte) { place += 1 }
      let word = String(decoding: bytes[start..<place], as: UTF8.self)
      if ["true", "false", "null"].contains(word) { return JSON.Placed(byte: start, value: .other(word)) }
      guard let number = Double(word), number.isFinite, word.utf8.first.map({ $0 == 45 || 48...57 ~= $0 }) == true else {
        throw error(word.isEmpty ? "JSON needs a value here" : "\"\(word)\" is no value of JSON", at: start)
      }
      return JSON.Placed(byte: start, value: .number(number))
    }
  }

  mutating func skipBlanks() {
    while let byte = next, [0x20, 0x0A, 0x0D, 0x09].contains(byte) { place += 1 }
  }

  /// Elements divided by commas.
  private mutating func list(
    closedBy end: Unicode.Scalar, _ element: (inout ByteReader) throws(FileError) -> Void
  ) throws(FileError) {
    place += 1
    skipBlanks()
    if next == UInt8(ascii: end) {
      place += 1
      return
    }
    while true {
      try element(&self)
      skipBlanks()
      defer { place += 1 }
      if next == UInt8(ascii: end) { return }
      guard next == UInt8(ascii: ",") else { throw error("JSON needs a comma or \(end) here") }
    }
  }

  private mutating func jsonString() throws(FileError) -> String {
    let start = place
    place += 1
    var utf16: [UInt16] = []
    var run = place
    func text(_ reader: ByteReader) throws(FileError) -> String {
      guard let text = String(validating: reader.bytes[run..<reader.place], as: UTF8.self) else {
        throw reader.error("a string of JSON isn't UTF-8", at: run)
      }
      return text
    }
    while let byte = next {
      switch byte {
      case UInt8(ascii: "\""):
        utf16 += try text(self).utf16
        place += 1
        guard let string = String(validating: utf16, as: UTF16.self) else {
          throw error("a string of JSON has half a surrogate pair", at: start)
        }
        return string
      case UInt8(ascii: "\\"):
        utf16 += try text(self).utf16
        place += 1
        let escapes: [UInt8: UInt16] = [34: 34, 92: 92, 47: 47, 98: 8, 102: 12, 110: 10, 114: 13, 116: 9]
        if let escape = next.flatMap({ escapes[$0] }) {
          utf16.append(escape)
          place += 1
        } else if next == UInt8(ascii: "u"), place + 5 <= bytes.count,
          let unit = UInt16(String(decoding: bytes[place + 1..<place + 5], as: UTF8.self), radix: 16)
        {
          utf16.append(unit)
          place += 5
        } else {
          throw error("a string of JSON has an unknown escape", at: place - 1)
        }
        run = place
      case 0..<0x20: throw error("a string of JSON has a control character")
      default: place += 1
      }
    }
    throw error("a string of JSON begins here, but doesn't end", at: start)
  }
}

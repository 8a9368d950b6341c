import Diagnostics

/// JSON in which every value knows its byte range in the source text. Foundation's decoder forgets where a value stood, and an error about a work
/// must stand at its line. `LocatedYAML` is no reader for it: its limits are those of a short settings file, and YAML refuses the surrogate
/// pairs (`\ud835\udd38`) that JSON's writers use.
struct LocatedJSON {
  indirect enum Value {
    case null
    /// Also numbers, as they are written, and `true` and `false`.
    case text(String)
    case array([LocatedJSON])
    case object([String: LocatedJSON])
  }

  var value: Value
  var range: Range<Int>

  var text: String? { if case .text(let text) = value { text } else { nil } }
  var items: [LocatedJSON] { if case .array(let items) = value { items } else { [] } }
  subscript(key: String) -> LocatedJSON? { if case .object(let object) = value { object[key] } else { nil } }

  static func parse(_ text: String) throws(Problem) -> LocatedJSON {
    var parser = Parser(bytes: Array(text.utf8))
    let value = try parser.value(depth: 0)
    parser.skipBlanks()
    guard parser.position == parser.bytes.count else { throw parser.problem("something follows the end of the list") }
    return value
  }
}

private struct Parser {
  let bytes: [UInt8]
  var position = 0

  private static let deepest = 32

  var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  func problem(_ message: String, help: String? = nil) -> Problem {
    Problem("this is not JSON: \(message)", at: position..<min(position + 1, bytes.count), help: help)
  }

  mutating func skipBlanks() {
    while let byte = current, byte == 0x20 || (0x09...0x0D).contains(byte) { position += 1 }
  }

  mutating func value(depth: Int) throws(Problem) -> LocatedJSON {
    skipBlanks()
    guard depth < Self.deepest else { throw problem("it is nested too deeply") }
    let start = position
    switch current {
    case UInt8(ascii: "{")?: return LocatedJSON(value: .object(try object(depth)), range: start..<position)
    case UInt8(ascii: "[")?: return LocatedJSON(value: .array(try array(depth)), range: start..<position)
    case UInt8(ascii: "\"")?:
      let text = try string()
      return LocatedJSON(value: .text(text), range: start + 1..<position - 1)
    case nil: throw problem("it ends too early", help: "is a `]` or `}` missing?")
    default:
      while let byte = current, !" \n\r\t,]}:\"".utf8.contains(byte) { position += 1 }
      let word = String(decoding: bytes[start..<position], as: UTF8.self)
      guard ["true", "false", "null"].contains(word) || Double(word) != nil else {
        position = start
        throw problem("a value is missing here", help: "put texts in double quotation marks")
      }
      return LocatedJSON(value: word == "null" ? .null : .text(word), range: start..<position)
    }
  }

  private mutating func array(_ depth: Int) throws(Problem) -> [LocatedJSON] {
    var items: [LocatedJSON] = []
    position += 1
    skipBlanks()
    if current == UInt8(ascii: "]") {
      position += 1
      return items
    }
    while true {
      items.append(try value(depth: depth + 1))
      skipBlanks()
      guard try continues(until: UInt8(ascii: "]")) else { return items }
    }
  }

  private mutating func object(_ depth: Int) throws(Problem) -> [String: LocatedJSON] {
    var object: [String: LocatedJSON] = [:]
    position += 1
    skipBlanks()
    if current == UInt8(ascii: "}") {
      position += 1
      return object
    }
    while true {
      skipBlanks()
      guard current == UInt8(ascii: "\"") else { throw problem("a key is missing here", help: "put keys in double quotation marks") }
      let key = try string()
      skipBlanks()
      guard current == UInt8(ascii: ":") else { throw problem("there is no `:` after the key `\(key)`") }
      position += 1
      object[key] = try value(depth: depth + 1)
      skipBlanks()
      guard try continues(until: UInt8(ascii: "}")) else { return object }
    }
  }

  /// Moves behind a comma or the closing sign. Returns whether it was a comma.
  private mutating func continues(until closing: UInt8) throws(Problem) -> Bool {
    guard current == closing || current == UInt8(ascii: ",") else {
      let sign = Character(Unicode.Scalar(closing))
      throw problem(position < bytes.count ? "there is no comma before this" : "it ends too early", help: "write `,` or `\(sign)`")
    }
    position += 1
    return bytes[position - 1] != closing
  }

  private mutating func string() throws(Problem) -> String {
    let start = position
    position += 1
    var text: [UInt8] = []
    while let byte = current {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escaped()
      case UInt8(ascii: "\n"): break
      default: text.append(byte)
      }
      if byte == UInt8(ascii: "\n") { break }
    }
    position = start
    throw problem("this text is never closed", help: "end it with a double quotation mark, on the same line")
  }

  private mutating func escaped() throws(Problem) -> [UInt8] {
    guard let byte = current else { throw problem("it ends too early") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"): return [UInt8(ascii: " ")]
    case UInt8(ascii: "b"), UInt8(ascii: "f"): return []
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "u"):
      var units = [try unit()]
      // Two units make a character beyond the first 65,536.
      if UTF16.isLeadSurrogate(units[0]), bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        units.append(try unit())
      }
      return Array(String(decoding: units, as: UTF16.self).utf8)
    default:
      position -= 2
      throw problem("a backslash can't be before this")
    }
  }

  private mutating func unit() throws(Problem) -> UInt16 {
    let digits = bytes[position...].prefix(4)
    guard digits.count == 4, let unit = UInt16(String(decoding: digits, as: UTF8.self), radix: 16) else {
      throw problem("`\\u` needs four digits")
    }
    position += 4
    return unit
  }
}

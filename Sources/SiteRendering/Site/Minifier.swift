/// Takes out of our own scripts what readers don't need: comments, and white space that parts nothing.
///
/// It knows as much of JavaScript as the scripts of the theme use. Each of their statements ends with a semicolon or a brace, so that no line break
/// means anything.
struct Minifier {
  private var rest: ArraySlice<UInt8>
  private var out: [UInt8] = []

  static func minified(_ script: [UInt8]) -> [UInt8] {
    var minifier = Minifier(rest: script[...])
    minifier.out.reserveCapacity(script.count)
    minifier.run()
    return minifier.out + [UInt8(ascii: "\n")]
  }

  private init(rest: ArraySlice<UInt8>) { self.rest = rest }

  private mutating func run() {
    // White space that hasn't been written.
    var isApart = false
    while let byte = rest.first {
      if Self.isSpace(byte) {
        isApart = true
        rest.removeFirst()
      } else if rest.starts(with: "//".utf8), !beginsRegularExpression {
        isApart = true
        rest = rest.drop { $0 != UInt8(ascii: "\n") }
      } else {
        if isApart, let last = out.last, Self.areOne(last, byte) { out.append(UInt8(ascii: " ")) }
        isApart = false
        copyToken(byte)
      }
    }
  }

  private mutating func copyToken(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): copyText(until: byte)
    case UInt8(ascii: "`"): copyTemplate()
    case UInt8(ascii: "/") where beginsRegularExpression: copyRegularExpression()
    default: copy()
    }
  }

  private mutating func copy() { out.append(rest.removeFirst()) }

  private mutating func copyText(until end: UInt8) {
    copy()
    while let byte = rest.first, byte != end {
      if byte == UInt8(ascii: "\\") { copy() }
      copy()
    }
    copy()
  }

  /// A template, whose values are copied as they are.
  private mutating func copyTemplate() {
    copy()
    var depth = 0
    while let byte = rest.first, byte != UInt8(ascii: "`") || depth > 0 {
      if byte == UInt8(ascii: "\\") { copy() }
      if rest.starts(with: "${".utf8) { copy() }
      switch rest.first {
      case UInt8(ascii: "{") where depth > 0 || out.last == UInt8(ascii: "$"): depth += 1
      case UInt8(ascii: "}") where depth > 0: depth -= 1
      case UInt8(ascii: "`") where depth > 0:
        copyTemplate()
        continue
      default: break
      }
      copy()
    }
    copy()
  }

  private mutating func copyRegularExpression() {
    copy()
    var isInClass = false
    while let byte = rest.first, byte != UInt8(ascii: "/") || isInClass {
      if byte == UInt8(ascii: "[") { isInClass = true }
      if byte == UInt8(ascii: "]") { isInClass = false }
      if byte == UInt8(ascii: "\\") { copy() }
      copy()
    }
    copy()
  }

  /// Whether a slash isn't a division: it stands where a value is missing.
  private var beginsRegularExpression: Bool {
    guard rest.first == UInt8(ascii: "/"), rest.dropFirst().first != UInt8(ascii: "/") else { return false }
    return out.last.map { "(,=:[!&|?{};+>".utf8.contains($0) } ?? true
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\n") }

  private static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
    default: false
    }
  }

  /// Whether two bytes would be read as one sign or one name without white space between them.
  private static func areOne(_ a: UInt8, _ b: UInt8) -> Bool {
    isOfName(a) && isOfName(b) || a == b && "+-/".utf8.contains(a)
  }
}

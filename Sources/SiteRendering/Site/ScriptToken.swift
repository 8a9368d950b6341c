/// A part of one of our own scripts. It knows as much of JavaScript as the scripts of the theme use.
struct ScriptToken {
  enum Kind {
    case name, sign
    /// A text, a number, a regular expression, or a part of a template.
    case text
    /// White space, or a comment.
    case space
  }

  /// What a name stands for.
  enum Role { case variable, property, shorthand }

  var kind: Kind
  var text: String
  /// Whether it stands within a template.
  var isInTemplate = false
  var role = Role.variable

  static func tokens(of script: [UInt8]) -> [ScriptToken] {
    var scanner = Scanner(rest: script[...])
    return scanner.tokens()
  }

  private struct Scanner {
    var rest: ArraySlice<UInt8>
    /// The last sign or name, which tells whether a slash begins a regular expression.
    private var last: UInt8?
    private var templates = 0

    init(rest: ArraySlice<UInt8>) { self.rest = rest }

    /// - Parameter isInTemplate: Whether the tokens are those of a value within a template, up to its brace.
    mutating func tokens(isInTemplate: Bool = false) -> [ScriptToken] {
      var tokens: [ScriptToken] = []
      var depth = 0
      while let byte = rest.first {
        if isInTemplate, byte == UInt8(ascii: "}"), depth == 0 { return tokens }
        if byte == UInt8(ascii: "{") { depth += 1 }
        if byte == UInt8(ascii: "}") { depth -= 1 }
        switch byte {
        case UInt8(ascii: " "), UInt8(ascii: "\n"):
          tokens.append(token(.space, rest.prefix { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\n") }.count))
          continue
        case UInt8(ascii: "/") where rest.starts(with: "//".utf8):
          tokens.append(token(.space, rest.prefix { $0 != UInt8(ascii: "\n") }.count))
          continue
        case UInt8(ascii: "\""), UInt8(ascii: "'"): tokens.append(token(.text, lengthOfText))
        case UInt8(ascii: "`"): tokens += template()
        case UInt8(ascii: "/") where beginsRegularExpression: tokens.append(token(.text, lengthOfRegularExpression))
        case _ where Self.isOfName(byte):
          let isNumber = (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
          tokens.append(token(isNumber ? .text : .name, rest.prefix(while: Self.isOfName).count))
        default:
          let sign = ["...", "=>", "?."].first { rest.starts(with: $0.utf8) }
          tokens.append(token(.sign, sign?.utf8.count ?? 1))
        }
        last = tokens.last?.text.utf8.last
      }
      return tokens
    }

    private mutating func token(_ kind: Kind, _ count: Int) -> ScriptToken {
      ScriptToken(kind: kind, text: take(count), isInTemplate: templates > 0)
    }

    private mutating func take(_ count: Int) -> String {
      defer { rest = rest.dropFirst(count) }
      return String(decoding: rest.prefix(count), as: UTF8.self)
    }

    private var lengthOfText: Int {
      var count = 1
      while rest.count > count, rest.dropFirst(count).first != rest.first {
        count += rest.dropFirst(count).first == UInt8(ascii: "\\") ? 2 : 1
      }
      return count + 1
    }

    /// Its texts, from `` ` `` or `}` to `${` or `` ` ``, and between them the tokens of its values.
    private mutating func template() -> [ScriptToken] {
      templates += 1
      defer { templates -= 1 }
      var tokens: [ScriptToken] = []
      var text = take(1)
      func part(_ text: String) -> ScriptToken { ScriptToken(kind: .text, text: text, isInTemplate: true) }
      while let byte = rest.first {
        if byte == UInt8(ascii: "`") { return tokens + [part(text + take(1))] }
        if rest.starts(with: "${".utf8) {
          tokens.append(part(text + take(2)))
          last = UInt8(ascii: "{")
          tokens += self.tokens(isInTemplate: true)
          text = take(1)
        } else {
          text += take(byte == UInt8(ascii: "\\") ? 2 : byte >= 0x80 ? rest.prefix(while: { $0 >= 0x80 }).count : 1)
        }
      }
      return tokens
    }

    private var lengthOfRegularExpression: Int {
      var count = 1
      var isInClass = false
      while let byte = rest.dropFirst(count).first, byte != UInt8(ascii: "/") || isInClass {
        if byte == UInt8(ascii: "[") { isInClass = true }
        if byte == UInt8(ascii: "]") { isInClass = false }
        count += byte == UInt8(ascii: "\\") ? 2 : 1
      }
      count += 1
      return count + rest.dropFirst(count).prefix(while: Self.isOfName).count
    }

    /// Whether a slash isn't a division: it stands where a value is missing.
    private var beginsRegularExpression: Bool { last.map { "(,=:[!&|?{};+>".utf8.contains($0) } ?? true }

    private static func isOfName(_ byte: UInt8) -> Bool { ScriptToken.isOfName(byte) }
  }

  static func isOfName(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "_"), UInt8(ascii: "$"), 0x80...: true
    default: false
    }
  }
}

/// The name of a type as a Swift author writes it: `[Float]`, `Int?`, `[String: Tensor]`, `Outer.Inner`.
func typeName(of type: Any.Type) -> String {
  // An `any Collection<Int>` is reflected as `any Swift.Collection<Self.Swift.Collection.Element == Swift.Int>`.
  var reflected = String(reflecting: type)
  // Almost no type has it, and a regular expression is made anew each time.
  if reflected.contains("Self.") { reflected = reflected.replacing(/Self\.[\w.]+ ==\s/, with: "") }
  var reader = ReflectedNameReader(rest: reflected[...])
  return reader.type().text
}

/// Parses Swift's reflected name of a type, such as `Swift.Optional<Lesson.(unknown context at $55d0a8).Node>`. Drops modules and unnamed
/// contexts, and uses the short spellings.
private struct ReflectedNameReader {
  var rest: Substring

  /// The text of a type, and whether it needs parentheses before a `?`.
  typealias Written = (text: String, needsParentheses: Bool)

  /// Reads a type, up to the comma or bracket that ends it.
  mutating func type() -> Written {
    skip(from: "(extension in ", through: ":")
    var parts: [String] = []
    while let next = rest.first, !",>)".contains(next) {
      if rest.hasPrefix("->") {
        rest.removeFirst(2)
        parts.append("->")
      } else if next == "(" {
        parts.append("(\(list().map(\.text).joined(separator: ", ")))")
      } else if next.isInName {
        parts.append(path())
      } else {
        parts.append(String(rest.removeFirst()))
      }
    }
    return (parts.joined(), parts.count > 1)
  }

  /// Reads the types between two brackets.
  private mutating func list() -> [Written] {
    var types: [Written] = []
    repeat {
      // Skip the bracket or the comma.
      rest.removeFirst()
      rest = rest.drop { $0 == " " }
      types.append(type())
    } while rest.first == ","
    rest = rest.dropFirst()
    return types
  }

  /// Reads `Swift.Optional<Swift.Int>` without its module.
  private mutating func path() -> String {
    var names: [(name: String, arguments: [Written])] = []
    repeat {
      if skip(from: "(unknown context at ", through: ")") { continue }
      let name = name()
      names.append((name, rest.first == "<" ? list() : []))
    } while skipPoint()

    let isSwifts = names[0].name == "Swift"
    return names.dropFirst(names.count > 1 ? 1 : 0).enumerated().map { index, name in
      isSwifts && index == 0 ? shortSpelling(name.name, name.arguments) : full(name.name, name.arguments)
    }.joined(separator: ".")
  }

  private mutating func name() -> String {
    let quoted = rest.first == "`" ? rest.dropFirst().firstIndex(of: "`").map { rest[...$0] } : nil
    let plain = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
    let name = quoted ?? (plain.isEmpty ? rest.prefix(1) : plain)
    rest = rest[name.endIndex...]
    return String(name)
  }

  private func shortSpelling(_ name: String, _ arguments: [Written]) -> String {
    switch (name, arguments.count) {
    case ("Optional", 1): arguments[0].needsParentheses ? "(\(arguments[0].text))?" : "\(arguments[0].text)?"
    case ("Array", 1): "[\(arguments[0].text)]"
    case ("Dictionary", 2): "[\(arguments[0].text): \(arguments[1].text)]"
    default: full(name, arguments)
    }
  }

  private func full(_ name: String, _ arguments: [Written]) -> String {
    arguments.isEmpty ? name : "\(name)<\(arguments.map(\.text).joined(separator: ", "))>"
  }

  /// Skips a dot before another name; returns whether there was one.
  private mutating func skipPoint() -> Bool {
    guard rest.first == ".", let next = rest.dropFirst().first, next.isInName || next == "(" else { return false }
    rest.removeFirst()
    return true
  }

  @discardableResult private mutating func skip(from start: String, through end: Character) -> Bool {
    guard rest.hasPrefix(start), let last = rest.firstIndex(of: end) else { return false }
    rest = rest[last...].dropFirst()
    return true
  }
}

extension Character {
  fileprivate var isInName: Bool { isLetter || isNumber || self == "_" || self == "`" }
}

import Diagnostics

/// The keys of a mapping, as an enumeration, so that code that reads them can switch over all of them.
package protocol YAMLKey: RawRepresentable<String>, CaseIterable, Sendable {
  /// The message for a key that isn't one of them.
  static func unknown(_ key: String) -> String
  /// The list of keys for the help of that message: `the keys are title, summary`.
  static var list: String { get }
}

extension YAMLKey {
  package static var names: [String] { allCases.map(\.rawValue) }
  package static var list: String { "the keys are \(names.joined(separator: ", "))" }

  /// - Throws: A `Problem` with the nearest key, for a key that isn't one of these; or one for a value that is a comment.
  package init(reading pair: LocatedYAML.Pair) throws(Problem) {
    let key = pair.key
    guard let known = Self(rawValue: key.text) else {
      throw Problem(
        Self.unknown(key.text), at: key.range, help: suggestion(for: key.text, among: Self.names) ?? Self.list)
    }
    if let comment = pair.value.comment, pair.value.scalar?.text.isEmpty == true {
      throw Problem(
        "`#` begins a comment in YAML, so `\(key.text)` has no value", at: comment,
        help: "if it is a text, put it in quotation marks; otherwise write the value before the comment")
    }
    self = known
  }
}

extension LocatedYAML.Pair {
  /// A warning if the value is a text for readers that a comment cuts short: `title: Learn C # in a day`.
  package var cutText: Problem? {
    guard let comment = value.comment, value.scalar?.text.isEmpty == false else { return nil }
    return Problem(
      "`#` begins a comment in YAML, so `\(key.text)` ends before it", at: comment, severity: .warning,
      help: "if it belongs to the text, put the text in quotation marks; otherwise take it out")
  }

  /// The value as a non-empty text.
  ///
  /// - Parameter need: What the message says is missing: `a number`.
  package func text(need: String = "a text", help: String? = nil) throws(Problem) -> LocatedYAML.Scalar {
    guard let text = value.scalar, !text.text.isEmpty else {
      throw Problem("`\(key.text)` needs \(need)", at: key.range, help: help)
    }
    return text
  }

  /// The value as a mapping.
  package func pairs(need: String, help: String) throws(Problem) -> [LocatedYAML.Pair] {
    guard case .mapping(let pairs) = value.content else {
      throw Problem("`\(key.text)` needs \(need)", at: key.range, help: help)
    }
    return pairs
  }

  /// The value as a list of names: `[a, b]`, or one name alone.
  package func names() throws(Problem) -> [LocatedYAML.Scalar] {
    let items: [LocatedYAML] = if case .sequence(let items) = value.content { items } else { [value] }
    var names: [LocatedYAML.Scalar] = []
    for item in items {
      guard let name = item.scalar, !name.text.isEmpty else {
        throw Problem("`\(key.text)` is a list of names", at: item.range == 0..<0 ? key.range : item.range)
      }
      names.append(name)
    }
    return names
  }
}

extension LocatedYAML.Scalar {
  /// The text as a positive number.
  package func positiveNumber(of key: String, help: String) throws(Problem) -> Double {
    guard let number = Double(text), number > 0, number.isFinite else {
      throw Problem("`\(key)` needs a positive number, not `\(text)`", at: range, help: help)
    }
    return number
  }

  /// The text as a relative tolerance. It must be below 1, or everything would agree.
  package func relativeTolerance(of key: String, help: String) throws(Problem) -> Double {
    let number = try positiveNumber(of: key, help: help)
    guard number < 1 else {
      throw Problem(
        "`\(key): \(text)` lets every number pass", at: range, help: "write a number below 1: it is relative to the number")
    }
    return number
  }
}

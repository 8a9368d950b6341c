import Diagnostics
import KeyedYAML

/// How a lesson's formulas are checked at other inputs: the `vary` of `course.yml`, of front matter or of a check comment.
package struct VarySettings: Sendable, Hashable {
  /// The number of other inputs; nil if it isn't set.
  package var count: Int?
  /// The seed of the first of them; nil for the usual one. No file says it: the tool can be told to try other inputs than the usual ones.
  package var firstSeed: Int?
  /// Constants that are varied though their values aren't literals.
  package var inputs: [LocatedText] = []
  /// Inputs that keep their values.
  package var keep: [LocatedText] = []
  /// Inputs whose entries stay positive.
  package var positive: [LocatedText] = []

  package init() {}

  /// The number of other inputs where none is set.
  package static let usualCount = 3
  private static let mostVariations = 20

  /// These settings combined with those of the enclosing scope. The inner count takes precedence; the lists are joined.
  package func within(_ outer: VarySettings) -> VarySettings {
    var merged = self
    merged.count = count ?? outer.count
    merged.firstSeed = firstSeed ?? outer.firstSeed
    merged.inputs += outer.inputs
    merged.keep += outer.keep
    merged.positive += outer.positive
    return merged
  }
}

// MARK: - Reading

extension VarySettings {
  private enum Key: String, YAMLKey {
    case count, inputs, keep, positive

    static func unknown(_ key: String) -> String { "unknown key `\(key)` below `vary`" }
  }

  /// The keys of a check comment. A count and `inputs` belong to the whole lesson.
  private enum CommentKey: String, YAMLKey {
    case keep, positive

    static func unknown(_ key: String) -> String { "unknown key `\(key)` below `vary`" }
  }

  /// - Parameter isComment: Whether it stands in a check comment.
  /// - Parameter place: Turns a range of the YAML into one of the file.
  package static func parse(
    _ pair: LocatedYAML.Pair, isComment: Bool = false, place: (Range<Int>) -> Range<Int> = { $0 }
  ) throws(Problem) -> VarySettings {
    var settings = VarySettings()
    if let scalar = pair.value.scalar {
      settings.count = try count(scalar, isComment: isComment)
      return settings
    }
    for pair in try pair.pairs(need: "a count, or keys", help: "write, say, `vary: 3` or `vary: { keep: [P] }`") {
      func names() throws(Problem) -> [LocatedText] {
        try pair.names().map { LocatedText(text: $0.text, range: place($0.range)) }
      }
      if isComment {
        switch try CommentKey(reading: pair) {
        case .keep: settings.keep = try names()
        case .positive: settings.positive = try names()
        }
        continue
      }
      switch try Key(reading: pair) {
      case .count: settings.count = try count(try pair.text(need: "a number"), isComment: false)
      case .inputs: settings.inputs = try names()
      case .keep: settings.keep = try names()
      case .positive: settings.positive = try names()
      }
    }
    return settings
  }

  private static func count(_ scalar: LocatedYAML.Scalar, isComment: Bool) throws(Problem) -> Int {
    if scalar.text == "none" { return 0 }
    guard !isComment, let count = Int(scalar.text), (0...mostVariations).contains(count) else {
      throw Problem(
        "`vary` can't be `\(scalar.text)`", at: scalar.range,
        help: isComment
          ? "write `vary: none` with `because: …`, or `vary: { keep: [name] }`"
          : "write a count from 0 to \(mostVariations), or keys: `vary: { keep: [name] }`")
    }
    return count
  }
}

import Diagnostics

/// How a lesson's formulas are checked at other inputs: what `vary` says in `course.yml`, in front matter or in a check comment.
package struct VarySettings: Sendable, Hashable {
  /// At how many other inputs; nil where nothing is said.
  package var count: Int?
  /// Constants that are varied though their values aren't literals.
  package var inputs: [LocatedText] = []
  /// Inputs that keep their values.
  package var keep: [LocatedText] = []
  /// Inputs whose entries stay positive.
  package var positive: [LocatedText] = []

  package init() {}

  /// At how many inputs a formula is checked where nothing is said.
  package static let usualCount = 3
  private static let mostVariations = 20
  private static let keys = ["count", "inputs", "keep", "positive"]

  /// These settings, and where they say nothing those of what stands around them.
  package func within(_ outer: VarySettings) -> VarySettings {
    var merged = self
    merged.count = count ?? outer.count
    merged.inputs += outer.inputs
    merged.keep += outer.keep
    merged.positive += outer.positive
    return merged
  }

  /// - Parameter isComment: Whether a check comment says it: a count and `inputs` belong to the whole lesson.
  /// - Parameter place: Turns a range of the YAML into one of the file.
  static func parse(
    _ value: LocatedYAML, key: LocatedYAML.Scalar, isComment: Bool = false, place: (Range<Int>) -> Range<Int> = { $0 }
  ) throws(Problem) -> VarySettings {
    var settings = VarySettings()
    if let scalar = value.scalar {
      settings.count = try count(scalar, key, isComment: isComment)
      return settings
    }
    guard case .mapping(let pairs) = value.content else {
      throw Problem("`vary` needs a count, or keys", at: key.range, help: "write, say, `vary: 3` or `vary: { keep: [P] }`")
    }
    let keys = isComment ? ["keep", "positive"] : keys
    for pair in pairs {
      guard keys.contains(pair.key.text) else {
        throw Problem(
          "unknown key `\(pair.key.text)` below `vary`", at: pair.key.range,
          help: nearestName(to: pair.key.text, among: keys).map { "did you mean `\($0)`?" }
            ?? "the keys are \(keys.joined(separator: ", "))")
      }
      switch pair.key.text {
      case "count":
        guard let scalar = pair.value.scalar else { throw Problem("`count` needs a number", at: pair.key.range) }
        settings.count = try count(scalar, pair.key, isComment: isComment)
      case "inputs": settings.inputs = try names(pair, place)
      case "keep": settings.keep = try names(pair, place)
      default: settings.positive = try names(pair, place)
      }
    }
    return settings
  }

  private static func count(
    _ scalar: LocatedYAML.Scalar, _ key: LocatedYAML.Scalar, isComment: Bool
  ) throws(Problem) -> Int {
    if scalar.text == "none" { return 0 }
    guard !isComment, let count = Int(scalar.text), (0...mostVariations).contains(count) else {
      throw Problem(
        "`\(key.text)` can't be `\(scalar.text)`", at: scalar.range,
        help: isComment
          ? "write `vary: none` with `because: …`, or `vary: { keep: [name] }`"
          : "write a count from 0 to \(mostVariations), or keys: `vary: { keep: [name] }`")
    }
    return count
  }

  private static func names(
    _ pair: LocatedYAML.Pair, _ place: (Range<Int>) -> Range<Int>
  ) throws(Problem) -> [LocatedText] {
    let items: [LocatedYAML]
    if case .sequence(let list) = pair.value.content { items = list } else { items = [pair.value] }
    return try items.map { item throws(Problem) in
      guard let scalar = item.scalar, !scalar.text.isEmpty else {
        throw Problem("`\(pair.key.text)` needs names of constants", at: pair.key.range, help: "write `\(pair.key.text): [name]`")
      }
      return LocatedText(text: scalar.text, range: place(scalar.range))
    }
  }
}

import Diagnostics
import KeyedYAML

/// How cells are compiled: the keys `swift-version`, `isolation` and `flags` of `course.yml` and of front matter.
package struct CompilerSettings: Sendable, Hashable {
  package enum Isolation: String, Sendable, Hashable, CaseIterable {
    /// As `main-actor`; a program that doesn't compile in this way is compiled as `none`.
    case automatic
    /// Declarations of cells belong to the main actor, as top-level variables do.
    case mainActor = "main-actor"
    /// Declarations of cells belong to no actor, as the compiler has it without further options.
    case none
  }

  /// The version of the language; nil if it isn't set.
  package var swiftVersion: String?
  package var isolation: Isolation?
  /// Further arguments of the compiler. Those of a lesson follow those of its course.
  package var flags: [String] = []

  package init() {}

  package static let usualVersion = "6"
  private static let versions = ["4", "4.2", "5", "6"]

  /// These settings combined with those of the enclosing scope.
  package func within(_ outer: CompilerSettings) -> CompilerSettings {
    var merged = self
    merged.swiftVersion = swiftVersion ?? outer.swiftVersion
    merged.isolation = isolation ?? outer.isolation
    merged.flags = outer.flags + flags
    return merged
  }

  package mutating func readVersion(_ pair: LocatedYAML.Pair) throws(Problem) {
    let version = try pair.text(need: "a version of Swift")
    guard Self.versions.contains(version.text) else {
      throw Problem(
        "`swift-version` can't be `\(version.text)`", at: version.range, help: "the compiler knows \(Self.versions.joined(separator: ", "))"
      )
    }
    swiftVersion = version.text
  }

  package mutating func readIsolation(_ pair: LocatedYAML.Pair) throws(Problem) {
    let word = try pair.text(need: "a word")
    guard let known = Isolation(rawValue: word.text) else {
      let words = Isolation.allCases.map(\.rawValue)
      throw Problem(
        "`isolation` can't be `\(word.text)`", at: word.range,
        help: suggestion(for: word.text, among: words) ?? "write \(words.map { "`\($0)`" }.joined(separator: " or "))")
    }
    isolation = known
  }

  package mutating func readFlags(_ pair: LocatedYAML.Pair) throws(Problem) {
    flags = try pair.names().map { flag throws(Problem) in
      guard !flag.text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) else {
        throw Problem("a flag can't hold a line end or another control character", at: flag.range, help: "write one flag in an entry")
      }
      return flag.text
    }
  }
}

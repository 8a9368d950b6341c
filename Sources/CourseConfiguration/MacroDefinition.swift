import Diagnostics
import KeyedYAML
import LaTeXSyntax

/// A LaTeX command of an author: an entry of `macros` in `course.yml` or in front matter.
package struct MacroDefinition: Sendable, Hashable {
  /// Without its backslash.
  package var name: String
  package var parameterCount: Int
  /// What it stands for; `#1` is the first argument.
  package var body: String

  package init(name: String, parameterCount: Int, body: String) {
    self.name = name
    self.parameterCount = parameterCount
    self.body = body
  }

  private static let example = "write, say, `macros: { \\R: '\\mathbb{R}', \\norm: [1, '\\lVert #1 \\rVert'] }`"

  package static func parse(_ pair: LocatedYAML.Pair) throws(Problem) -> [MacroDefinition] {
    try pair.pairs(need: "commands and what they stand for", help: example).map { pair throws(Problem) in try one(pair) }
  }

  private static func one(_ pair: LocatedYAML.Pair) throws(Problem) -> MacroDefinition {
    let name = pair.key.text.hasPrefix("\\") ? pair.key.text.dropFirst() : pair.key.text[...]
    guard !name.isEmpty, name.utf8.allSatisfy({ (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) }) else {
      throw Problem("`\(pair.key.text)` isn't a name for a macro", at: pair.key.range, help: "a name is a backslash and letters: `\\R`")
    }
    var count = 0
    var text = pair.value.scalar
    if case .sequence(let items) = pair.value.content {
      guard items.count == 2, let number = items[0].scalar.flatMap({ Int($0.text) }),
        (0...Macros.Definition.parameterLimit).contains(number)
      else {
        throw Problem("`\(pair.key.text)` needs a number of arguments and a body", at: pair.value.range, help: example)
      }
      (count, text) = (number, items[1].scalar)
    }
    guard let text else { throw Problem("`\(pair.key.text)` needs the LaTeX that it stands for", at: pair.value.range, help: example) }
    if let problem = Macros.Definition(parameterCount: count, body: text.text).problem {
      throw Problem(problem, at: text.range, help: example)
    }
    return MacroDefinition(name: String(name), parameterCount: count, body: text.text)
  }
}

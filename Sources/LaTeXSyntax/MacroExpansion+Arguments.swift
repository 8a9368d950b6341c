import Diagnostics

/// The arguments of a macro: in braces, or between the delimiters that `\def` gives them, as in `\def\f(#1,#2){…}`.
extension MacroExpansion {
  /// Reads the arguments of a use, and what delimits them.
  ///
  /// - Returns: The arguments, and where they are in the author's text.
  mutating func arguments(
    of use: Item, _ definition: Macros.Definition
  ) throws(Problem) -> (arguments: [[Item]], source: Range<Int>) {
    var arguments: [[Item]] = []
    var source = use.source
    func extend(_ range: Range<Int>) {
      source = min(source.lowerBound, range.lowerBound)..<max(source.upperBound, range.upperBound)
    }
    for (index, token) in (definition.delimiters.first ?? []).enumerated() {
      skipBlanks()
      guard let found = pending.popLast(), found.text == token else {
        throw missing(definition.delimiters[0][index...].joined(), definition.parameterCount == 0 ? "" : " before its argument", use)
      }
      extend(found.source)
    }
    for index in 0..<definition.parameterCount {
      let end = definition.delimiters.isEmpty ? [] : definition.delimiters[index + 1]
      let (argument, range) = end.isEmpty ? try self.argument(of: use) : try self.argument(of: use, before: end)
      arguments.append(argument)
      extend(range)
    }
    return (arguments, source)
  }

  /// Reads an argument up to its delimiter, which isn't looked for in braces.
  private mutating func argument(
    of use: Item, before delimiter: [String]
  ) throws(Problem) -> (items: [Item], source: Range<Int>) {
    skipBlanks()
    var items: [Item] = []
    var level = 0
    while let item = pending.last, level > 0 || item.text != "}" {
      let start = pending.count - delimiter.count
      if level == 0, start >= 0, zip(pending[start...].reversed(), delimiter).allSatisfy({ $0.text == $1 }) {
        let end = pending[start].source
        pending.removeLast(delimiter.count)
        return (Self.withoutBraces(items), (items.first?.source ?? end).lowerBound..<end.upperBound)
      }
      if item.text == "{" { level += 1 }
      if item.text == "}" { level -= 1 }
      items.append(item)
      pending.removeLast()
    }
    throw missing(delimiter.joined(), " after its argument", use)
  }

  /// Braces around the whole argument only group it.
  private static func withoutBraces(_ items: [Item]) -> [Item] {
    guard items.count > 1, items.first?.text == "{", items.last?.text == "}" else { return items }
    var level = 0
    for (index, item) in items.enumerated() {
      if item.text == "{" { level += 1 }
      if item.text == "}" { level -= 1 }
      if level == 0, index < items.count - 1 { return items }
    }
    return Array(items[1..<items.count - 1])
  }

  private func missing(_ delimiter: String, _ place: String, _ use: Item) -> Problem {
    Problem("the macro `\(use.text)` is used without `\(delimiter)`\(place)", at: use.source)
  }

  /// Reads what `\def` has between the name and the braces: what stands before the first argument, and after each of them.
  mutating func delimiters(of command: Item) throws(Problem) -> [[String]] {
    var delimiters: [[String]] = [[]]
    skipBlanks()
    while let item = pending.last, item.text != "{" {
      pending.removeLast()
      if item.text == "#" {
        guard let digit = pending.popLast(), Int(digit.text) == delimiters.count else {
          throw Problem("the arguments of `\(command.text)` are `#1`, `#2` and so on, in this order", at: item.source)
        }
        delimiters.append([])
      } else if item.isBlank {
        guard delimiters.count == 1 || delimiters.last?.isEmpty == false else {
          throw Problem("a blank can't end an argument of a macro", at: item.source, help: "take it away, or write another sign")
        }
      } else {
        delimiters[delimiters.count - 1].append(item.text)
      }
    }
    return delimiters
  }
}

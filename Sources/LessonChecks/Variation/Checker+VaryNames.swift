import CellAnalysis
import CourseConfiguration
import Diagnostics
import LessonDocument

extension Checker {
  /// The problems of names below `vary` that aren't inputs of the lesson, so that they have no effect.
  func problemsOfVaryNames() -> [Problem] {
    let inputs = Set(document.inputs.map(\.name))
    let constants = Set(document.cells.flatMap(\.statements).flatMap(\.inputSites).map(\.name))
    let own = document.frontMatter.vary ?? VarySettings()
    var problems = own.inputs.compactMap { text -> Problem? in
      guard !constants.contains(text.text) else { return nil }
      return Problem(
        "the lesson has no constant `\(text.text)`", at: text.range,
        help: help(for: text.text, among: constants, else: "`inputs` takes the names of constants: `let \(text.text) = …`"))
    }
    let checks = document.formulas.compactMap(\.check?.vary)
    for text in ([own] + checks).flatMap({ $0.keep + $0.positive }) where !inputs.contains(text.text) {
      problems.append(
        Problem(
          "`\(text.text)` isn't an input of this lesson", at: text.range,
          help: help(
            for: text.text, among: inputs,
            else: "the inputs are the constants made of numbers or of a seed, and what `vary: { inputs: … }` names")))
    }
    return problems
  }

  private func help(for name: String, among names: Set<String>, else help: String) -> String {
    nearestName(to: name, among: names.sorted()).map { "did you mean `\($0)`?" } ?? help
  }
}

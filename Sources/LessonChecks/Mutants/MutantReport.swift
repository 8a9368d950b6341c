/// How many wrong variants of a lesson's checked formulas are noticed by its checks.
package struct MutantReport: Sendable {
  package enum Outcome: Sendable, Hashable, CaseIterable {
    /// The variant disagrees with the code at the recorded inputs or at others.
    case noticed
    /// The variant has no value: a shape or a name is wrong.
    case refused
    /// The variant is the same function: it has the value of the formula for any values of its names, or the course says that it has.
    case equal
    /// The variant would pass.
    case survives
  }

  /// A variant of a formula.
  package struct Mutant: Sendable, Hashable {
    package var operatorName: String
    package var latex: String
    /// The changed part, and its replacement.
    package var original: String
    package var replacement: String

    /// On one line, without blanks around it.
    package var plainLatex: String { latex.split(whereSeparator: \.isWhitespace).joined(separator: " ") }
  }

  package struct Survivor: Sendable {
    package var mutant: Mutant
    /// The index of the formula in the lesson.
    package var formula: Int
    /// How to tell the variant from the formula, if known.
    package var hint: String?
  }

  /// The number of formulas with variants.
  package var formulas = 0
  /// The numbers of outcomes, by the operator's name.
  package var counts: [String: [Outcome: Int]] = [:]
  package var survivors: [Survivor] = []
  /// The variants that pass because the course says that they are the same.
  package var listed: Set<String> = []

  package static func + (a: MutantReport, b: MutantReport) -> MutantReport {
    var sum = a
    sum.formulas += b.formulas
    for (name, counts) in b.counts { sum.counts[name, default: [:]].merge(counts, uniquingKeysWith: +) }
    sum.survivors += b.survivors
    sum.listed.formUnion(b.listed)
    return sum
  }

  package init() {}

  package func count(_ outcome: Outcome) -> Int { counts.values.reduce(0) { $0 + ($1[outcome] ?? 0) } }

  /// The names of the operators in the order of their table.
  package var operatorNames: [String] { MutationOperator.all.map(\.name).filter { counts[$0] != nil } }
}

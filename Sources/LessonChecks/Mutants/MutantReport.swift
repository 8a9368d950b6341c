/// How many wrong variants of a lesson's checked formulas its checks notice.
package struct MutantReport: Sendable {
  package enum Outcome: Sendable, Hashable, CaseIterable {
    /// The variant disagrees with the code at the recorded inputs or at others.
    case noticed
    /// The variant has no value: a shape or a name is wrong.
    case refused
    /// The variant is the same function: it has the value of the formula for any values of its names.
    case equal
    /// The variant would pass.
    case survives
  }

  /// A variant of a formula.
  package struct Mutant: Sendable, Hashable {
    package var operatorName: String
    package var latex: String
    /// What was changed, and into what.
    package var original: String
    package var replacement: String
  }

  package struct Survivor: Sendable {
    package var mutant: Mutant
    /// The formula's place in the lesson's list.
    package var formula: Int
    /// What would tell the variant from the formula, if that can be said.
    package var hint: String?
  }

  /// How many formulas have variants.
  package var formulas = 0
  /// The outcomes by the name of the operator.
  package var counts: [String: [Outcome: Int]] = [:]
  package var survivors: [Survivor] = []

  package static func + (a: MutantReport, b: MutantReport) -> MutantReport {
    var sum = a
    sum.formulas += b.formulas
    for (name, counts) in b.counts { sum.counts[name, default: [:]].merge(counts, uniquingKeysWith: +) }
    sum.survivors += b.survivors
    return sum
  }

  package init() {}

  package func count(_ outcome: Outcome) -> Int { counts.values.reduce(0) { $0 + ($1[outcome] ?? 0) } }

  /// The names of the operators in the order of their table.
  package var operatorNames: [String] { MutationOperator.all.map(\.name).filter { counts[$0] != nil } }

  /// How many of the variants that aren't the same function are noticed or refused, from 0 to 1; nil without any.
  package var score: Double? {
    let found = count(.noticed) + count(.refused)
    let all = found + count(.survives)
    return all == 0 ? nil : Double(found) / Double(all)
  }
}

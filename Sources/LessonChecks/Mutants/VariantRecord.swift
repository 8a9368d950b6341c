import CellAnalysis
import Diagnostics
import LessonDocument
import LessonRunner

/// What a course keeps of the wrong variants of its formulas, in `variants.json` beside its lessons.
package struct VariantRecord: Codable, Sendable, Hashable {
  package static let fileName = "variants.json"

  /// Variants that say the same as their formulas, for a reason that random values don't show.
  package var same: [Same] = []
  /// What the last count came to.
  package var count: Count?

  package init() {}

  /// Written by hand.
  package struct Same: Codable, Sendable, Hashable {
    /// The lesson's name, without the ending of its file.
    package var lesson: String
    package var latex: String
    package var why: String
  }

  package struct Count: Codable, Sendable, Hashable {
    /// What was counted: a number of the formulas, their checks and the code.
    package var of: String
    package var formulas: Int
    package var noticedByValue: Int
    package var refused: Int
    package var same: Int
    package var passing: Int

    package init(_ report: MutantReport, of lessons: [Document]) {
      of = VariantRecord.digest(of: lessons)
      formulas = report.formulas
      noticedByValue = report.count(.noticed)
      refused = report.count(.refused)
      same = report.count(.equal)
      passing = report.count(.survives)
    }

    /// How many variants aren't the same as their formulas.
    package var wrong: Int { noticedByValue + refused + passing }

    /// How many of 1,000 of these are noticed, to a tenth and rounded down.
    package var score: Double { wrong == 0 ? 1000 : Double((noticedByValue + refused) * 10_000 / wrong) / 10 }
  }

  /// The listed variants of a lesson.
  package func same(in lesson: String) -> Set<String> { Set(same.lazy.filter { $0.lesson == lesson }.map(\.latex)) }

  /// The last count, if it is one of these lessons as they are.
  package func count(of lessons: [Document]) -> Count? { count?.of == Self.digest(of: lessons) ? count : nil }

  /// Tells whether anything has changed on which the count depends: a formula, its check, or the code of a lesson.
  static func digest(of lessons: [Document]) -> String {
    var digest = Fingerprint()
    for lesson in lessons { add(lesson, to: &digest) }
    return digest.description
  }

  /// The same of one lesson.
  package static func digest(of lesson: Document) -> String {
    var digest = Fingerprint()
    add(lesson, to: &digest)
    return digest.description
  }

  private static func add(_ lesson: Document, to digest: inout Fingerprint) {
    digest.add(lesson.name)
    for cell in lesson.cells { digest.add(cell.code.text) }
    for formula in lesson.formulas {
      digest.add(formula.check.map { lesson.variationKey(of: formula, $0) } ?? "")
    }
  }
}

import Foundation
import TestSupport
import Testing

/// Wrong variants of the course's formulas: a check notices each, or it is listed with the reason why it can't.
@Suite struct MutationTests {
  /// A variant that a check passes, and why.
  struct Survivor: Decodable, Hashable, Sendable {
    var lesson: String
    var latex: String
    /// `same`: the variant says the same. Else what is special about the lesson's data.
    var why: String
  }

  static let lessons = [
    "01-soft-dictionary", "02-kernel-smoothing", "03-softmax", "04-scores", "05-scaling", "06-worked-example",
    "08-self-and-cross-attention", "09-many-heads", "10-masks", "11-position", "12-long-sequences",
  ]
  static let formulasPerLesson = 3

  @Test func `each wrong variant is noticed, or listed with the reason`() throws {
    let folder = try TemporaryFolder()
    try folder.write(
      "title: Variants\nlibrary:\n  package: \(Fixtures.url("../..").path)\n  product: LessonKit\n  imports: [Attention]\n",
      to: "Lessons/course.yml")
    var places: [String: [Int: FormulaMutation]] = [:]
    var formulas = 0
    for name in Self.lessons {
      let lesson = try String(contentsOf: Fixtures.url("../../Lessons/\(name).md"), encoding: .utf8)
      let varied = try MutatedLesson(lesson, formulas: Self.formulasPerLesson)
      formulas += varied.formulas
      places["\(name).md"] = varied.places
      try folder.write(varied.text, to: "Lessons/\(name).md")
    }
    #expect(formulas >= 30)

    let result = try LessonsTool().run(["check", "--format", "json"], in: folder.url)
    let report = try JSONDecoder().decode(Report.self, from: Data(result.output.utf8))
    var survivors: Set<String> = []
    var count = 0
    for lesson in report.lessons {
      let name = URL(filePath: lesson.file).lastPathComponent
      let outcomes = Dictionary(lesson.formulas.map { ($0.line, $0) }) { first, _ in first }
      for (line, mutation) in places[name] ?? [:] {
        count += 1
        let place = "\(name):\(line): \(mutation.latex)"
        guard let outcome = outcomes[line] else {
          // It is no LaTeX any more.
          #expect(lesson.failures.contains { $0.line == line }, "\(place)")
          continue
        }
        #expect(outcome.outcome != "notChecked", "\(place)")
        if outcome.passes { survivors.insert("\(name): \(mutation.latex)") }
      }
    }
    #expect(count > 200)
    let listed = try JSONDecoder().decode([Survivor].self, from: Data(contentsOf: Fixtures.url("known-lessons/surviving-variants.json")))
    let expected = Set(listed.map { "\($0.lesson): \($0.latex)" })
    for survivor in survivors.subtracting(expected).sorted() { Issue.record("passes unnoticed: \(survivor)") }
    for stale in expected.subtracting(survivors).sorted() { Issue.record("is noticed by now: take it out of the list: \(stale)") }
    #expect(listed.allSatisfy { !$0.why.isEmpty })
  }

  private struct Report: Decodable {
    var lessons: [Lesson]

    struct Lesson: Decodable {
      var file: String
      var formulas: [Formula]
      var failures: [Failure]
    }

    struct Formula: Decodable {
      var line: Int
      var outcome: String
      var otherInputs: String?

      var passes: Bool { outcome == "agrees" && otherInputs != "agrees at this data only" }
    }

    struct Failure: Decodable {
      var line: Int
      var message: String
    }
  }
}

/// A lesson with the variants of its first checked formulas behind them, each with the check of its formula.
struct MutatedLesson {
  private(set) var text = ""
  /// How many formulas have variants.
  private(set) var formulas = 0
  /// The variants, by the line on which each begins.
  private(set) var places: [Int: FormulaMutation] = [:]

  init(_ lesson: String, formulas limit: Int) throws {
    let lines = lesson.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var kept: [String] = []
    var index = 0
    while index < lines.count {
      let line = lines[index]
      kept.append(line)
      index += 1
      guard formulas < limit, line.hasPrefix("$$ "), line.hasSuffix(" $$"), line.contains("="), index < lines.count,
        lines[index].hasPrefix("<!-- check")
      else { continue }
      var comment: [String] = []
      repeat {
        comment.append(lines[index])
        index += 1
      } while index < lines.count && !comment.last!.contains("-->")
      kept += comment
      let check = comment.joined(separator: "\n")
      guard !check.contains("expect:"), !check.contains("given:") else { continue }
      formulas += 1
      for mutation in try FormulaMutation.all(of: String(line.dropFirst(3).dropLast(3))) {
        kept.append("")
        kept.append("$$ \(mutation.latex) $$")
        places[kept.count] = mutation
        kept += Self.withoutID(check).split(separator: "\n").map(String.init)
      }
      kept.append("")
    }
    text = kept.joined(separator: "\n")
  }

  private static func withoutID(_ check: String) -> String {
    check.replacing(#/,\s*id: [\w-]+/#, with: "").replacing(#/id: [\w-]+,?\s*/#, with: "")
  }
}

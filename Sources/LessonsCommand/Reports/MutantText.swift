import Diagnostics
import LessonChecks
import LessonDocument
import LessonEngine
import ToolSupport

/// The output of `check --mutants`: a table of the operators, and each variant that would pass.
struct MutantText {
  private let results: [LessonResult]
  private let reports: [MutantReport]
  private let record: VariantRecord
  let total: MutantReport

  /// - Parameter record: What the course says of variants that are the same.
  init(_ results: [LessonResult], _ record: VariantRecord) {
    self.results = results
    self.record = record
    let reports = concurrentMap(count: results.count) { index in
      let document = results[index].document
      return Checker.mutants(of: document, results[index].run, same: record.same(in: document.name))
    }
    self.reports = reports
    total = reports.reduce(MutantReport(), +)
  }

  /// What the course is to keep of it.
  var newRecord: VariantRecord {
    var new = record
    new.count = .init(total, of: results.map(\.document))
    return new
  }

  func print() {
    for line in table + survivors + needless { Swift.print(line) }
    Swift.print(summary)
  }

  private var table: [String] {
    let columns: [(title: String, outcome: MutantReport.Outcome)] = [
      ("by value", .noticed), ("refused", .refused), ("equal", .equal), ("survive", .survives),
    ]
    let width = (total.operatorNames.map(\.count).max() ?? 0) + 2
    func row(_ name: String, _ cells: [String]) -> String {
      name + String(repeating: " ", count: max(width - name.count, 1))
        + cells.map { String(repeating: " ", count: max(10 - $0.count, 1)) + $0 }.joined()
    }
    return [row("operator", columns.map(\.title))]
      + total.operatorNames.map { name in row(name, columns.map { String(total.counts[name]?[$0.outcome] ?? 0) }) }
  }

  private var survivors: [String] {
    zip(results, reports).flatMap { result, report in
      report.survivors.map { survivor in
        let formula = result.document.formulas[survivor.formula]
        let place = result.document.file.position(at: formula.range.lowerBound)
        let (original, replacement) = (survivor.mutant.original, survivor.mutant.replacement)
        let change =
          original.isEmpty ? "`\(replacement)` added" : replacement.isEmpty ? "`\(original)` dropped" : "`\(replacement)` for `\(original)`"
        let hint = survivor.hint.map { ": \($0)" } ?? ""
        return "\(result.document.file.path):\(place.line): \(change) would pass as well\(hint)\n"
          + "    \(survivor.mutant.plainLatex)"
      }
    }
  }

  /// Listed variants of these lessons that don't pass, or that no formula has.
  private var needless: [String] {
    zip(results, reports).flatMap { result, report in
      record.same.filter { $0.lesson == result.document.name && !report.listed.contains($0.latex) }.map {
        "\(VariantRecord.fileName): `\($0.latex)` of \($0.lesson) needn't be listed: it would not pass"
      }
    }
  }

  private var summary: String {
    let count = VariantRecord.Count(total, of: [])
    guard count.wrong > 0 else { return "no checked formula has a variant" }
    return
      "\(plural(count.formulas, "formula")), \(plural(count.wrong, "wrong variant")): \(count.noticedByValue) noticed by value, "
      + "\(count.refused) refused, \(count.passing) would pass (\(count.score) of 1000 noticed); \(count.same) more say the same"
  }
}

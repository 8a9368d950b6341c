import Diagnostics
import LessonChecks
import LessonDocument
import LessonEngine
import ToolSupport

/// The output of `check --mutants`: a table of the operators, and each variant that would pass.
struct MutantText {
  private let results: [LessonResult]
  private let reports: [MutantReport]
  private let total: MutantReport

  init(_ results: [LessonResult]) {
    self.results = results
    let reports = concurrentMap(count: results.count) { Checker.mutants(of: results[$0].document, results[$0].run) }
    self.reports = reports
    total = reports.reduce(MutantReport(), +)
  }

  func print() {
    for line in table + survivors { Swift.print(line) }
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
          + "    \(survivor.mutant.latex.split(whereSeparator: \.isNewline).joined(separator: " "))"
      }
    }
  }

  private var summary: String {
    guard let score = total.score else { return "no checked formula has a variant" }
    let judged = total.count(.noticed) + total.count(.refused) + total.count(.survives)
    let perThousand = (score * 10_000).rounded() / 10
    return
      "\(plural(total.formulas, "formula")), \(plural(judged, "wrong variant")): \(total.count(.noticed)) noticed by value, "
      + "\(total.count(.refused)) refused, \(total.count(.survives)) would pass (\(perThousand) of 1000 noticed); "
      + "\(total.count(.equal)) more say the same"
  }
}

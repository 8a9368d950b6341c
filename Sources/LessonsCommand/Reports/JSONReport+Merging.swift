import Diagnostics

extension JSONReport {
  /// The report of one run over all lessons, from those of its shares.
  ///
  /// - Throws: `ToolFailure` if the shares aren't those of one course, or one is missing or there twice.
  init(merging reports: [(name: String, report: JSONReport)]) throws(ToolFailure) {
    guard let first = reports.first(where: { !$0.report.isOfUnusableCourse }) ?? reports.first, let whole = first.report.shard else {
      throw ToolFailure(
        "\(reports.first.map { "`\($0.name)`" } ?? "this") isn't a report of a share",
        help: "make it with `lessons check --shard 1/2 --format json`")
    }
    let unusable = reports.filter(\.report.isOfUnusableCourse)
    var seen: [Int: String] = [:]
    for (name, report) in reports {
      guard report.isConsistent else {
        throw ToolFailure("`\(name)` is damaged: what it counts isn't what its lessons have", help: "check that share again")
      }
      let isUnusable = report.isOfUnusableCourse
      guard let shard = report.shard, shard.of == whole.of, isUnusable || shard.files == whole.files,
        !isUnusable || report.lessons == unusable[0].report.lessons
      else {
        throw ToolFailure(
          "`\(name)` isn't a share of the same course as `\((isUnusable ? unusable[0] : first).name)`",
          help: "check all shares of one commit, with the same number of them")
      }
      if let state = report.shard?.state, let expected = whole.state, state != expected {
        throw ToolFailure(
          "`\(name)` is of other files, or of other options, than `\(first.name)`",
          help: "check all shares of one commit, and call `lessons check` in the same way for each")
      }
      if let other = seen.updateValue(name, forKey: shard.index) {
        throw ToolFailure("`\(other)` and `\(name)` are both the share \(shard.index)/\(shard.of)")
      }
    }
    let missing = (1...max(1, whole.of)).filter { seen[$0] == nil }
    guard missing.isEmpty else {
      let words = missing.map { "\($0)/\(whole.of)" }.joined(separator: ", ")
      throw ToolFailure(missing.count == 1 ? "the share \(words) is missing" : "the shares \(words) are missing")
    }
    // A single run would have ended there, too. A share whose lessons need no library goes on without the one that can't be used.
    if let report = unusable.first?.report {
      (lessons, summary) = (report.lessons, report.summary)
      return
    }
    // A file that can't be read is no lesson, and in the reports of all shares.
    let files = Set(whole.files)
    var told: Set<Lesson> = []
    lessons = reports.flatMap(\.report.lessons).filter { files.contains($0.file) || told.insert($0).inserted }
    lessons.sort { $0.file < $1.file }
    // Machines that knew other times have shared the lessons out in another way.
    let checked = lessons.map(\.file)
    let expected = whole.files.sorted()
    guard checked.filter(files.contains) == expected else {
      let lost = expected.filter { !checked.contains($0) }
      throw ToolFailure(
        lost.isEmpty ? "a lesson is in two shares" : "no share has \(lost.prefix(8).map { "`\($0)`" }.joined(separator: ", "))",
        help: "give each machine the same kept runs, or none: the shares are balanced by their times")
    }
    // Other files of the course have no more than warnings.
    if let foreign = lessons.first(where: { $0.holds && $0.failures.isEmpty && !files.contains($0.file) }) {
      throw ToolFailure("`\(foreign.file)` isn't among the lessons of the shares", help: "check all shares again")
    }
    summary = reports.map(\.report.summary).dropFirst().reduce(first.report.summary, +)
    summary.errors = errors
  }

  /// Whether it is the share of a course that can't be used as a whole, so that none of its lessons was checked.
  private var isOfUnusableCourse: Bool { shard?.files.isEmpty ?? false }

  private var errors: Int { lessons.reduce(0) { $0 + $1.failures.count { $0.severity == "error" } } }

  /// Whether its counts can be those of its lessons, and its share one that `--shard` takes.
  private var isConsistent: Bool {
    if let shard, !(1...Shard.most).contains(shard.of) || !(1...shard.of).contains(shard.index) { return false }
    // What can't be used has an error.
    if isOfUnusableCourse, errors == 0 { return false }
    let areFailuresTold = lessons.allSatisfy { $0.holds || !$0.failures.isEmpty }
    return summary.errors == errors && areFailuresTold && summary.lessons <= lessons.count
      && summary.counts.allSatisfy { (0...1_000_000_000).contains($0) }
  }
}

extension JSONReport.Summary {
  fileprivate var counts: [Int] {
    [
      lessons, cells, cellsNotRun, outputs, outputsNotCompared, formulas, formulasChecked, inlineFormulasChecked, inlineClaims, numbers,
      formulasVaried, errors,
    ]
  }

  static func + (a: Self, b: Self) -> Self {
    Self(
      lessons: a.lessons + b.lessons, cells: a.cells + b.cells, cellsNotRun: a.cellsNotRun + b.cellsNotRun, outputs: a.outputs + b.outputs,
      outputsNotCompared: a.outputsNotCompared + b.outputsNotCompared, formulas: a.formulas + b.formulas,
      formulasChecked: a.formulasChecked + b.formulasChecked, inlineFormulasChecked: a.inlineFormulasChecked + b.inlineFormulasChecked,
      inlineClaims: a.inlineClaims + b.inlineClaims, numbers: a.numbers + b.numbers, formulasVaried: a.formulasVaried + b.formulasVaried,
      errors: a.errors + b.errors)
  }
}

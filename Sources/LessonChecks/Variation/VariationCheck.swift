import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import Formulas
import LessonDocument
import LessonRunner

/// Checks one formula, which agrees at the recorded inputs, at other inputs.
///
/// The inputs are determined step by step. Each step uses the available runs and requests those that are missing, so that the lesson's
/// program runs only with the variations that some formula needs.
struct VariationCheck {
  let document: Document
  let run: Run
  let formula: LessonFormula
  let check: FormulaCheck
  /// Has read the formula at the recorded inputs.
  let reader: FormulaReader
  let inputs: VariedInputs
  var memory: FormulaMemory?

  /// The result of a formula at a variation.
  enum Result {
    case agrees, isIllConditioned
    case disagrees(FormulaComparison)
    case failed(String)

    var agrees: Bool { if case .agrees = self { true } else { false } }
  }

  /// - Parameter comparison: The result at the recorded inputs.
  /// - Parameter pending: The variations that must run first are appended to it; the outcome is nil then.
  func outcome(_ comparison: FormulaComparison, pending: inout [Variation]) -> VariationOutcome? {
    let settings = (check.vary ?? VarySettings()).within(document.vary)
    if settings.count == 0 { return .off(reason: check.vary == nil ? nil : check.reason) }
    guard comparison.readsComputed else { return .aboutTheData }
    guard !comparison.hasClosedSide else { return .numberOfThisRun }
    guard !inputs.all.isEmpty else { return .notVaried(why: "the lesson has no inputs with other values") }
    switch trial(of: settings, &pending) {
    case .pending: return nil
    case .failed(let why): return .notVaried(why: why)
    case .done(let results):
      for (variation, result) in results {
        guard case .disagrees(let comparison) = result else { continue }
        return diagnosis(of: comparison, at: variation, seeds: seeds(settings), &pending)
      }
      let agreeing = results.count { $0.result.agrees }
      let rules = results.first?.variation.rules ?? [:]
      let named = inputs.all.compactMap { input in rules[input.index].map { (input.name, $0) } }
      return agreeing == 0
        ? .notVaried(why: "rounding errors are too large to tell")
        : .holds(count: agreeing, rules: Dictionary(named) { first, _ in first })
    }
  }

  /// The runs at other inputs by which the formula is judged.
  var judgedRuns: [Run] {
    var pending: [Variation] = []
    guard case .done(let results) = trial(of: (check.vary ?? VarySettings()).within(document.vary), &pending) else { return [] }
    return results.compactMap { run.variations[$0.variation] }
  }

  private enum Trial {
    case pending
    case failed(why: String)
    case done([(variation: Variation, result: Result)])
  }

  /// What the formula comes to by the first rules under which it can be evaluated.
  private func trial(of settings: VarySettings, _ pending: inout [Variation]) -> Trial {
    var why = ""
    for rules in inputs.rules(keeping: settings.keep.map(\.text), positive: settings.positive.map(\.text)) {
      let varied = seeds(settings).map { Variation(seed: $0, rules: rules) }
      guard let results = results(varied, &pending) else { return .pending }
      guard let failure = Self.failure(among: results) else { return .done(results) }
      why = failure
      // Where just another order is too much, the order stays.
      guard Self.failure(among: results.filter { !$0.variation.changesOrder }) == nil else { continue }
      let inOrder = varied.map { Variation(seed: $0.seed, changesOrder: false, rules: rules) }
      guard let results = self.results(inOrder, &pending) else { return .pending }
      if Self.failure(among: results) == nil { return .done(results) }
    }
    return .failed(why: why)
  }

  private static func failure(among results: [(variation: Variation, result: Result)]) -> String? {
    results.lazy.compactMap { if case .failed(let why) = $0.result { why } else { nil } }.first
  }

  private func seeds(_ settings: VarySettings) -> ClosedRange<Int> {
    let count = settings.count ?? VarySettings.usualCount
    guard let first = settings.firstSeed else { return 1...(run.seconds > Self.longRun ? 1 : count) }
    return first...first + count - 1
  }

  /// The run time in seconds above which a formula is checked at one variation only.
  private static let longRun = 5.0

  // MARK: - Results

  /// nil if some variation hasn't run yet.
  private func results(_ variations: [Variation], _ pending: inout [Variation]) -> [(variation: Variation, result: Result)]? {
    let missing = variations.filter { run.variations[$0] == nil }
    pending += missing
    guard missing.isEmpty else { return nil }
    return variations.map { variation in
      let varied = run.variations[variation]!
      return (variation, memory?.result(of: formula, at: variation) { result(in: varied) } ?? result(in: varied))
    }
  }

  private func result(in varied: Run) -> Result {
    if let failure = varied.failure(in: document) { return .failed(failure) }
    let context = FormulaContext(document: document, run: varied, formula: formula, check: check)
    do throws(FormulaContext.Obstacle) {
      let (comparison, agrees) = try context.compare(reader)
      // An overflow there says nothing about the formula.
      let isLost = comparison.isIllConditioned || !agrees && !(comparison.largestError ?? 0).isFinite
      return isLost ? .isIllConditioned : agrees ? .agrees : .disagrees(comparison)
    } catch {
      return .failed(error.message)
    }
  }

  // MARK: - Disagreement

  /// Looks for a single input that decides, and for a property of it; then the same while inputs that equal a length keep their values.
  private func diagnosis(
    of comparison: FormulaComparison, at variation: Variation, seeds: ClosedRange<Int>, _ pending: inout [Variation]
  ) -> VariationOutcome? {
    let lengths = inputs.all.filter { inputs.isLength($0) && variation.rules[$0.index] == nil }
    let changesOrder = variation.changesOrder == Variation(seed: variation.seed).changesOrder
    for kept in lengths.isEmpty ? [[]] : [[], lengths] {
      var rules = variation.rules
      for input in kept { rules[input.index] = .keep }
      switch condition(rules, beside: kept, seeds: seeds, changingOrder: changesOrder, &pending) {
      case .pending: return nil
      case .found(let condition): return .holdsOnly(condition)
      case .none: continue
      }
    }
    return .thisDataOnly(counterexample(comparison, at: variation))
  }

  private enum Search {
    case pending
    case none
    case found(VariationOutcome.Condition)
  }

  private func condition(
    _ rules: [Int: Variation.Rule], beside kept: [VariedInputs.Input], seeds: ClosedRange<Int>,
    changingOrder changesOrder: Bool, _ pending: inout [Variation]
  ) -> Search {
    var candidates: [(input: VariedInputs.Input, property: Variation.Property?, rule: Variation.Rule)] = []
    let free = inputs.all.filter { rules[$0.index] != .keep }.prefix(Self.mostCandidates)
    for property in Variation.Property.allCases {
      for input in free where input.recorded.map(property.holds) ?? false { candidates.append((input, property, .having(property))) }
    }
    // With a single input, its recorded value isn't another input.
    if free.count > 1 { candidates += free.map { ($0, nil, .keep) } }
    // One alone may agree by chance.
    let seeds = seeds.lowerBound...max(seeds.upperBound, seeds.lowerBound + 1)
    var isComplete = true
    for candidate in candidates {
      var rules = rules
      rules[candidate.input.index] = candidate.rule
      let varied = seeds.map { Variation(seed: $0, changesOrder: changesOrder ? nil : false, rules: rules) }
      guard let results = results(varied, &pending) else {
        isComplete = false
        continue
      }
      guard isComplete, results.allSatisfy({ $0.result.agrees }) else { continue }
      let named = kept + (candidate.property == nil ? [candidate.input] : [])
      return .found(
        .init(
          input: candidate.input.name, property: candidate.property?.inWords, kept: kept.map(\.name),
          dimension: named.lazy.compactMap { inputs.dimension(equalTo: $0) }.first))
    }
    return isComplete ? .none : .pending
  }

  private static let mostCandidates = 12

  private func counterexample(_ comparison: FormulaComparison, at variation: Variation) -> VariationOutcome.Counterexample {
    let read = Set(comparison.symbols.map(\.source))
    let varied = run.variations[variation]
    let shown = inputs.all.compactMap { input -> String? in
      guard read.contains(input.name), case .numbers(let numbers, _)? = varied?.cells[input.cell].bound[input.name],
        numbers.elements.count <= 9
      else { return nil }
      return "\(input.name) = \(numbers.inBrackets)"
    }
    return .init(inputs: shown, sides: comparison.sides.map { "\($0.name): \($0.value)" })
  }
}

extension Variation.Property {
  /// The words that follow "while `P`".
  fileprivate var inWords: String {
    switch self {
    case .zeroPattern: "has its zeros in the same places"
    case .unitInterval: "lies between 0 and 1"
    case .rowsSumToOne: "has rows that sum to 1"
    case .unitRows: "has rows of length 1"
    case .zeroMean: "has a mean of 0"
    case .ascending: "is in ascending order"
    case .symmetric: "is symmetric"
    case .permutation: "is a permutation"
    case .orthogonal: "is orthogonal"
    case .order: "keeps the order of its entries"
    }
  }
}

extension NumericArray {
  fileprivate var inBrackets: String {
    guard let count = shape.first else { return "\(Float(elements[0]))" }
    guard count > 0, elements.count % count == 0 else { return "[]" }
    let size = elements.count / count
    let parts = (0..<count).map {
      NumericArray(shape: Array(shape.dropFirst()), elements: Array(elements[$0 * size..<($0 + 1) * size])).inBrackets
    }
    return "[\(parts.joined(separator: ", "))]"
  }
}

extension Run {
  /// The reason why a cell or expression failed.
  fileprivate func failure(in document: Document) -> String? {
    for (cell, run) in zip(document.cells, cells) where cell.options.expectation != .traps {
      if case .failed(let problems) = run.state { return problems.first?.message ?? "a cell failed" }
    }
    return nil
  }
}

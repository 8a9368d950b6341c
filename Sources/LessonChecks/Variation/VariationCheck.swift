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

  /// The result of a formula at a variation.
  private enum Result {
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
    let count = run.seconds > Self.longRun ? 1 : settings.count ?? VarySettings.usualCount
    var why = ""
    for rules in inputs.rules(keeping: settings.keep.map(\.text), positive: settings.positive.map(\.text)) {
      guard let results = results(rules, seeds: 1...count, &pending) else { return nil }
      if let failure = results.lazy.compactMap({ if case .failed(let why) = $0 { why } else { nil } }).first {
        why = failure
        continue
      }
      for (seed, result) in zip(1..., results) {
        guard case .disagrees(let comparison) = result else { continue }
        return diagnosis(of: comparison, at: Variation(seed: seed, rules: rules), count: count, &pending)
      }
      let agreeing = results.count(where: \.agrees)
      return agreeing == 0 ? .notVaried(why: "rounding errors are too large to tell") : .holds(count: agreeing)
    }
    return .notVaried(why: why)
  }

  /// The run time in seconds above which a formula is checked at one variation only.
  private static let longRun = 5.0

  // MARK: - Results

  /// Returns nil if some variation hasn't run yet.
  private func results(_ rules: [Int: Variation.Rule], seeds: ClosedRange<Int>, _ pending: inout [Variation]) -> [Result]? {
    var results: [Result] = []
    var isComplete = true
    for seed in seeds {
      let variation = Variation(seed: seed, rules: rules)
      if let varied = run.variations[variation] {
        results.append(result(in: varied))
      } else {
        isComplete = false
        pending.append(variation)
      }
    }
    return isComplete ? results : nil
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
    of comparison: FormulaComparison, at variation: Variation, count: Int, _ pending: inout [Variation]
  ) -> VariationOutcome? {
    let lengths = inputs.all.filter { inputs.isLength($0) && variation.rules[$0.index] == nil }
    for kept in lengths.isEmpty ? [[]] : [[], lengths] {
      var rules = variation.rules
      for input in kept { rules[input.index] = .keep }
      switch condition(rules, beside: kept, count: count, &pending) {
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
    _ rules: [Int: Variation.Rule], beside kept: [VariedInputs.Input], count: Int, _ pending: inout [Variation]
  ) -> Search {
    var candidates: [(input: VariedInputs.Input, property: Variation.Property?, rule: Variation.Rule)] = []
    let free = inputs.all.filter { rules[$0.index] != .keep }.prefix(Self.mostCandidates)
    for property in Variation.Property.allCases {
      for input in free where input.recorded.map(property.holds) ?? false { candidates.append((input, property, .having(property))) }
    }
    // With a single input, its recorded value isn't another input.
    if free.count > 1 { candidates += free.map { ($0, nil, .keep) } }
    var isComplete = true
    for candidate in candidates {
      var rules = rules
      rules[candidate.input.index] = candidate.rule
      guard let results = results(rules, seeds: 1...max(count, 2), &pending) else {
        isComplete = false
        continue
      }
      guard isComplete, results.allSatisfy(\.agrees) else { continue }
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

import CellAnalysis
import CellOutputs
import Formulas
import LaTeXSyntax
import LessonDocument
import LessonRunner

/// The calls of the lesson's functions that its formulas need, found by evaluating the formulas as far as possible.
///
/// The evaluator runs in the tool, and the functions are in the lesson's program. So the tool collects the calls, the program runs again
/// to answer them, and the answers become part of the `Run`.
package final class PendingCalls {
  private var calls: [FunctionCall] = []
  private var known: Set<FunctionCall> = []

  /// The largest number of calls. A formula that needs more can be checked on a smaller example.
  private static let limit = 20_000

  /// The calls of a lesson that its run has no answer to, in the order of the formulas.
  ///
  /// - Parameter memory: What is known of the formulas from other runs of the lesson.
  package static func of(_ document: Document, _ run: Run, _ memory: FormulaMemory = FormulaMemory()) -> [FunctionCall] {
    guard run.hasFunctions else { return [] }
    let open = PendingCalls()
    for formula in document.formulas {
      guard let check = formula.check, check.expectation != .none, let syntax = formula.syntax else { continue }
      let reader = memory.reader(of: formula, syntax)
      guard reader.mayCallFunctions else { continue }
      let context = FormulaContext(document: document, run: run, formula: formula, check: check, pendingCalls: open)
      // Problems are reported when the formula is checked with all answers.
      _ = try? context.compare(reader)
    }
    return open.calls
  }

  func add(_ call: FunctionCall) {
    guard calls.count < Self.limit, known.insert(call).inserted else { return }
    calls.append(call)
  }
}

extension Run {
  /// Whether a formula can call anything.
  fileprivate var hasFunctions: Bool {
    let values = Array(expressions.values) + cells.flatMap(\.bound.values)
    return values.contains { if case .function = $0 { true } else { false } }
  }
}

import CellAnalysis
import CellOutputs
import Diagnostics
import Formulas
import LaTeXSyntax
import LessonDocument
import LessonRunner
import Testing

@testable import LessonChecks

/// A formula at other inputs, in runs that are made up.
@Suite struct VariationCheckTests {
  private struct Lesson {
    var document: Document
    var run: Run

    /// One cell, whose variables have the values that the function gives for the input.
    init(_ code: String, _ formula: String, input: [Double], _ values: @escaping ([Double]) -> [String: BoundValue]) {
      let text = "```swift silent\n\(code)\n```\n\n\(formula)\n"
      let document = DocumentParser.parse(Array(text.utf8), path: "lesson.md")
      func made(_ input: [Double]) -> Run {
        var run = Run(cellCount: document.cells.count)
        run.cells[0].state = .succeeded
        run.cells[0].bound = values(input)
        return run
      }
      run = made(input)
      for seed in 1...10 {
        run.variations[Variation(seed: seed, rules: [:])] = made(input.map { $0 * Double(seed + 1) + 0.25 })
      }
      self.document = document
    }

    /// What the formula comes to at other inputs, and how many times it is read for that.
    func outcome() throws -> (outcome: VariationOutcome?, readings: Int) {
      let formula = document.formulas[0]
      let check = try #require(formula.check)
      let reader = FormulaReader(try #require(formula.syntax))
      let context = FormulaContext(document: document, run: run, formula: formula, check: check)
      let comparison = try context.compare(reader)
      #expect(comparison.agrees)
      let variation = VariationCheck(
        document: document, run: run, formula: formula, check: check, reader: reader, inputs: VariedInputs(document, run))
      var pending: [Variation] = []
      return (variation.outcome(comparison.value, pending: &pending), reader.readingCount)
    }
  }

  @Test func `a formula is read once in all rounds of a lesson's run`() throws {
    let lesson = Lesson("let x = [1.5, 2.5]\nlet y = double(x)", "$$ y = 2x $$\n<!-- check -->", input: [1.5, 2.5]) { input in
      ["x": .array(input), "y": .array(input.map { $0 * 2 })]
    }
    let memory = FormulaMemory()
    var first = lesson.run
    first.variations = [:]
    let missing = Checker.variations(of: lesson.document, first, memory)
    #expect(!missing.pending.isEmpty)
    #expect(missing.outcomes.isEmpty)
    let known = Checker.variations(of: lesson.document, lesson.run, memory)
    #expect(known.pending.isEmpty)
    #expect(known.outcomes.count == 1)
    let formula = lesson.document.formulas[0]
    #expect(memory.reader(of: formula, try #require(formula.syntax)).readingCount == 1)
    #expect(PendingCalls.of(lesson.document, lesson.run, memory).isEmpty)
  }

  @Test func `a formula is read once for all inputs of the same shape`() throws {
    let lesson = Lesson("let x = [1.5, 2.5]\nlet y = double(x)", "$$ y = 2x $$\n<!-- check -->", input: [1.5, 2.5]) { input in
      ["x": .array(input), "y": .array(input.map { $0 * 2 })]
    }
    let (outcome, readings) = try lesson.outcome()
    guard case .holds(let count, _)? = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(count > 1)
    #expect(readings == 1)
  }

  @Test func `what agrees at the recorded inputs alone is found with the one reading too`() throws {
    // One entry has no property, such as its order, that would have to be tried first.
    let lesson = Lesson("let x = [2.5]\nlet y = odd(x)", "$$ y = 2x $$\n<!-- check -->", input: [2.5]) { input in
      ["x": .array(input), "y": .array(input.map { $0 < 3 ? $0 * 2 : $0 })]
    }
    let (outcome, readings) = try lesson.outcome()
    guard case .thisDataOnly? = outcome else {
      Issue.record("\(String(describing: outcome))")
      return
    }
    #expect(readings == 1)
  }
}

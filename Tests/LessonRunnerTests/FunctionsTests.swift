import CellOutputs
import Diagnostics
import LessonDocument
import Synchronization
import Testing

@testable import LessonRunner

/// Functions of a lesson that formulas call: their types are reported, and a run of its own answers the calls.
@Suite struct FunctionsTests {
  private static let cells = """
    let kappa: (Double) -> Double = { $0 * $0 }
    let shift = { (u: Float) -> Float in u + 1 }
    func act(_ u: Float) -> Float { max(0, u) }
    func twice(_ x: Tensor) -> Tensor { x + x }
    func product(_ a: [Float], with b: [Float]) -> Float { zip(a, b).map { $0 * $1 }.reduce(0, +) }
    func generic<T>(_ x: T) -> T { x }
    func text(_ x: String) -> String { x }
    let trapping = { (u: Float) -> Float in
      precondition(u < 1, "too large")
      return u
    }
    var factor = 2.0
    let scaled = { (u: Double) -> Double in u * factor }
    """

  private func asked(_ cells: [String], _ calls: [FunctionCall]) async throws -> [FunctionAnswer?] {
    let document = DocumentParser.parse(Array(lesson(cells).utf8), path: "lesson.md")
    let runner = Runner(toolchain: try Toolchain.find(), kit: try await Library.kit.value)
    let run = try await runner.run(document, asking: { _ in calls })
    #expect(run.cells.allSatisfy { $0.state == .succeeded })
    return calls.map { run.answers[$0] }
  }

  private func call(_ name: String, _ arguments: NumericArray..., cell: Int = 0) -> FunctionCall {
    FunctionCall(.named(name, cell: cell), arguments)
  }

  private func numbers(_ values: Double...) -> NumericArray { NumericArray(shape: [values.count], elements: values) }

  @Test func `functions are told by their types`() async throws {
    let result = try await run(lesson([Self.cells]))
    let types = ["kappa", "shift", "act", "twice", "product", "generic", "text"].map { result.value(of: $0, after: 1) }
    #expect(
      types == [
        "(Double) -> Double", "(Float) -> Float", "(Float) -> Float", "(Tensor) -> Tensor", "([Float], [Float]) -> Float",
        nil, nil,
      ])
  }

  @Test func `a run for answers ends with the last of them`() async throws {
    let document = DocumentParser.parse(Array(lesson([Self.cells, "1"]).utf8), path: "lesson.md")
    let runner = Runner(toolchain: try Toolchain.find(), kit: try await Library.kit.value)
    let begun = Mutex<[Int]>([])
    let run = try await runner.run(
      document, asking: { _ in [call("kappa", NumericArray(3)), call("shift", NumericArray(1))] },
      onProgress: {
        if case .running(let cell) = $0 { begun.withLock { $0.append(cell) } }
      })
    #expect(run.answers.values.allSatisfy { if case .value = $0 { true } else { false } })
    // The program runs once for itself, and then for the answers.
    #expect(begun.withLock { $0.count { $0 == 1 } } == 1)
  }

  @Test func `calls are answered`() async throws {
    let answers = try await asked(
      [Self.cells],
      [
        call("kappa", NumericArray(3)), call("act", NumericArray(-2)), call("twice", numbers(1, 2)),
        call("product", numbers(1, 2), numbers(3, 4)), call("shift", NumericArray(.infinity)),
      ])
    #expect(
      answers == [
        .value(NumericArray(9)), .value(NumericArray(0)), .value(numbers(2, 4)), .value(NumericArray(11)),
        .value(NumericArray(.infinity)),
      ])
  }

  @Test func `a call that traps says why, and the others are answered`() async throws {
    let answers = try await asked(
      [Self.cells], [call("trapping", NumericArray(2)), call("trapping", NumericArray(0.5)), call("scaled", NumericArray(1))])
    #expect(
      answers == [.failed("this trapped: too large"), .value(NumericArray(0.5)), .value(NumericArray(2))])
  }

  @Test func `a call that can't be has no answer but a reason`() async throws {
    let reason = "it doesn't take these arguments, or gives no regular array"
    let answers = try await asked([Self.cells], [call("kappa", numbers(1, 2)), call("nothing", NumericArray(1))])
    #expect(answers == [.failed(reason), .failed("the program never came to it")])
  }

  @Test func `a function is asked in the program and after the cell that it is of`() async throws {
    let document = DocumentParser.parse(
      Array(
        """
        ```swift
        var f = { (u: Float) -> Float in u + 1 }
        ```

        ```swift
        f = { $0 + 2 }
        ```

        ```swift reset
        let f = { (u: Float) -> Float in u + 3 }
        ```
        """.utf8), path: "lesson.md")
    let runner = Runner(toolchain: try Toolchain.find(), kit: try await Library.kit.value)
    let calls = (0..<3).map { call("f", NumericArray(0), cell: $0) }
    let run = try await runner.run(document, asking: { _ in calls })
    #expect(calls.map { run.answers[$0] } == [1, 2, 3].map { .value(NumericArray($0)) })
  }

  @Test func `answers may lead to further calls`() async throws {
    let document = DocumentParser.parse(Array(lesson([Self.cells]).utf8), path: "lesson.md")
    let runner = Runner(toolchain: try Toolchain.find(), kit: try await Library.kit.value)
    let first = call("kappa", NumericArray(3))
    let run = try await runner.run(document) { run in
      guard case .value(let value)? = run.answers[first] else { return [first] }
      return [call("kappa", value)]
    }
    #expect(run.answers[call("kappa", NumericArray(9))] == .value(NumericArray(81)))
  }

  @Test func `a function is asked when all that it reads has its value`() async throws {
    let cells = ["func scaled(_ u: Double) -> Double { u * inner() }\nfunc inner() -> Double { factor }", "1", "let factor = 3.0"]
    let answers = try await asked(cells, [call("scaled", NumericArray(2), cell: 2), call("scaled", NumericArray(2), cell: 0)])
    #expect(answers == [.value(NumericArray(6)), .failed("the program never came to it")])
    // The formula finds it, wherever the formula itself is.
    let result = try await run(lesson(cells))
    #expect((0...3).map { result.run.value(of: "scaled", afterCells: $0, in: result.document)?.cell } == [2, 2, 2, 2])
  }
}

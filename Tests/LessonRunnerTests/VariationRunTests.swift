import CellOutputs
import LessonDocument
import Testing

@testable import LessonRunner

/// Runs with other inputs.
@Suite struct VariationRunTests {
  private static let text = """
    # T

    ```swift
    let x: [Double] = [1, 2]
    let y = x.map { 2 * $0 }
    ```

    $$ y_i = 2 x_i $$
    <!-- check: { where: { x: x, y: y } } -->

    ```swift group=training
    let slow = 1
    ```

    The logarithm $\\ln 10 \\approx 2.3026$ reads nothing.

    """

  private func varied(_ text: String) async throws -> Run {
    let document = DocumentParser.parse(Array(text.utf8), path: "lesson.md")
    let variation = Variation(seed: 1)
    let run = try await Runner(toolchain: try Toolchain.find(), kit: try await Library.kit.value).run(
      document, varying: { _ in [variation] })
    #expect(run.cells.allSatisfy { $0.state == .succeeded })
    return try #require(run.variations[variation])
  }

  /// A program that trains something is the slowest of a lesson.
  @Test func `only the programs that checked formulas read run again`() async throws {
    #expect(try await varied(Self.text).cells.map(\.state) == [.succeeded, .notReached])
  }

  @Test func `a program that a formula reads runs again, wherever it stands`() async throws {
    let text = Self.text + "$$ s = 1 $$\n<!-- check: { where: { s: slow } } -->\n"
    #expect(try await varied(text).cells.map(\.state) == [.succeeded, .succeeded])
  }
}

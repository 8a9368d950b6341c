import ArgumentParser
import Diagnostics
import Foundation

struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a new lesson to start from.",
    discussion: """
      `lessons new softmax` writes the next number's lesson, say `Lessons/07-softmax.md`, with a cell, its output and a checked \
      formula, so that `lessons check` holds from the first moment. An existing file is never touched.
      """)

  @OptionGroup var options: CourseOptions

  @Argument(help: ArgumentHelp("What the lesson is called: `softmax`, `07-softmax` or \"Softmax, done right\".", valueName: "name"))
  var name: String

  func run() async throws {
    try await reportingFailures(options.printer) {
      let folder = try options.courseFolder()
      let file = folder.appending(path: try fileName(in: folder))
      do {
        try Data(Self.text(title: title).utf8).write(to: file, options: .withoutOverwriting)
      } catch CocoaError.fileWriteFileExists {
        throw ToolFailure("\(CourseLoader.shown(file)) is there already", help: "choose another name")
      } catch {
        // On a full disk it may have been begun.
        try? FileManager.default.removeItem(at: file)
        throw ToolFailure("\(CourseLoader.shown(file)) could not be written", details: error.localizedDescription)
      }
      print("wrote \(CourseLoader.shown(file))")
      print("`lessons serve` shows it while you write; `lessons check --accept` records its outputs")
    }
  }

  /// The name as a file's: with the next number where the course's lessons have one.
  private func fileName(in folder: URL) throws -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard !words.isEmpty else { throw ValidationError("A lesson's name needs a letter or a digit; `\(name)` has none.") }
    let stem = words.joined(separator: "-")
    if let first = words.first, first.allSatisfy(\.isNumber), words.count > 1 { return stem + ".md" }
    // A folder that can't be read is told of when the file is written.
    let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let numbers = present.filter { $0.hasSuffix(".md") }.compactMap { Int($0.prefix { $0.isASCII && $0.isNumber }) }
    if present.contains(where: { Self.isCalled($0, stem) }) {
      throw ToolFailure("there is a lesson `\(stem)` already", help: "choose another name")
    }
    let next = String((numbers.max() ?? 0) + 1)
    return "\(next.count < 2 ? "0" : "")\(next)-\(stem).md"
  }

  private static func isCalled(_ file: String, _ stem: String) -> Bool {
    file == stem + ".md" || (file.hasSuffix("-\(stem).md") && file.dropLast(stem.count + 4).allSatisfy(\.isNumber))
  }

  private var title: String {
    let words = name.split { $0 == "-" || $0 == "_" || $0 == " " }.drop { $0.allSatisfy(\.isNumber) }
    let title = words.isEmpty ? name : words.joined(separator: " ")
    return title.prefix(1).uppercased() + title.dropFirst()
  }

  private static func text(title: String) -> String {
    """
    ---
    title: "\(title.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))"
    summary: What a reader will know at the end, in one sentence.
    ---

    # \(title)

    Begin with a question. Then the smallest example:

    ```swift
    let x: Tensor = [1, 2, 3]
    let p = softmax(x)
    p
    ```

    ```output
    Tensor [3] = [0.0900, 0.2447, 0.6652]
    ```

    A formula says what the code does. The comment below it has it checked: `p` and `x` are the lesson's variables.

    $$ p_i = \\frac{e^{x_i}}{\\sum_{j=1}^{3} e^{x_j}} $$
    <!-- check -->

    ## Summary

    - What is worth remembering.

    ## Exercises

    > [!EXERCISE]
    > What do the weights sum to?

    > [!SOLUTION]
    > To one, whatever `x` is:
    >
    > ```swift
    > p.sum()
    > ```
    >
    > ```output
    > Float = 1.0
    > ```

    """
  }
}

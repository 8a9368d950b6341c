import Foundation
import TestSupport
import Testing

/// The options of the course's questions, executed once more: as statements of the lesson's own program, apart from the reader of questions and the
/// comparison of their values.
@Suite struct QuestionAuditTests {
  private static let lessons = ["04-softmax", "06-scaling", "09-masks", "appendix-gallery"]

  /// The formulas of options, as Swift.
  private static let formulas = [
    #"2 \frac{p_1}{p_2}"#: "2 * p[0] / p[1]", #"\left(\frac{p_1}{p_2}\right)^2"#: "(p[0] / p[1]) * (p[0] / p[1])",
    #"2 \frac{p_1}{p_2} + 3"#: "2 * p[0] / p[1] + 3", #"\frac{p_1}{p_2}"#: "p[0] / p[1]",
    #"\operatorname{softmax}\left(\frac{QK^\top}{\sqrt{8}}\right)"#: "softmax(matmul(Q, K.transposed()) / Float(8).squareRoot())",
    #"\operatorname{softmax}\left(\frac{QK^\top}{8}\right)"#: "softmax(matmul(Q, K.transposed()) / 8)",
  ]

  private static let helpers = """
    func audited(_ value: Bool) -> [Double] { [value ? 1 : 0] }
    func audited(_ value: Int) -> [Double] { [Double(value)] }
    func audited(_ value: Double) -> [Double] { [value] }
    func audited(_ value: Float) -> [Double] { [Double(value)] }
    func audited(_ value: Tensor) -> [Double] { value.scalars.map(Double.init) }
    """

  /// The lesson with a cell after each question, which prints what its answer and its options come to.
  private func instrumented(_ lesson: String) throws -> (text: String, questions: Int) {
    var out: [String] = []
    var statements: [String] = []
    var (number, isInQuestion) = (0, false)
    for line in lesson.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
      if isInQuestion, !line.hasPrefix(">") {
        out += ["", "```swift", statements.joined(separator: "\n"), "```"]
        (statements, isInQuestion) = ([], false)
      }
      out.append(line)
      if line.hasPrefix("> [!QUESTION]") { (number, isInQuestion) = (number + 1, true) }
      if line.hasPrefix("# "), number == 0 { out += ["", "```swift", Self.helpers, "```"] }
      guard isInQuestion else { continue }
      if let answer = line.firstMatch(of: /<!-- answer: (.*) -->/) {
        statements.append("print(\"audit \(number) answer\", audited(\(answer.1)))")
      } else if let option = line.wholeMatch(of: /> - \[([ x])\] (.*)/) {
        let kind = option.1 == "x" ? "right" : "wrong"
        if let expression = option.2.firstMatch(of: /<!-- = (.*) -->/) {
          statements.append("print(\"audit \(number) \(kind)\", audited(\(expression.1)))")
        } else {
          let formula = try #require(option.2.wholeMatch(of: /\$(.*)\$(?: <!-- variant: .* -->)?/)?.1)
          let code = try #require(Self.formulas[String(formula)], "write \(formula) as Swift")
          statements.append("print(\"audit \(number) \(kind)\", audited(\(code)))")
        }
      }
    }
    return (out.joined(separator: "\n"), number)
  }

  @Test(arguments: lessons)
  func `only the marked option holds`(name: String) throws {
    let lesson = try String(contentsOf: repository.appending(path: "Lessons/\(name).md"), encoding: .utf8)
    let (text, count) = try instrumented(lesson)
    #expect(count >= (name.hasPrefix("appendix") ? 2 : 4))
    let folder = try TemporaryFolder()
    try folder.write("title: Audit\n", to: "Lessons/course.yml")
    try folder.write(text, to: "Lessons/\(name).md")
    let result = try LessonsTool().run(["run", name], in: folder.url)
    #expect(result.exitCode == 0, "\(result.errors)")
    var values: [Int: [(kind: String, values: [Double])]] = [:]
    for match in result.output.matches(of: /audit (\d+) (answer|right|wrong) \[(.*)\]/) {
      let numbers = match.3.split(separator: ", ").map { Double($0) ?? .nan }
      values[try #require(Int(match.1)), default: []].append((String(match.2), numbers))
    }
    #expect(values.count == count)
    for (question, found) in values {
      let answer = found.first { $0.kind == "answer" }?.values
      let options = found.filter { $0.kind != "answer" }
      #expect(options.isEmpty ? answer?.count == 1 : options.count { $0.kind == "right" } == 1 && options.count > 1)
      for option in options {
        // A statement is true or false.
        let wanted = answer ?? [1]
        let holds = zip(option.values, wanted).allSatisfy { abs($0 - $1) <= 1e-4 * max(abs($1), 1e-30) || $0 == $1 }
        #expect(
          option.values.count == wanted.count && holds == (option.kind == "right"), "question \(question): \(option), answer \(wanted)")
      }
    }
  }

  private var repository: URL {
    URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  }
}

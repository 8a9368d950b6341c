import ArgumentParser
import Diagnostics
import Formulas
import Foundation
import LaTeXSyntax

struct FormulaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "formula",
    abstract: "Shows how a formula is read, its value, or why it has none.",
    discussion: """
        lessons formula 'S = \\frac{QK^\\top}{\\sqrt{d_k}}' --with 'Q=[[1,0],[0,1]]' --with 'K=[[2,1],[0,3]]' --with d_k=2
        lessons formula 'a_i = 2^i' --with i=1...4
        lessons formula '\\hat{y}' --mathml

      With --cases, each case of a JSON file is read, and one JSON object a case is printed on a line of its own: id, status \
      (value, refused: it can be read but has no value, or error: it can't be read), values by statement, and message.
      """)

  // A formula may begin with a minus sign, so an unknown option is read as a formula.
  @Argument(
    parsing: .allUnrecognized, help: ArgumentHelp("The formula, in LaTeX, without dollars.", valueName: "latex"))
  var formulas: [String] = []

  /// The formulas without a leading `--`, which ends the options.
  private var texts: [String] { formulas.first == "--" ? Array(formulas.dropFirst()) : formulas }
  private var latex: String? { texts.first }

  @Option(
    name: .customLong("with"),
    help: ArgumentHelp(
      "The value of a name: a number, nested arrays, or a range for an index. May be repeated.",
      valueName: "name=value"))
  var bindings: [String] = []

  @Option(
    help: ArgumentHelp(
      "A name whose powers and functions are taken entry by entry. May be repeated.", valueName: "name"))
  var elementwise: [String] = []

  @Option(help: "What \\otimes means: outer, kronecker or elementwise.")
  var otimes: Bindings.TensorProduct?

  @Flag(help: "Take 0 log 0 as 0.")
  var zeroLogZero = false

  @Flag(help: "Print the formula as MathML.")
  var mathml = false

  @Option(help: ArgumentHelp("Evaluate the cases of a file.", valueName: "file.json"))
  var cases: String?

  @Flag(help: ArgumentHelp("With --cases, print the programs that pages run instead, with their inputs and values.", visibility: .hidden))
  var programs = false

  @Option(help: "When to print in color.")
  var color = CourseOptions.ColorChoice.auto

  func validate() throws {
    if formulas.first != "--", let option = formulas.first(where: { $0.hasPrefix("--") }) {
      throw ValidationError("Unknown option '\(option)'")
    }
    guard texts.count <= 1 else {
      throw ValidationError("Give one formula, in quotation marks: '\(texts[1])' is a second one.")
    }
    guard latex != nil || cases != nil else { throw ValidationError("Give a formula, or a file with --cases.") }
    guard latex == nil || cases == nil else { throw ValidationError("Give a formula or a file with --cases, not both.") }
    guard cases == nil || bindings.isEmpty && elementwise.isEmpty && otimes == nil && !zeroLogZero && !mathml else {
      throw ValidationError("The cases of a file say all of themselves: call it with --cases alone.")
    }
    _ = try givenBindings()
  }

  /// What the options say of the formula's names and signs.
  private func givenBindings() throws(ValidationError) -> Bindings {
    var bindings = try WrittenBinding.bindings(of: bindings)
    for text in elementwise {
      do throws(Problem) {
        bindings.elementwise.insert(try Name(parsing: text))
      } catch {
        throw ValidationError("`--elementwise \(text)` gives no name: \(error.message).")
      }
    }
    bindings.tensorProduct = otimes
    bindings.isZeroLogZero = zeroLogZero
    return bindings
  }

  func run() throws {
    let printer = DiagnosticPrinter(usesColor: color.isUsed(on: STDERR_FILENO))
    do {
      if let cases { try printCases(cases) }
      let holds = try latex.map(show) ?? true
      try StandardOutput.flush()
      if !holds { throw ExitCode.lessonsFail }
    } catch let diagnostic as Diagnostic {
      StandardError.write(printer.text(for: diagnostic))
      throw ExitCode.lessonsFail
    } catch let failure as ToolFailure {
      StandardError.write(FailureText(failure, printer)?.printed ?? failure.message)
      throw ExitCode.toolFails
    }
  }

  private func printCases(_ path: String) throws {
    let content = try InputFile.bytes(of: path)
    let cases: FormulaCase.List
    do {
      cases = try JSONDecoder().decode(FormulaCase.List.self, from: content)
    } catch {
      throw ToolFailure(
        "`\(path)` isn't a list of cases", help: #"write `[{"id": "first", "latex": "y = 2 x", "bind": {"x": {"data": 1}}}]`"#)
    }
    for line in programs ? cases.programLines : cases.outcomes.map(\.line) { print(line) }
  }

  /// - Returns: Whether its sides agree.
  private func show(_ latex: String) throws -> Bool {
    let file = SourceFile(path: "formula", text: latex)
    let bindings = try givenBindings()
    do throws(Problem) {
      let syntax = try SyntaxTree(parsing: latex)
      if mathml {
        print(syntax.mathML(display: true))
        return true
      }
      let evaluation = try FormulaEvaluation(of: syntax, with: bindings)
      for remark in IdleOptions(bindings, in: evaluation).remarks { StandardError.write("lessons: warning: \(remark)\n") }
      for statement in evaluation.statements { print(text(for: statement)) }
      if !evaluation.agrees {
        for remark in evaluation.remarks { print(Advice.namingOptions(remark.text)) }
      }
      for definition in evaluation.definitions where definition.value == nil {
        let parameters = definition.parameters.map(\.latex).joined(separator: ", ")
        print("defines \(definition.name)(\(parameters))")
      }
      return evaluation.agrees
    } catch {
      throw Diagnostic(error.advising(Advice.namingOptions), in: file)
    }
  }

  private func text(for statement: FormulaEvaluation.StatementResult) -> String {
    var lines: [String] = []
    for member in statement.members where !member.isBound {
      lines += [member.latex, member.reading.indented(by: 2)]
    }
    if let value = statement.value {
      let shape = value.shape.isEmpty ? "" : " of shape [\(value.shape.map(String.init).joined(separator: ", "))]"
      lines += ["value\(shape)", NestedNumbers(value).text.indented(by: 2)]
    }
    if let chosen = statement.chosen, chosen.positions.count < chosen.count {
      lines.append(
        "only the \(chosen.positions.count) of \(chosen.count) entries that meet the condition are compared; the others are shown as 0")
    }
    for assertion in statement.assertions {
      lines.append("\(assertion.latex): the shape is \(assertion.found)\(assertion.holds ? "" : ", not \(assertion.expected)")")
    }
    if let agreement = statement.agreement {
      lines.append(text(for: agreement))
      if !agreement.agrees, let reading = statement.readingOfLeft { lines.append(reading) }
    }
    return lines.joined(separator: "\n")
  }

  private func text(for agreement: Agreement) -> String {
    let place = agreement.index.isEmpty ? "" : " at \(agreement.index)"
    return switch agreement.outcome {
    case .agrees where agreement.relativeError == 0: "the sides agree"
    case .agrees: "the sides agree, relative error \(agreement.relativeError)"
    case .disagrees: "the sides disagree, relative error \(agreement.relativeError)\(place)"
    case .isIllConditioned: "ill-conditioned: rounding alone may explain more than a thousandth of the largest entry"
    }
  }
}

extension Bindings.TensorProduct: ExpressibleByArgument {}

extension String {
  fileprivate func indented(by count: Int) -> String {
    split(separator: "\n", omittingEmptySubsequences: false)
      .map { String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }
}

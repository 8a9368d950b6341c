import Diagnostics
import Formulas
import Foundation
import LaTeXSyntax

/// A formula with its bindings and declarations, as `--cases` reads it.
struct FormulaCase: Decodable {
  var id: String
  var latex: String
  var given: [Given]?
  var bind: [String: Binding]?
  /// Names whose superscript in brackets is an index: `x^{[l]}`.
  var family: [String]?
  /// Names whose powers and functions are taken entry by entry.
  var elementwise: [String]?
  var otimes: Bindings.TensorProduct?
  /// 0 if the case declares that 0 log 0 is 0.
  var zeroLogZero: Double?

  private enum CodingKeys: String, CodingKey {
    case id, latex, given, bind, family, elementwise, otimes
    case zeroLogZero = "zero-log-zero"
  }

  struct Given: Decodable {
    var latex: String
    var elementwise: Bool?
    var parameter: String?
  }

  /// The value of a name, or the reason why it has none.
  enum Binding: Decodable {
    case bound(Bound)
    case wrong(String)

    init(from decoder: any Decoder) throws {
      do {
        self = .bound(try Bound(from: decoder))
      } catch {
        self = .wrong(FormulaCase.text(error))
      }
    }
  }

  struct Bound: Decodable {
    var shape: [Int]?
    var data: NestedNumbers?
    var row: Bool?
    var indexBase: Int?
    /// The first and last value of an index.
    var range: [Int]?
  }

  /// The result of a case.
  struct Outcome {
    enum Status: String { case value, refused, error }
    var id: String
    var status: Status
    var values: [(statement: String, value: ArrayValue)] = []
    var message = ""

    /// The result as a JSON object on one line.
    var line: String {
      let values = values.map { "\(quoted($0.statement)): \(NestedNumbers($0.value).json)" }.joined(separator: ", ")
      return
        "{\"id\": \(quoted(id)), \"status\": \"\(status.rawValue)\", \"values\": {\(values)}, \"message\": \(quoted(message))}"
    }

    private func quoted(_ text: String) -> String {
      var out = "\""
      for scalar in text.unicodeScalars {
        switch scalar {
        case "\"": out += "\\\""
        case "\\": out += "\\\\"
        case "\n": out += "\\n"
        case "\t": out += "\\t"
        case let control where control.value < 0x20: out += "\\u00" + (control.value < 16 ? "0" : "") + String(control.value, radix: 16)
        default: out.unicodeScalars.append(scalar)
        }
      }
      return out + "\""
    }
  }

  var outcome: Outcome {
    let syntax: SyntaxTree
    do throws(Problem) {
      syntax = try SyntaxTree(parsing: latex)
    } catch {
      return Outcome(id: id, status: .error, message: message(error))
    }
    do throws(Problem) {
      let evaluation = try FormulaEvaluation(of: syntax, with: try bindings())
      return Outcome(id: id, status: .value, values: Self.values(of: evaluation))
    } catch {
      return Outcome(id: id, status: .refused, message: message(error))
    }
  }

  /// A formula as the runtime of the pages computes it, with the entries of its inputs and of the sides of each statement.
  private struct Computation: Encodable {
    var id: String
    var program: FormulaProgram
    var inputs: [[Double]]
    var values: [[[Double?]]]
  }

  /// The formula as a program, as a JSON object on one line; nil if it has no value, or no such form.
  var programLine: String? {
    guard let syntax = try? SyntaxTree(parsing: latex), let bindings = try? bindings() else { return nil }
    let reader = FormulaReader(syntax)
    // Why it has no value is what the cases' own lines say.
    guard let evaluation = try? reader.evaluation(with: bindings), let program = reader.program else { return nil }
    let values = program.results(in: evaluation).map { $0?.entries ?? [] }
    let inputs = program.inputs.map { bindings.value(of: $0.name)?.data ?? [] }
    let bytes = try? JSONEncoder.forPages.encode(Computation(id: id, program: program, inputs: inputs, values: values))
    return bytes.map { String(decoding: $0, as: UTF8.self) }
  }

  /// The values by their left sides. A definition by several statements has the defined name, and a relation between expressions has
  /// `both sides`.
  private static func values(of evaluation: FormulaEvaluation) -> [(statement: String, value: ArrayValue)] {
    var values: [(statement: String, value: ArrayValue)] = []
    func add(_ statement: String, _ value: ArrayValue) {
      if !values.contains(where: { $0.statement == statement }) { values.append((statement, value)) }
    }
    for statement in evaluation.statements {
      guard let value = statement.value else { continue }
      add(statement.name == nil ? "both sides" : statement.left, value)
    }
    for definition in evaluation.definitions {
      if let value = definition.value { add(definition.name.latex, value) }
    }
    return values
  }

  /// The cases of a file. A case that can't be decoded doesn't affect the others.
  struct List: Decodable {
    private var cases: [Result<FormulaCase, Unreadable>] = []

    private struct Unreadable: Error { var outcome: Outcome }

    var outcomes: [Outcome] {
      cases.map { formula in
        switch formula {
        case .success(let formula): formula.outcome
        case .failure(let unreadable): unreadable.outcome
        }
      }
    }

    /// Of the cases that have a program.
    var programLines: [String] { cases.compactMap { if case .success(let formula) = $0 { formula.programLine } else { nil } } }

    init(from decoder: any Decoder) throws {
      var container = try decoder.unkeyedContainer()
      while !container.isAtEnd {
        let number = container.currentIndex + 1
        let item = try container.superDecoder()
        do {
          cases.append(.success(try FormulaCase(from: item)))
        } catch {
          let id = try? item.container(keyedBy: CodingKeys.self).decode(String.self, forKey: .id)
          cases.append(.failure(Unreadable(outcome: Outcome(id: id ?? "case \(number)", status: .error, message: FormulaCase.text(error)))))
        }
      }
    }
  }

  private static func text(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "`\(key.stringValue)` is missing"
    case .typeMismatch(_, let context), .valueNotFound(_, let context):
      // A case has no name, only a place in the list.
      context.codingPath.last.flatMap { $0.intValue == nil ? "`\($0.stringValue)` has a value of another kind" : nil }
        ?? "a case is an object, with `id` and `latex`"
    case .dataCorrupted(let context): context.debugDescription
    default: "\(error)"
    }
  }

  private func message(_ problem: Problem) -> String {
    let problem = problem.advising(Advice.namingKeys)
    let place = "bytes \(problem.range.lowerBound)..<\(problem.range.upperBound)"
    return ([problem.message + " (\(place))"] + problem.notes + [problem.help].compactMap { $0 }).joined(separator: "; ")
  }

  private func bindings() throws(Problem) -> Bindings {
    var bindings = Bindings()
    for (key, binding) in (bind ?? [:]).sorted(by: { $0.key < $1.key }) {
      let name = try Name(parsing: key)
      let bound: Bound
      switch binding {
      case .bound(let known): bound = known
      case .wrong(let reason): throw Problem("`\(key)` can't be bound: \(reason)", at: 0..<0)
      }
      if let range = bound.range, range.count == 2, range[0] <= range[1] {
        bindings.indices[name] = range[0]...range[1]
        continue
      }
      if let base = bound.indexBase { bindings.bases[name] = base }
      let shape = bound.shape ?? bound.data?.shape ?? []
      guard let size = ArrayValue.size(of: shape), bound.data.map({ $0.data.count == size }) ?? true else {
        throw Problem("`\(key)` has \(bound.data?.data.count ?? 0) entries, which don't fill the shape \(shape)", at: 0..<0)
      }
      guard let data = bound.data else {
        bindings.entries[name] = .shape(shape)
        continue
      }
      bindings.entries[name] = .value(ArrayValue(shape: shape, data: data.data, isRow: bound.row ?? false))
    }
    for text in elementwise ?? [] { bindings.elementwise.insert(try Name(parsing: text)) }
    bindings.tensorProduct = otimes
    bindings.isZeroLogZero = zeroLogZero == 0
    for name in family ?? [] { try bindings.declareFamily(name) }
    for given in given ?? [] {
      var parameter: Name?
      if let text = given.parameter { parameter = try Name(parsing: text) }
      bindings.given.append(
        .init(try SyntaxTree(parsing: given.latex), isElementwise: given.elementwise ?? false, parameter: parameter))
    }
    return bindings
  }
}

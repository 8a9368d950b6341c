import CellAnalysis
import CellOutputs
import CourseConfiguration
import LessonDocument
import LessonRunner

/// The inputs of a lesson with their recorded values, and the rules for varying them.
struct VariedInputs {
  struct Input {
    var index: Int
    var cell: Int
    var name: String
    /// nil for a seed, and for a value that isn't made of floating-point numbers.
    var recorded: NumericArray?
    var isSeed: Bool
  }

  /// The inputs that can vary.
  let all: [Input]
  /// The lengths of the axes of all values that the lesson binds, each with an expression for it.
  private let dimensions: [(length: Int, name: String, axis: Int)]

  init(_ document: Document, _ run: Run) {
    all = document.inputs.compactMap { input in
      if input.site.kind == .seed {
        return Input(index: input.index, cell: input.cell, name: input.name, recorded: nil, isSeed: true)
      }
      guard case .numbers(let numbers, let type)? = run.cells[input.cell].bound[input.name], Self.canVary(type: type),
        !numbers.elements.isEmpty
      else { return nil }
      return Input(index: input.index, cell: input.cell, name: input.name, recorded: numbers, isSeed: false)
    }
    dimensions = run.cells.flatMap { cell in
      cell.bound.sorted { $0.key < $1.key }.flatMap { name, value -> [(Int, String, Int)] in
        guard case .numbers(let numbers, _) = value else { return [] }
        return numbers.shape.enumerated().map { ($1, name, $0) }
      }
    }
  }

  private static func canVary(type: String) -> Bool {
    ["Float", "Double", "Tensor"].contains(type.filter { $0 != "[" && $0 != "]" })
  }

  /// Rules in the order in which they are tried: first those of the author, then rules that keep more and more inputs. A formula is checked
  /// by the first rules under which it can be evaluated.
  func rules(keeping kept: [String], positive: [String]) -> [[Int: Variation.Rule]] {
    var rules: [Int: Variation.Rule] = [:]
    for input in all {
      if positive.contains(input.name) { rules[input.index] = .positive }
      if kept.contains(input.name) { rules[input.index] = .keep }
    }
    var levels = [rules]
    func addLevel(_ rule: Variation.Rule, where condition: (NumericArray) -> Bool) {
      for input in all where rules[input.index] == nil && input.recorded.map(condition) ?? false { rules[input.index] = rule }
      if levels.last != rules { levels.append(rules) }
    }
    let lengths = Set(dimensions.map { Double($0.length) })
    addLevel(.keep) { $0.shape.isEmpty && lengths.contains($0.elements[0]) }
    // Keep integers such as positions and ids, but not one-hot rows.
    addLevel(.keep) { $0.elements.allSatisfy { $0 == $0.rounded() } && $0.elements.contains { $0 != 0 && $0 != 1 } }
    addLevel(.keepZerosAndOnes) { $0.elements.contains { $0 == 0 || $0 == 1 } }
    return levels
  }

  /// Whether an input is a number that equals a length.
  func isLength(_ input: Input) -> Bool { dimension(equalTo: input) != nil }

  /// The length of another value that a number equals: `dK = 3 is also the length of K's axis 2`.
  func dimension(equalTo input: Input) -> String? {
    guard let recorded = input.recorded, recorded.shape.isEmpty,
      let found = dimensions.first(where: { Double($0.length) == recorded.elements[0] })
    else { return nil }
    return "\(input.name) = \(Float(recorded.elements[0])) is also the length of \(found.name)'s axis \(found.axis + 1): "
      + "write `Float(\(found.name).shape[\(found.axis)])`"
  }
}

import CellOutputs
import Formulas
import LaTeXSyntax

/// A formula as a function of its names. It is evaluated at random values of them, each independent of the others.
final class FormulaFunction {
  private let syntax: SyntaxTree
  private let bindings: Bindings?
  private let reader: FormulaReader
  /// The names of integers that must keep their values for the formula to have one: bounds and lengths.
  private lazy var sizes = findSizes()
  private var known: [Int: [ArrayValue]?] = [:]

  init(_ syntax: SyntaxTree, in context: FormulaContext) {
    self.syntax = syntax
    // Problems of the bindings are reported when the formula is compared.
    bindings = try? context.bindings()
    reader = FormulaReader(syntax)
  }

  /// Whether another formula has the same values whatever the values of its names are.
  func isSame(as other: SyntaxTree) -> Bool {
    let otherReader = FormulaReader(other)
    var compared = 0
    for seed in 1...4 {
      // If the formula has no value here, try others.
      guard let own = values(seed: seed) else { continue }
      guard let others = values(of: otherReader, seed: seed, keeping: sizes), Self.areEqual(own, others) else { return false }
      compared += 1
    }
    return compared > 0
  }

  private func values(seed: Int) -> [ArrayValue]? {
    if let found = known[seed] { return found }
    let values = values(of: reader, seed: seed, keeping: sizes)
    known[seed] = .some(values)
    return values
  }

  private func findSizes() -> Set<Name> {
    guard let bindings, values(of: reader, seed: 1, keeping: []) == nil else { return [] }
    let names = syntax.possibleNames.filter { name in
      bindings.value(of: name)?.scalar.map { $0 == $0.rounded() } ?? false
    }
    return Set(names.filter { values(of: reader, seed: 1, keeping: Set(names).subtracting([$0])) == nil })
  }

  /// The values of a formula's sides if every number that it reads is replaced; nil if it can't be evaluated.
  private func values(of reader: FormulaReader, seed: Int, keeping kept: Set<Name>) -> [ArrayValue]? {
    guard var bindings else { return nil }
    for name in reader.syntax.possibleNames {
      guard let value = bindings.value(of: name), !kept.contains(name) else { continue }
      // Derive the seed from the name, so that it has the same value in both formulas.
      let index = name.latex.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 1_000_003 }
      let numbers = Variation(seed: seed).values(insteadOf: NumericArray(shape: value.shape, elements: value.data), input: index)
      bindings.entries[name] = .value(ArrayValue(shape: value.shape, data: numbers, isRow: value.isRow))
    }
    guard let evaluation = try? reader.evaluation(with: bindings) else { return nil }
    return evaluation.statements.flatMap { statement in
      statement.members.filter { !$0.isBound }.map(\.value) + (statement.members.isEmpty ? [statement.value].compactMap(\.self) : [])
    }
  }

  private static func areEqual(_ a: [ArrayValue], _ b: [ArrayValue]) -> Bool {
    a.count == b.count
      && zip(a, b).allSatisfy { x, y in
        let scale = max(x.data.lazy.filter(\.isFinite).map(abs).max() ?? 1, 1e-300)
        return x.shape == y.shape && zip(x.data, y.data).allSatisfy { $0 == $1 || abs($0 - $1) <= 1e-9 * scale || $0.isNaN && $1.isNaN }
      }
  }
}

import CellOutputs
import Formulas

extension FormulaContext {
  /// Whether two formulas are equal for any values of their names. It tries random values, each independent of the others.
  func isSameFunction(_ first: SyntaxTree, _ second: SyntaxTree) -> Bool {
    let kept = sizes(in: first)
    var compared = 0
    for seed in 1...4 {
      // If the formula has no value here, try others.
      guard let a = values(of: first, seed: seed, keeping: kept) else { continue }
      guard let b = values(of: second, seed: seed, keeping: kept), Self.areEqual(a, b) else { return false }
      compared += 1
    }
    return compared > 0
  }

  /// The names of integers that must keep their values for the formula to have one: bounds and lengths.
  private func sizes(in syntax: SyntaxTree) -> Set<Name> {
    guard values(of: syntax, seed: 1, keeping: []) == nil, let bindings = try? bindings() else { return [] }
    let names = syntax.possibleNames.filter { name in
      let value: ArrayValue? = if case .value(let value)? = bindings.entries[name] { value } else { bindings.fallback(name) }
      return value?.scalar.map { $0 == $0.rounded() } ?? false
    }
    return Set(names.filter { values(of: syntax, seed: 1, keeping: Set(names).subtracting([$0])) == nil })
  }

  /// The values of a formula's sides if every number that it reads is replaced; nil if it can't be evaluated.
  private func values(of syntax: SyntaxTree, seed: Int, keeping kept: Set<Name>) -> [ArrayValue]? {
    guard var bindings = try? bindings() else { return nil }
    for name in syntax.possibleNames {
      let value: ArrayValue? = if case .value(let value)? = bindings.entries[name] { value } else { bindings.fallback(name) }
      guard let value, !kept.contains(name) else { continue }
      // Derive the seed from the name, so that it has the same value in both formulas.
      let index = name.latex.utf8.reduce(0) { ($0 &* 31 &+ Int($1)) % 1_000_003 }
      let numbers = Variation(seed: seed).values(insteadOf: NumericArray(shape: value.shape, elements: value.data), input: index)
      bindings.entries[name] = .value(ArrayValue(shape: value.shape, data: numbers, isRow: value.isRow))
    }
    guard let evaluation = try? FormulaEvaluation(of: syntax, with: bindings) else { return nil }
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

import FormulaStatements

/// What is known of the names around a statement: which have a value, and of what shape.
final class KnownNames: StatementScope {
  private let shapes: [Name: [Int]]
  let indices: [Name: ClosedRange<Int>]
  let families: [Name: String] = [:]
  let elementwise: Set<Name> = []
  private(set) var used: Set<Name> = []

  init(_ shapes: [String: [Int]] = [:], indices: [String: ClosedRange<Int>] = [:]) throws {
    self.shapes = try Dictionary(uniqueKeysWithValues: shapes.map { (try Name(parsing: $0), $1) })
    self.indices = try Dictionary(uniqueKeysWithValues: indices.map { (try Name(parsing: $0), $1) })
  }

  func isDeclared(_ name: Name) -> Bool { shapes[name] != nil }
  func base(of name: Name) -> Int { 1 }
  func declaredShape(_ name: Name) -> [Int]? { nil }
  func boundShape(_ name: Name, asksFallback: Bool) -> [Int]? { shapes[name] }
  func hasValue(_ name: Name, asksFallback: Bool) -> Bool { shapes[name] != nil }
  func fixedNumber(_ name: Name) -> Double? { nil }
  func isBound(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool { shapes[name] != nil }
  func isForeignFunction(_ name: Name, _ symbol: Symbol, takesSup: Bool) -> Bool { false }
  func isFamily(_ name: Name, _ symbol: Symbol) -> Bool { false }
  func function(_ name: Name) -> Function? { nil }
  func subscriptFunction(_ name: Name) -> Function? { nil }
  func noteUse(of name: Name) { used.insert(name) }
  func noteUse(ofGiven name: Name) {}
}

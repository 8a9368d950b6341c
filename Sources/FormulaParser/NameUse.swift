import FormulaStatements

/// A name at its place in a formula, and what it was found to be.
package struct NameUse: Sendable, Hashable {
  package enum Target: Sendable, Hashable {
    case index
    case function
    case value(shape: [Int])
  }

  package var range: Range<Int>
  package var name: Name
  package var target: Target

  package init(range: Range<Int>, name: Name, target: Target) { (self.range, self.name, self.target) = (range, name, target) }
}

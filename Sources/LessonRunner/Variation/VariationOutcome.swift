import CellOutputs

/// The outcome of checking a formula at other inputs, given that it agrees at the recorded ones.
package enum VariationOutcome: Sendable, Hashable, Codable {
  /// It also agrees at this number of other inputs. Some of them, by name, varied by a rule: they kept their values, say, or were positive, and
  /// nothing is known of the formula at others.
  case holds(count: Int, rules: [String: Variation.Rule] = [:])
  /// It is a statement about shapes, which don't change with the inputs.
  case ofShapes
  /// It contains nothing that the program computes: it states what the data are.
  case aboutTheData
  /// It compares a computed value with a literal number.
  case numberOfThisRun
  /// It can't be evaluated at other inputs.
  case notVaried(why: String)
  /// The author or the course turned variation off, with the author's reason.
  case off(reason: String?)
  /// It disagrees at other inputs unless an input has a property.
  case holdsOnly(Condition)
  /// It disagrees at other inputs.
  case thisDataOnly(Counterexample)

  /// A condition under which a formula seems to hold.
  package struct Condition: Sendable, Hashable, Codable {
    package var input: String
    /// The property in words that follow "while `P`"; nil if the formula holds only at the recorded value of the input.
    package var property: String?
    /// Other inputs that must keep their values.
    package var kept: [String]
    /// If the input equals a dimension of another value: how to write it so that both change together.
    package var dimension: String?

    package init(input: String, property: String?, kept: [String], dimension: String?) {
      (self.input, self.property, self.kept, self.dimension) = (input, property, kept, dimension)
    }
  }

  /// Inputs at which a formula disagrees.
  package struct Counterexample: Sendable, Hashable, Codable {
    /// The inputs that the formula reads, with their values: `Q = [[1.3, 0.2], [0.4, 0.7]]`.
    package var inputs: [String]
    /// The values of the sides, as in the report of a disagreement at the recorded inputs.
    package var sides: [String]

    package init(inputs: [String], sides: [String]) { (self.inputs, self.sides) = (inputs, sides) }
  }

  package var disagrees: Bool {
    switch self {
    case .holdsOnly, .thisDataOnly: true
    case .holds, .ofShapes, .aboutTheData, .numberOfThisRun, .notVaried, .off: false
    }
  }
}

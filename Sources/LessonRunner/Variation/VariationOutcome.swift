/// What checking a formula at other inputs came to, for a formula that agrees at the recorded ones.
package enum VariationOutcome: Sendable, Hashable, Codable {
  /// It agrees at so many other inputs too.
  case holds(count: Int)
  /// It states shapes alone, which don't change with the inputs.
  case ofShapes
  /// Nothing that the program computes takes part: the formula states what the data are.
  case aboutTheData
  /// It compares something computed with a number that is written out.
  case numberOfThisRun
  /// It can't be evaluated at other inputs.
  case notVaried(why: String)
  /// The author or the course asks for no variation, with the author's reason.
  case off(reason: String?)
  /// It disagrees at other inputs, but for those where an input has a property.
  case holdsOnly(Condition)
  /// It disagrees at other inputs.
  case thisDataOnly(Counterexample)

  /// What seems to make a formula hold.
  package struct Condition: Sendable, Hashable, Codable {
    package var input: String
    /// In words that go on after "while `P`"; nil if the formula holds only at the recorded value of the input.
    package var property: String?
    /// Other inputs that keep their values then.
    package var kept: [String]
    /// Where the input equals a length of another value: how to write it so that both change together.
    package var dimension: String?

    package init(input: String, property: String?, kept: [String], dimension: String?) {
      (self.input, self.property, self.kept, self.dimension) = (input, property, kept, dimension)
    }
  }

  /// Where a formula disagrees.
  package struct Counterexample: Sendable, Hashable, Codable {
    /// The inputs that the formula reads and their values there, such as `Q = [[1.3, 0.2], [0.4, 0.7]]`.
    package var inputs: [String]
    /// What the sides were, as in a disagreement at the recorded inputs.
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

import CellOutputs
import Testing

@Suite struct VariationTests {
  private static let matrix = NumericArray(shape: [2, 3], elements: [1, -2, 0.5, 4, 0, -3])

  @Test func `the same variation gives the same values, and others give others`() {
    let values = Variation(seed: 1).values(insteadOf: Self.matrix, input: 0)
    #expect(values == Variation(seed: 1).values(insteadOf: Self.matrix, input: 0))
    #expect(values != Variation(seed: 2).values(insteadOf: Self.matrix, input: 0))
    #expect(values != Variation(seed: 1).values(insteadOf: Self.matrix, input: 1))
  }

  /// Pages show at how many other inputs a formula agrees, so the inputs must be the same on every machine.
  @Test func `the values are these on every machine`() {
    #expect(Variation(seed: 1).values(insteadOf: NumericArray(shape: [3], elements: [1, 2, -4]), input: 0) == [1.17, 2.6, -5.95])
    #expect(Variation(seed: 2).seed(insteadOf: 7, input: 0) == 2007)
  }

  @Test(arguments: 1...20) func `an entry keeps its sign, and its magnitude changes by no more than a factor of 2`(seed: Int) {
    let values = Variation(seed: seed).values(insteadOf: Self.matrix, input: 0)
    for (value, recorded) in zip(values, Self.matrix.elements) where recorded != 0 {
      #expect(value * recorded > 0)
      #expect((0.49...2.01).contains(value / recorded) && abs(value / recorded - 1) > 0.1)
    }
    #expect(Set(values).count == values.count)
  }

  @Test func `zeros become small numbers, of the sign that the others have`() {
    for seed in 1...10 {
      #expect(Variation(seed: seed).values(insteadOf: NumericArray(shape: [3], elements: [0, 2, 0]), input: 0).allSatisfy { $0 > 0 })
      #expect(Variation(seed: seed).values(insteadOf: NumericArray(shape: [2], elements: [0, -2]), input: 0).allSatisfy { $0 < 0 })
    }
  }

  @Test func `what is not finite stays where it is`() {
    let mask = NumericArray(shape: [2, 2], elements: [0, -.infinity, .nan, 1])
    let values = Variation(seed: 3).values(insteadOf: mask, input: 0)
    #expect(values[1] == -.infinity && values[2].isNaN && values[0] != 0)
  }

  @Test func `rules bind an input alone`() {
    let rules: [Int: Variation.Rule] = [0: .keep, 1: .positive, 2: .keepZerosAndOnes]
    let variation = Variation(seed: 1, rules: rules)
    #expect(variation.values(insteadOf: Self.matrix, input: 0) == Self.matrix.elements)
    #expect(variation.seed(insteadOf: 7, input: 0) == 7)
    #expect(variation.values(insteadOf: Self.matrix, input: 1).allSatisfy { $0 > 0 })
    let oneHot = variation.values(insteadOf: NumericArray(shape: [2, 2], elements: [0, 1, 3, 0]), input: 2)
    #expect(oneHot[0] == 0 && oneHot[1] == 1 && oneHot[2] != 3 && oneHot[3] == 0)
  }

  @Test(arguments: Variation.Property.allCases) func `a value that shall have a property has it, and is another`(
    property: Variation.Property
  ) {
    let recorded: NumericArray =
      switch property {
      case .zeroPattern: .init(shape: [2, 2], elements: [1, 0, 2, 3])
      case .unitInterval: .init(shape: [3], elements: [0.1, 0.5, 1])
      case .rowsSumToOne: .init(shape: [2, 2], elements: [0.25, 0.75, 0.5, 0.5])
      case .unitRows: .init(shape: [2, 2], elements: [0.6, 0.8, 1, 0])
      case .zeroMean: .init(shape: [3], elements: [-1, 0, 1])
      case .ascending: .init(shape: [3], elements: [1, 2, 5])
      case .symmetric: .init(shape: [2, 2], elements: [1, 4, 4, 2])
      case .permutation: .init(shape: [3, 3], elements: [0, 1, 0, 1, 0, 0, 0, 0, 1])
      case .orthogonal: .init(shape: [2, 2], elements: [0, 1, -1, 0])
      }
    #expect(property.holds(of: recorded))
    var others = 0
    for seed in 1...10 {
      let values = Variation(seed: seed, rules: [0: .having(property)]).values(insteadOf: recorded, input: 0)
      #expect(property.holds(of: NumericArray(shape: recorded.shape, elements: values)), "\(seed): \(values)")
      if values != recorded.elements { others += 1 }
    }
    // A random permutation of three may be the recorded one.
    #expect(others >= 5)
  }
}

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
    #expect(Variation(seed: 2).values(insteadOf: NumericArray(shape: [3], elements: [1, 2, -4]), input: 0) == [0.506, 1.11, -2.23])
    #expect(Variation(seed: 1).values(insteadOf: NumericArray(shape: [3], elements: [1, 2, -4]), input: 0) == [7.32, 2.11, -0.379])
    #expect(Variation(seed: 2).seed(insteadOf: 7, input: 0) == 2007)
  }

  @Test(arguments: 1...20) func `an entry keeps its sign, and its magnitude changes by no more than a factor of 2`(seed: Int) {
    let values = Variation(seed: seed, changesOrder: false).values(insteadOf: Self.matrix, input: 0)
    for (value, recorded) in zip(values, Self.matrix.elements) where recorded != 0 {
      #expect(value * recorded > 0)
      #expect((0.49...2.01).contains(value / recorded) && abs(value / recorded - 1) > 0.1)
    }
    #expect(Set(values).count == values.count)
  }

  @Test func `every second variation changes the order`() {
    #expect((1...4).map { Variation(seed: $0).changesOrder } == [true, false, true, false])
  }

  @Test(arguments: 1...20) func `where the order changes, the largest becomes the smallest, and an entry keeps its sign`(seed: Int) {
    let values = Variation(seed: seed, changesOrder: true).values(insteadOf: Self.matrix, input: 0)
    func order(_ entries: [Double]) -> [Int] { entries.indices.sorted { abs(entries[$0]) < abs(entries[$1]) } }
    #expect(order(values) == order(Self.matrix.elements).reversed())
    for (value, recorded) in zip(values, Self.matrix.elements) where recorded != 0 { #expect(value * recorded > 0) }
  }

  @Test(arguments: 1...20) func `where the order changes, a threshold near the numbers is crossed`(seed: Int) {
    let variation = Variation(seed: seed, changesOrder: true)
    let above = variation.values(insteadOf: NumericArray(shape: [3], elements: [1, 2, 4]), input: 0)
    #expect(above.min()! <= 0.5 && above.max()! >= 4)
    #expect(variation.values(insteadOf: NumericArray(2), input: 0)[0] < 1)
    #expect(variation.values(insteadOf: NumericArray(0.5), input: 0)[0] > 0.6)
    #expect(variation.values(insteadOf: NumericArray(-2), input: 0)[0] < 0)
  }

  @Test(arguments: 1...20) func `equal numbers become unequal, and masks keep their pattern, where the order changes`(seed: Int) {
    let variation = Variation(seed: seed, changesOrder: true)
    #expect(Set(variation.values(insteadOf: NumericArray(shape: [4], elements: [1, 1, 1, 1]), input: 0)).count == 4)
    let mask = variation.values(insteadOf: NumericArray(shape: [3], elements: [0, -.infinity, 2]), input: 0)
    #expect(mask[1] == -.infinity && mask[0] > mask[2] && mask[2] > 0)
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
      case .order: .init(shape: [4], elements: [2, -1, 0, 3])
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

  @Test(arguments: 1...10) func `a value that shall keep the order of its entries keeps it`(seed: Int) {
    let recorded = NumericArray(shape: [2, 2], elements: [2, -1, 0, 3])
    let values = Variation(seed: seed, rules: [0: .having(.order)]).values(insteadOf: recorded, input: 0)
    #expect(values[1] < values[2] && values[2] < values[0] && values[0] < values[3])
  }
}

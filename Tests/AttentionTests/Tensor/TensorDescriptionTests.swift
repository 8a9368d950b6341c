import Attention
import Testing

@Suite struct TensorDescriptionTests {
  struct Example: CustomTestStringConvertible, Sendable {
    let tensor: Tensor
    let text: String
    var testDescription: String { text }

    init(_ tensor: Tensor, _ text: String) { (self.tensor, self.text) = (tensor, text) }
  }

  @Test(arguments: [
    Example(Tensor(3), "3"),
    Example([1, 2, 30], "[ 1,  2, 30]"),
    Example([0.5, 0.25], "[0.50, 0.25]"),
    Example([1, 0.33333334], "[1.0000, 0.3333]"),
    Example([-1.5, 10], "[-1.5, 10.0]"),
    Example([0.99999], "[1.0000]"),
    Example(Tensor([123_456.789, 1]), "[123456.79,      1.00]"),
    Example([0.001], "[0.001]"),
    Example([1e-5, 1], "[0.0000, 1.0000]"),
    Example([0.0005, 0], "[5.0000e-04, 0.0000e+00]"),
    Example([10_000_000, -1], "[ 1.0000e+07, -1.0000e+00]"),
    Example([9_999_999], "[9999999]"),
    Example(Tensor([.nan, .infinity, -.infinity, 1]), "[ nan,  inf, -inf,    1]"),
    Example([[1, -2], [30, 4]], "[[ 1, -2],\n [30,  4]]"),
    Example([[[1], [2]], [[3], [4]]], "[[[1],\n  [2]],\n\n [[3],\n  [4]]]"),
  ])
  func `elements stand in columns, with the decimals they need`(example: Example) {
    #expect(example.tensor.description == example.text)
  }

  @Test func `no zero has a sign, whether it is one or is rounded to one`() {
    #expect(Tensor([-0.0, 1]).description == "[0, 1]")
    #expect(Tensor([-0.00001, 1]).description == "[0.0000, 1.0000]")
    #expect(Tensor([-0.00001, 0]).description == "[-1.0000e-05,  0.0000e+00]")
  }

  @Test(arguments: [([0], "[]"), ([0, 3], "[]"), ([2, 0], "[[],\n []]")])
  func `no elements leave the brackets`(shape: [Int], text: String) {
    #expect(Tensor.zeros(shape).description == text)
  }

  @Test func `a long axis shows its first and last three places`() {
    #expect(Tensor(0..<12).description == "[ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11]")
    #expect(Tensor(0..<13).description == "[ 0,  1,  2, …, 10, 11, 12]")
    #expect(
      Tensor(0..<26).reshaped([13, 2]).description == """
        [[ 0,  1],
         [ 2,  3],
         [ 4,  5],
         …,
         [20, 21],
         [22, 23],
         [24, 25]]
        """)
  }

  @Test func `a large tensor is shortened in every axis`() {
    #expect(
      Tensor.zeros([7, 12, 12]).description == """
        [\(block),

         \(block),

         \(block),

         …,

         \(block),

         \(block),

         \(block)]
        """)
  }

  private let block = """
    [[0, 0, 0, …, 0, 0, 0],
      [0, 0, 0, …, 0, 0, 0],
      [0, 0, 0, …, 0, 0, 0],
      …,
      [0, 0, 0, …, 0, 0, 0],
      [0, 0, 0, …, 0, 0, 0],
      [0, 0, 0, …, 0, 0, 0]]
    """

  @Test(arguments: [(0, "[0, 1]"), (2, "[0.12, 1.00]"), (8, "[0.12345679, 1.00000000]"), (-1, "[0, 1]")])
  func `the decimals can be asked for`(decimals: Int, text: String) {
    #expect(Tensor([0.12345679, 1]).description(decimals: decimals) == text)
  }

  @Test func `no number of decimals is too large`() {
    #expect(Tensor([0.5]).description(decimals: .max) == "[0.5" + String(repeating: "0", count: 148) + "]")
    #expect(Tensor([-1e-5]).description(decimals: 2) == "[0.00]")
  }

  @Test func `many axes are no burden`() {
    let shape = [Int](repeating: 1, count: 1000)
    #expect(Tensor.ones(shape).description.contains("[1]"))
  }
}

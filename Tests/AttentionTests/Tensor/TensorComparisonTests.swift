import Attention
import Testing

@Suite struct TensorComparisonTests {
  @Test func `comparisons are 1 where they hold`() {
    let (x, y): (Tensor, Tensor) = ([1, 2, .nan], [2, 2, 2])
    #expect((x .< y) == [1, 0, 0])
    #expect((x .<= y) == [1, 1, 0])
    #expect((x .> y) == [0, 0, 0])
    #expect((x .>= y) == [0, 1, 0])
    #expect((x .== y) == [0, 1, 0])
    #expect((x .!= y) == [1, 0, 1])
    #expect((x .< 2) == [1, 0, 0])
    #expect((([[1], [3]] as Tensor) .> ([0, 2] as Tensor)) == [[1, 0], [1, 1]])
  }

  @Test func `elements are replaced where a condition holds`() {
    let x: Tensor = [[1, -2], [-3, 4]]
    #expect(x.replacing(with: Tensor(0), where: x .< 0) == [[1, 0], [0, 4]])
    #expect(x.replacing(with: [7, 8], where: [[1], [0]]) == [[7, 8], [-3, 4]])
    #expect(([.nan, 1] as Tensor).replacing(with: Tensor(5), where: [1, 0]) == [5, 1])
  }

  @Test func `parts are assigned, and broadcast`() {
    var x = Tensor.zeros([3, 4])
    x[0..., 1..<3] = Tensor(7)
    x[1..<2] = [1, 2, 3, 4]
    x[2..., ..<1] = [[9]]
    #expect(x == [[0, 7, 7, 0], [1, 2, 3, 4], [9, 7, 7, 0]])
    x[0..<0] = Tensor(5)
    x[..<2, 3...] += [[1], [2]]
    #expect(x[0..., 3...] == [[1], [6], [0]])
    let copy = x
    x[0...] = Tensor(0)
    #expect(copy[1, 1] == 2)
  }

  @Test func `numbers in double precision are rounded`() {
    let (factor, list): (Double, [Double]) = (0.1, [1, 2.5])
    #expect(Tensor(list) == [1, 2.5])
    #expect(Tensor([list, list]).shape == [2, 2])
    #expect(Tensor(factor).item == 0.1)
    let x: Tensor = [1, 2]
    #expect(x * factor == [0.1, 0.2])
    #expect(factor + x == 0.1 + x)
    #expect(factor / x == 0.1 / x)
    #expect(x - factor == x - 0.1)
    #expect(2 * x / 4 == [0.5, 1])
  }
}

import Attention
import Testing

@Suite struct TensorTests {
  @Test func `nested brackets give the shape and the elements in row-major order`() {
    let tensor: Tensor = [[[1, 2.5], [3, -4]], [[5, 6], [7, 8]], [[9, 10], [11, 12]]]
    #expect(tensor.shape == [3, 2, 2])
    #expect(tensor.scalars == [1, 2.5, 3, -4, 5, 6, 7, 8, 9, 10, 11, 12])
    #expect((tensor.rank, tensor.count, tensor.rows, tensor.columns) == (3, 12, 2, 2))
  }

  @Test func `empty brackets have a shape too`() {
    #expect(([] as Tensor).shape == [0])
    #expect(([[], []] as Tensor).shape == [2, 0])
  }

  @Test func `arrays and numbers make tensors`() {
    let x: Float = 2
    #expect(Tensor([x, 3]) == [2, 3])
    #expect(Tensor([[x, 3], [4, 5]]) == [[2, 3], [4, 5]])
    #expect(Tensor(x).shape == [])
    #expect(Tensor(0..<4) == [0, 1, 2, 3])
    #expect(Tensor(5..<5).shape == [0])
  }

  @Test(arguments: [[], [1], [1, 1, 1]])
  func `the only element is the item, whatever the rank`(shape: [Int]) {
    #expect(Tensor(shape: shape, scalars: [7]).item == 7)
  }

  @Test func `zeros, ones, full and identity hold what they say`() {
    #expect(Tensor.zeros([2, 1]) == [[0], [0]])
    #expect(Tensor.ones([2]) == [1, 1])
    #expect(Tensor.full([], 4).item == 4)
    #expect(Tensor.identity(2) == [[1, 0], [0, 1]])
    #expect(Tensor.identity(0).shape == [0, 0])
    #expect(Tensor.zeros([3, 0, 2]).count == 0)
  }

  @Test func `linspace includes both ends exactly`() {
    #expect(Tensor.linspace(0, 1, count: 5) == [0, 0.25, 0.5, 0.75, 1])
    #expect(Tensor.linspace(0.1, 0.7, count: 1000).scalars.last == 0.7)
    #expect(Tensor.linspace(3, 4, count: 1) == [3])
    #expect(Tensor.linspace(3, 4, count: 0).shape == [0])
  }

  @Test func `equal tensors have equal shape and elements, and equal hashes`() {
    let row: Tensor = [1, 2]
    #expect(row != row.reshaped([2, 1]))
    #expect(Set([row, [1, 2], [2, 1]]).count == 2)
  }

  @Test func `a copy is a value of its own`() {
    let original: Tensor = [1, 2]
    var copy = original
    copy += 1
    #expect(original == [1, 2])
    #expect(copy == [2, 3])
  }

  @Test func `near numbers are close, NaN is close to nothing, shapes count`() {
    let x: Tensor = [1, 1000]
    #expect(x.isClose(to: [1.000001, 1000.001]))
    #expect(!x.isClose(to: [1.001, 1000]))
    #expect(x.isClose(to: [1.001, 1000], relativeTolerance: 0, absoluteTolerance: 0.01))
    #expect(!x.isClose(to: [[1, 1000]]))
    #expect(!Tensor(.nan).isClose(to: Tensor(.nan)))
    #expect(Tensor(.infinity).isClose(to: Tensor(.infinity)))
    #expect(!Tensor(.infinity).isClose(to: Tensor(-.infinity)))
    #expect(!Tensor(1).isClose(to: Tensor(.infinity)))
  }
}

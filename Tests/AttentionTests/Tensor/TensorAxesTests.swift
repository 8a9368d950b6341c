import Attention
import Testing

@Suite struct TensorAxesTests {
  let cube = Tensor(0..<24).reshaped([2, 3, 4])

  @Test func `transposing exchanges the last two axes`() {
    #expect(([[1, 2, 3], [4, 5, 6]] as Tensor).transposed() == [[1, 4], [2, 5], [3, 6]])
    #expect(cube.transposed().shape == [2, 4, 3])
    #expect(cube.transposed()[1, 3, 2] == cube[1, 2, 3])
  }

  @Test(arguments: [(0, 1), (1, 2), (0, -1)])
  func `transposing twice changes nothing`(first: Int, second: Int) {
    #expect(cube.transposed(first, second).transposed(first, second) == cube)
  }

  // python3 -c "import numpy as np; print(np.arange(24).reshape(2,3,4).transpose(2,0,1)[3].tolist())"
  @Test func `permuting orders the axes anew`() {
    let permuted = cube.permuted([2, 0, 1])
    #expect(permuted.shape == [4, 2, 3])
    #expect(permuted[3] == [[3, 7, 11], [15, 19, 23]])
    #expect(cube.permuted([-1, 0, 1]) == permuted)
    #expect(Tensor(5).permuted([]).item == 5)
  }

  @Test func `reshaping keeps the order of elements, and fills in −1`() {
    #expect(cube.reshaped([4, -1])[3] == [18, 19, 20, 21, 22, 23])
    #expect(cube.reshaped([24]).reshaped([2, 3, 4]) == cube)
    #expect(Tensor([5]).reshaped([]).shape == [])
    #expect(Tensor.zeros([0, 3]).reshaped([-1, 6]).shape == [0, 6])
  }

  @Test func `expanding repeats axes of size 1 and missing ones`() {
    #expect(([[1], [2]] as Tensor).expanded(to: [2, 3]) == [[1, 1, 1], [2, 2, 2]])
    #expect(([1, 2] as Tensor).expanded(to: [2, 2]) == [[1, 2], [1, 2]])
    #expect(Tensor(7).expanded(to: [2]) == [7, 7])
    #expect(([[1]] as Tensor).expanded(to: [1, 0]).shape == [1, 0])
  }

  @Test(arguments: [(0, [1, 2, 3]), (1, [2, 1, 3]), (-1, [2, 3, 1])])
  func `inserting an axis adds one of size 1`(axis: Int, shape: [Int]) {
    #expect(Tensor.zeros([2, 3]).insertingAxis(at: axis).shape == shape)
  }

  @Test func `stacking makes an axis, concatenating lengthens one`() {
    let (a, b): (Tensor, Tensor) = ([1, 2], [3, 4])
    #expect(stack([a, b]) == [[1, 2], [3, 4]])
    #expect(stack([a, b], axis: -1) == [[1, 3], [2, 4]])
    #expect(concatenate([a, b, [5]]) == [1, 2, 3, 4, 5])
    #expect(concatenate([[[1, 2]], [[3, 4], [5, 6]]]) == [[1, 2], [3, 4], [5, 6]])
    #expect(concatenate([[[1], [2]], [[3, 4], [5, 6]]], axis: 1) == [[1, 3, 4], [2, 5, 6]])
  }

  @Test func `what is cut apart is put together again`() {
    for axis in 0..<3 {
      #expect(stack((0..<cube.shape[axis]).map { cube.selecting($0, axis: axis) }, axis: axis) == cube)
    }
    #expect(concatenate([cube[0..., 0..., 0..<1], cube[0..., 0..., 1...]], axis: 2) == cube)
  }
}

import Attention
import Testing

@Suite struct TensorSubscriptTests {
  let cube = Tensor(0..<24).reshaped([2, 3, 4])

  @Test func `one index gives a part of the first axis`() {
    #expect(cube[1].shape == [3, 4])
    #expect(cube[1][2] == [20, 21, 22, 23])
    #expect(cube[1][2][3].item == 23)
  }

  @Test func `one index for each axis gives an element`() {
    #expect(cube[1, 2, 3] == 23)
    #expect(cube[0][2, 1] == 9)
  }

  @Test func `elements and parts are assigned`() {
    var matrix = Tensor.zeros([2, 3])
    matrix[0, 2] = 5
    matrix[1] = [7, 8, 9]
    #expect(matrix == [[0, 0, 5], [7, 8, 9]])
    var vector: Tensor = [1, 2]
    vector[0] = Tensor(4)
    #expect(vector == [4, 2])
    var volume = cube
    volume[1, 0, 0] = -1
    #expect(volume[1][0] == [-1, 13, 14, 15])
  }

  @Test func `ranges cut along each axis`() {
    let matrix: Tensor = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    #expect(matrix[0..<2] == [[1, 2, 3], [4, 5, 6]])
    #expect(matrix[1..., 1...1] == [[5], [8]])
    #expect(matrix[...0, ..<2] == [[1, 2]])
    #expect(matrix[3...].shape == [0, 3])
    #expect(matrix[0..., 1..<1].shape == [3, 0])
    #expect(cube[0..., 0..<1, 3...] == [[[3]], [[15]]])
  }

  @Test func `selecting drops the axis`() {
    #expect(cube.selecting(1, axis: 1) == [[4, 5, 6, 7], [16, 17, 18, 19]])
    #expect(cube.selecting(3, axis: -1) == [[3, 7, 11], [15, 19, 23]])
  }

  @Test func `gathering takes parts in any order, again and again`() {
    let matrix: Tensor = [[1, 2], [3, 4], [5, 6]]
    #expect(matrix.gathering([2, 0, 2]) == [[5, 6], [1, 2], [5, 6]])
    #expect(matrix.gathering([1, 0], axis: -1) == [[2, 1], [4, 3], [6, 5]])
    #expect(matrix.gathering([]).shape == [0, 2])
  }
}

import Attention
import Testing

@Suite struct TensorReductionTests {
  let matrix: Tensor = [[1, 2, 3], [4, 5.5, -6]]

  @Test func `a reduction takes the whole tensor`() {
    #expect(matrix.sum() == 9.5)
    #expect(matrix.mean() == 9.5 / 6)
    #expect(matrix.max() == 5.5)
    #expect(matrix.min() == -6)
    #expect(matrix.argmax() == 4)
  }

  @Test func `a reduction along an axis drops it, or keeps it with size 1`() {
    #expect(matrix.sum(axis: 0) == [5, 7.5, -3])
    #expect(matrix.sum(axis: 1) == [6, 3.5])
    #expect(matrix.sum(axis: -1, keepingAxis: true) == [[6], [3.5]])
    #expect(matrix.mean(axis: 0) == [2.5, 3.75, -1.5])
    #expect(matrix.max(axis: 0) == [4, 5.5, 3])
    #expect(matrix.min(axis: 1) == [1, -6])
    #expect(matrix.argmax(axis: 0) == [1, 1, 0])
    #expect(matrix.argmax(axis: -1) == [2, 1])
    let cube = Tensor(0..<24).reshaped([2, 3, 4])
    #expect(cube.sum(axis: 1) == [[12, 15, 18, 21], [48, 51, 54, 57]])
    #expect(cube.argmax(axis: 1) == [2, 2, 2, 2, 2, 2, 2, 2])
  }

  // python3 -c "import numpy as np; x=np.array([[1,2,3],[4,5.5,-6]]); print(np.var(x), np.var(x,axis=0),
  // np.var(x,axis=1), np.linalg.norm(x), np.linalg.norm(x,axis=1))"
  @Test func `variance, biased, and norm agree with NumPy`() {
    expectClose(Tensor(matrix.variance()), Tensor(13.534722222222223))
    expectClose(matrix.variance(axis: 0), [2.25, 3.0625, 20.25])
    expectClose(matrix.variance(axis: 1, keepingAxis: true), [[0.6666666666666666], [26.055555555555554]])
    expectClose(Tensor(matrix.norm()), Tensor(9.810708435174291))
    expectClose(matrix.norm(axis: 1), [3.7416573867739413, 9.069178573608527])
  }

  @Test func `a sum of a million tenths is rounded once`() {
    // Added up in `Float`, the sum would be 100 958.34.
    #expect(Tensor.full([1_000_000], 0.1).sum() == 100_000)
    #expect(Tensor.full([1_000_000, 1], 0.1).sum(axis: 0) == [100_000])
  }

  @Test func `without elements, a reduction gives its neutral element, or NaN`() {
    let empty = Tensor.zeros([0])
    #expect(empty.sum() == 0)
    #expect(empty.mean().isNaN)
    #expect(empty.variance().isNaN)
    #expect(empty.max() == -.infinity)
    #expect(empty.min() == .infinity)
    #expect(empty.norm() == 0)
    #expect(Tensor.zeros([2, 0]).sum(axis: 1) == [0, 0])
    #expect(Tensor.zeros([2, 0]).sum(axis: 0).shape == [0])
    #expect(Tensor.zeros([2, 0]).max(axis: 1) == [-.infinity, -.infinity])
    #expect(Tensor.zeros([0, 2]).argmax(axis: 1) == [])
  }

  @Test func `NaN is never hidden`() {
    let x: Tensor = Tensor([1, .nan, 3])
    #expect(x.sum().isNaN)
    #expect(x.max().isNaN)
    #expect(x.min().isNaN)
    #expect(x.argmax() == 1)
    #expect(x.reshaped([1, 3]).max(axis: 1).item.isNaN)
  }

  @Test func `the first of equals is the arg max`() {
    #expect(([2, 7, 7] as Tensor).argmax() == 1)
    #expect(Tensor([-.infinity, -.infinity]).argmax() == 0)
  }
}

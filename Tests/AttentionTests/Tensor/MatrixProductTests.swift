import Attention
import Testing

@Suite struct MatrixProductTests {
  // python3 -c "import numpy as np; a=np.arange(12).reshape(2,2,3)-5; b=np.arange(6).reshape(3,2)*.5;
  //   print((a@b).tolist(), (a@np.array([1,2,3])).tolist(), (np.array([1,2])@a).tolist())"
  let a = Tensor(-5..<7).reshaped([2, 2, 3])
  let b = Tensor(0..<6).reshaped([3, 2]) * 0.5

  @Test func `matrices are multiplied, and a batch by one matrix`() {
    #expect(matmul(a[0], b) == [[-10, -16], [-1, -2.5]])
    #expect(matmul(a, b) == [[[-10, -16], [-1, -2.5]], [[8, 11], [17, 24.5]]])
  }

  @Test func `a vector is a row on the left, a column on the right`() {
    #expect(matmul(a, [1, 2, 3]) == [[-22, -4], [14, 32]])
    #expect(matmul([1, 2], a) == [[-9, -6, -3], [9, 12, 15]])
    #expect(matmul([1, 2, 3], [4, 5, 6]) == Tensor(32))
  }

  @Test func `leading axes broadcast`() {
    let left = Tensor.randomNormal([2, 1, 4, 3], seed: 1)
    let right = Tensor.randomNormal([5, 3, 2], seed: 2)
    let product = matmul(left, right)
    #expect(product.shape == [2, 5, 4, 2])
    for i in 0..<2 {
      for j in 0..<5 { #expect(product[i][j] == matmul(left[i][0], right[j])) }
    }
  }

  @Test func `the identity changes nothing, and transposing turns a product round`() {
    let x = Tensor.randomNormal([4, 3], seed: 3)
    let y = Tensor.randomNormal([3, 5], seed: 4)
    #expect(matmul(.identity(4), x) == x)
    #expect(matmul(x, .identity(3)) == x)
    #expect(matmul(x, y).transposed() == matmul(y.transposed(), x.transposed()))
  }

  @Test func `empty products are zeros`() {
    #expect(matmul(.zeros([2, 0]), .zeros([0, 3])) == .zeros([2, 3]))
    #expect(matmul(.zeros([0, 4]), .zeros([4, 3])).shape == [0, 3])
    #expect(matmul(.zeros([0, 2, 2]), .zeros([2, 2])).shape == [0, 2, 2])
  }

  @Test func `NaN and infinity are never skipped`() {
    #expect(matmul([[0]], Tensor([[.nan]])).item.isNaN)
    #expect(matmul([[0]], Tensor([[.infinity]])).item.isNaN)
  }

  @Test func `dot, outer and diagonal`() {
    #expect(dot([1, 2, 3], [4, 5, 6]) == 32)
    #expect(dot([], []) == 0)
    #expect(outer([1, 2], [3, 4, 5]) == [[3, 4, 5], [6, 8, 10]])
    #expect(([[1, 2, 3], [4, 5, 6]] as Tensor).diagonal() == [1, 5])
    #expect(stack([.identity(2), [[5, 6], [7, 8]]]).diagonal() == [[1, 1], [5, 8]])
  }
}

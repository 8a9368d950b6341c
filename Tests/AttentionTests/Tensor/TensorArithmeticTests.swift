import Attention
import Testing

@Suite struct TensorArithmeticTests {
  let matrix: Tensor = [[1, 2, 3], [4, 5, 6]]

  @Test func `equal shapes are combined element by element`() {
    let other: Tensor = [[2, 2, 2], [4, 4, 4]]
    #expect(matrix + other == [[3, 4, 5], [8, 9, 10]])
    #expect(matrix - other == [[-1, 0, 1], [0, 1, 2]])
    #expect(matrix * other == [[2, 4, 6], [16, 20, 24]])
    #expect(matrix / other == [[0.5, 1, 1.5], [1, 1.25, 1.5]])
    #expect(-matrix == [[-1, -2, -3], [-4, -5, -6]])
  }

  @Test func `a number is combined with every element, from either side`() {
    #expect(matrix + 1 == 1 + matrix)
    #expect(2 - matrix == [[1, 0, -1], [-2, -3, -4]])
    #expect(matrix - 2 == -(2 - matrix))
    #expect(2 * matrix == matrix * 2)
    #expect(12 / matrix == [[12, 6, 4], [3, 2.4, 2]])
    #expect(matrix / 2 == matrix * 0.5)
  }

  @Test func `shapes are aligned at the last axis, and sizes of 1 repeated`() {
    #expect(matrix + ([10, 20, 30] as Tensor) == [[11, 22, 33], [14, 25, 36]])
    #expect(matrix + ([[10], [20]] as Tensor) == [[11, 12, 13], [24, 25, 26]])
    #expect(([[1], [2]] as Tensor) * ([3, 4] as Tensor) == [[3, 4], [6, 8]])
    #expect(matrix * Tensor(2) == matrix * 2)
    #expect((Tensor.ones([2, 1, 3]) + Tensor.ones([4, 1])).shape == [2, 4, 3])
    #expect((Tensor.ones([0, 3]) + Tensor.ones([1, 3])).shape == [0, 3])
  }

  @Test func `in place, the left side keeps its shape`() {
    var x = matrix
    x += matrix
    x -= [1, 2, 3]
    x *= 2
    x /= [[2], [4]]
    #expect(x == [[1, 2, 3], [3.5, 4, 4.5]])
    x += 1
    x -= 2
    x /= 0.5
    x *= Tensor(2)
    #expect(x == [[0, 4, 8], [10, 12, 14]])
  }

  @Test func `division by zero follows IEEE`() {
    let quotient = ([1, -1, 0] as Tensor) / 0
    #expect(quotient.scalars[0] == .infinity)
    #expect(quotient.scalars[1] == -.infinity)
    #expect(quotient.scalars[2].isNaN)
  }

  // python3 -c "import numpy as np; x=np.array([0.25,1,3]); print([f(x).tolist() for f in
  //   (np.exp,np.log,np.sqrt,np.tanh,np.sin,np.cos)], (x**2.5).tolist())"
  @Test func `functions of one number agree with NumPy`() {
    let x: Tensor = [0.25, 1, 3]
    expectClose(exp(x), [1.2840254166877414, 2.718281828459045, 20.085536923187668])
    expectClose(log(x), [-1.3862943611198906, 0, 1.0986122886681098])
    expectClose(sqrt(x), [0.5, 1, 1.7320508075688772])
    expectClose(tanh(x), [0.24491866240370913, 0.7615941559557649, 0.9950547536867305])
    expectClose(sin(x), [0.24740395925452294, 0.8414709848078965, 0.1411200080598672])
    expectClose(cos(x), [0.9689124217106447, 0.5403023058681398, -0.9899924966004454])
    expectClose(pow(x, 2.5), [0.03125, 1, 15.588457268119896])
    #expect(abs([-2, 3] as Tensor) == [2, 3])
    #expect(x.map { $0 < 1 ? 1 : 0 } == [1, 0, 0])
  }

  @Test func `the larger and the smaller of two let NaN through`() {
    let (a, b): (Tensor, Tensor) = ([1, 5], [3, 2])
    #expect(max(a, b) == [3, 5])
    #expect(min(a, b) == [1, 2])
    for (x, y) in [(Float.nan, Float(1)), (1, .nan)] {
      #expect(max(Tensor(x), Tensor(y)).item.isNaN)
      #expect(min(Tensor(x), Tensor(y)).item.isNaN)
    }
  }
}

import Attention
import Testing

@Suite struct ActivationTests {
  // python3 -c "import math; x=[-2,-.5,0,1,3]; s=[1/(1+math.exp(-v)) for v in x];
  //   print(s, [a*b for a,b in zip(x,s)], [v*(1+math.erf(v/2**.5))/2 for v in x])"
  let x: Tensor = [-2, -0.5, 0, 1, 3]

  @Test func `values agree with Python`() {
    #expect(relu(x) == [0, 0, 0, 1, 3])
    expectClose(
      sigmoid(x), [0.11920292202211755, 0.3775406687981454, 0.5, 0.7310585786300049, 0.9525741268224334])
    expectClose(silu(x), [-0.2384058440442351, -0.1887703343990727, 0, 0.7310585786300049, 2.8577224])
    expectClose(gelu(x), [-0.04550026389635842, -0.15426876936299344, 0, 0.8413447460685429, 2.9959503059])
  }

  @Test func `the approximation is as near as it says`() {
    let dense = Tensor.linspace(-6, 6, count: 2001)
    #expect(abs(gelu(dense) - approximateGELU(dense)).max() < 0.0005)
  }

  @Test func `far from 0, nothing overflows, and NaN stays`() {
    #expect(sigmoid([-1000, 1000]) == [0, 1])
    #expect(silu([-1000, 1000]) == [0, 1000])
    #expect(gelu([-1000, 1000]) == [0, 1000])
    #expect(relu(Tensor(.nan)).item.isNaN)
  }
}

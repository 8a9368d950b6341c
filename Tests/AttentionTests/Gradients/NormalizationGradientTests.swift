import Attention
import Testing

@Suite struct NormalizationGradientTests {
  let x = Tensor.randomNormal([3, 5], seed: 1)
  let gain = Tensor.randomNormal([5], seed: 2)
  let bias = Tensor.randomNormal([5], seed: 3)
  let cotangent = Tensor.randomNormal([3, 5], seed: 4)

  @Test(arguments: [true, false])
  func `gradients are central differences`(isCentered: Bool) {
    if isCentered {
      let gradients = layerNormalizationGradients(x, gain: gain, epsilon: 1e-2, cotangent: cotangent)
      expectGradients([gradients.x, gradients.gain, gradients.bias], of: [x, gain, bias], cotangent: cotangent) {
        normalized($0[0], gain: $0[1], bias: $0[2], isCentered: true)
      }
    } else {
      let gradients = rmsNormalizationGradients(x, gain: gain, epsilon: 1e-2, cotangent: cotangent)
      expectGradients([gradients.x, gradients.gain], of: [x, gain], cotangent: cotangent) {
        normalized($0[0], gain: $0[1], bias: nil, isCentered: false)
      }
    }
  }

  @Test func `several feature axes are one`() {
    let flat = layerNormalizationGradients(x.reshaped([1, 15]), cotangent: cotangent.reshaped([1, 15]))
    let whole = layerNormalizationGradients(x, axis: 0, cotangent: cotangent)
    #expect(whole.x.reshaped([1, 15]) == flat.x)
    #expect(whole.gain.shape == [3, 5])
  }

  @Test func `a layer norm passes on nothing that shifts or stretches the features`() {
    let gradient = layerNormalizationGradients(x, epsilon: 0, cotangent: cotangent).x
    expectClose(gradient.sum(axis: -1), .zeros([3]))
    expectClose((gradient * x).sum(axis: -1), .zeros([3]))
  }

  @Test func `no tokens are no trouble`() {
    let gradients = rmsNormalizationGradients(.zeros([0, 5]), cotangent: .zeros([0, 5]))
    #expect(gradients.x.shape == [0, 5])
    #expect(gradients.gain == .zeros([5]))
  }

  private func normalized(_ x: Reference, gain: Reference, bias: Reference?, isCentered: Bool) -> Reference {
    x.mapRows { row in
      let mean = isCentered ? row.reduce(0, +) / 5 : 0
      let square = row.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 5
      let deviation = (square + Double(Float(1e-2))).squareRoot()
      return row.indices.map { (row[$0] - mean) / deviation * gain[$0] + (bias?[$0] ?? 0) }
    }
  }
}

import Foundation

/// Numbers that look random and are the same in every run.
func floats(_ count: Int, seed: UInt64) -> [Float] {
  var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
  return (0..<count).map { _ in
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(Int64(bitPattern: state) >> 40) / 8_388_608
  }
}

/// As code computes it with `Float`s.
func exponential(_ x: Float) -> Float { Foundation.exp(x) }

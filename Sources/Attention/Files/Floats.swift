// Numbers of 16 bits, as `Float`s and back. All of them are exact as `Float`s.

/// The half-precision number with these bits: 1 sign, 5 exponent and 10 fraction bits.
func float(halfBits bits: UInt16) -> Float {
  let (exponent, fraction) = (Int(bits >> 10 & 31), Float(bits & 1023))
  let magnitude: Float =
    switch exponent {
    case 0: fraction * 0x1p-24
    case 31: fraction == 0 ? .infinity : .nan
    default: Float(sign: .plus, exponent: exponent - 15, significand: 1 + fraction * 0x1p-10)
    }
  return bits >> 15 == 1 ? -magnitude : magnitude
}

/// The nearest half-precision number's bits; of two equally near ones, the even one.
func halfBits(_ x: Float) -> UInt16 {
  let sign: UInt16 = x.sign == .minus ? 1 << 15 : 0
  if x.isNaN { return sign | 0x7E00 }
  let magnitude = x.magnitude
  // From here on, the nearest number is infinity.
  if magnitude >= 65520 { return sign | 0x7C00 }
  // Below the smallest normal number, numbers are multiples of 2⁻²⁴. The sums of exponent and fraction carry over as they must.
  if magnitude < 0x1p-14 { return sign | UInt16((magnitude * 0x1p24).rounded(.toNearestOrEven)) }
  let exponent = magnitude.exponent
  let fraction = (magnitude.significand - 1) * 1024
  return sign | (UInt16(exponent + 15) << 10 + UInt16(fraction.rounded(.toNearestOrEven)))
}

/// The number with these bits: the upper half of a `Float`.
func float(brainBits bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

/// The nearest such number's bits; of two equally near ones, the even one.
func brainBits(_ x: Float) -> UInt16 {
  if x.isNaN { return UInt16(x.bitPattern >> 16) | 0x40 }
  let bits = x.bitPattern
  return UInt16((bits &+ 0x7FFF &+ (bits >> 16 & 1)) >> 16)
}

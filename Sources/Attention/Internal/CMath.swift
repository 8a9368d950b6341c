// The C library's mathematical functions. Only this file and CFiles.swift import a system module, because `Foundation` would increase the start-up time of
// lesson programs. The functions are internal, so that a program that imports Glibc, Darwin or Foundation sees no second `exp`.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

func exp(_ x: Float) -> Float { expf(x) }
func log(_ x: Float) -> Float { logf(x) }
func tanh(_ x: Float) -> Float { tanhf(x) }
func erf(_ x: Float) -> Float { erff(x) }
func pow(_ base: Float, _ exponent: Float) -> Float { powf(base, exponent) }
func sin(_ x: Float) -> Float { sinf(x) }
func cos(_ x: Float) -> Float { cosf(x) }

// It has another name, because a function named `pow` would call itself.
func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
func logarithm(_ x: Double) -> Double { log(x) }

/// `value` as C's `printf` shows it, with `decimals` digits after the point.
func formatted(_ value: Float, decimals: Int, isScientific: Bool) -> String {
  // Long enough for the largest `Float`, 39 digits before the point.
  var buffer = [CChar](repeating: 0, count: 64 + decimals)
  let written = withVaList([Int32(decimals), Double(value)]) { arguments in
    vsnprintf(&buffer, buffer.count, isScientific ? "%.*e" : "%.*f", arguments)
  }
  return String(decoding: buffer.prefix(Int(written)).map { UInt8(bitPattern: $0) }, as: UTF8.self)
}

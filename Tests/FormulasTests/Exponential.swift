import Foundation

/// As code computes it with `Float`s.
func exponential(_ x: Float) -> Float { Foundation.exp(x) }

extension Double {
  /// The number as people write it: `3`, `0.25`, `∞`.
  package var text: String {
    if isInfinite { return self > 0 ? "∞" : "-∞" }
    if let integer = Int(exactly: self), integer.magnitude < 1_000_000_000 { return String(integer) }
    return "\(self)"
  }
}

extension Double {
  /// Whether it has no fraction. Adding a number that leaves no digits for one removes it; unlike `rounded()`, that needs no call.
  @inlinable @inline(__always)
  package var isWhole: Bool { (self + 0x1.8p52) - 0x1.8p52 == self }
}

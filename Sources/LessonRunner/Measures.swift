/// Formats limits for messages, the same in every locale.
enum Measure {
  /// `10 s`, `0.5 s`.
  static func seconds(_ seconds: Double) -> String {
    let whole = seconds.rounded()
    return (whole == seconds ? "\(Int(whole))" : "\(seconds)") + " s"
  }

  /// `64 KB`, `4 GB`.
  static func bytes(_ count: Int) -> String {
    for (unit, shift) in [("GB", 30), ("MB", 20), ("KB", 10)] where count >= 1 << shift && count % (1 << shift) == 0 {
      return "\(count >> shift) \(unit)"
    }
    return "\(count) bytes"
  }
}

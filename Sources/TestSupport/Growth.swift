import Foundation

/// How many times as much processor time some work takes on eight times as much: about 8 where it is linear, 64 where it is quadratic. It is the time of this
/// thread, so that a busy machine doesn't change it.
///
/// - Parameter work: Is called with the smaller and the larger amount.
package func growth(from count: Int, of work: (Int) -> Void) -> Double {
  func seconds(_ count: Int) -> Double {
    let begun = threadSeconds()
    work(count)
    return threadSeconds() - begun
  }
  // The first call may also make what all calls share.
  let small = (0..<2).map { _ in seconds(count) }.min() ?? 0
  return seconds(8 * count) / max(small, 1e-6)
}

/// More than linear work takes on any machine, and less than quadratic work.
package let linearGrowth = 40.0

private func threadSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

// The memory of this process, for the benchmarks.

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A line of what Linux tells of this process, in MB; NaN elsewhere.
private func memory(_ key: String) -> Double {
  guard let file = fopen("/proc/self/status", "r") else { return .nan }
  defer { fclose(file) }
  var buffer = [CChar](repeating: 0, count: 4096)
  while fgets(&buffer, Int32(buffer.count), file) != nil {
    let line = String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    let words = line.split { $0.isWhitespace || $0 == ":" }
    if words.first == key[...], words.count > 1 { return Double(words[1])! * 1024 / 1e6 }
  }
  return .nan
}

/// How much more memory `run` holds at its most than was held before it, in MB, and what it returns.
func peakMemory<Result>(_ run: () -> Result) -> (peak: Double, result: Result) {
  if let file = fopen("/proc/self/clear_refs", "w") {
    fputs("5", file)  // the peak begins anew
    fclose(file)
  }
  let before = memory("VmRSS")
  let result = run()
  return (memory("VmHWM") - before, result)
}

#if os(Linux)
  import Attention
  import Foundation
  import Testing

  @Suite struct MemoryTests {
    /// In a process of its own, which nothing else fills. All scores would take 134 MB.
    @Test func `memory grows with the lengths of queries and keys, and not their product`() async {
      await #expect(processExitsWith: .success) {
        let (queries, keys) = (2048, 16_384)
        let (query, key) = (Tensor.randomNormal([queries, 2], seed: 1), Tensor.randomNormal([keys, 2], seed: 2))
        let before = Self.kilobytes("VmHWM")
        let result = attentionResult(query: query, key: key, value: key)
        let gradients = attentionGradients(query: query, key: key, value: key, result: result, cotangent: query)
        let held = Self.kilobytes("VmHWM") - before
        print("held \(held) kB for \(gradients.key.count) numbers")
        exit(held < 16_000 ? EXIT_SUCCESS : EXIT_FAILURE)
      }
    }

    /// All scores would take 537 MB.
    @Test func `and so it does for attention in several heads`() async {
      await #expect(processExitsWith: .success) {
        let attention = MultiHeadAttention(features: 64, heads: 8, seed: 1)
        let x = Tensor.randomNormal([4096, 64], seed: 2)
        let before = Self.kilobytes("VmHWM")
        let y = attention(x, mask: .causal(4096))
        let held = Self.kilobytes("VmHWM") - before
        print("held \(held) kB for \(y.count) numbers")
        exit(held < 32_000 ? EXIT_SUCCESS : EXIT_FAILURE)
      }
    }

    /// VmHWM is the most memory that the process has held so far.
    static func kilobytes(_ key: String) -> Int {
      let status = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
      let line = status.split(separator: "\n").first { $0.hasPrefix("\(key):") }
      return line?.split { $0.isWhitespace }.compactMap { Int($0) }.first ?? .max
    }
  }
#endif

import Attention
import Foundation
import Testing

/// Threads wait for one call after another.
@Suite struct ThreadTests {
  @Test func `calls of many tasks at once have the bits that each has alone`() async {
    let call = RandomCall(queries: 200, keys: 300, keySize: 40, valueSize: 40)
    let (x, y) = (Tensor.randomNormal([150, 130], seed: 1), Tensor.randomNormal([130, 170], seed: 2))
    func results() -> [Tensor] { [call.context(), matmul(x, y)] + call.gradients() }
    let expected = Execution.$current.withValue(Execution(threads: 1), operation: results)
    await withTaskGroup(of: Bool.self) { group in
      for task in 0..<24 {
        group.addTask {
          (0..<6).allSatisfy { turn in
            let threads = [1, 2, 3, 8][(task + turn) % 4]
            return Execution.$current.withValue(Execution(threads: threads), operation: results) == expected
          }
        }
      }
      for await isEqual in group { #expect(isEqual) }
    }
  }

  #if os(Linux)
    /// Runs in a process of its own, which can fork.
    @Test func `a copy of the process, which has none of the threads, makes its own`() async {
      await #expect(processExitsWith: .success) {
        let x = Tensor.randomNormal([200, 200], seed: 1)
        func product() -> Tensor { Execution.$current.withValue(Execution(threads: 3)) { matmul(x, x) } }
        let expected = product()
        let copy = makeCopy()
        if copy == 0 {
          alarm(20)  // rather than to wait for ever
          let hadOne = threadCount() == 1
          let isEqual = product() == expected
          _exit(hadOne && isEqual && threadCount() == 3 ? 0 : 1)
        }
        var end: Int32 = -1
        waitpid(copy, &end, 0)
        exit(end == 0 && product() == expected ? EXIT_SUCCESS : EXIT_FAILURE)
      }
    }
  #endif
}

#if os(Linux)
  /// Swift offers no `fork`.
  @_silgen_name("fork") private func makeCopy() -> Int32

  private func threadCount() -> Int {
    (try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/task").count) ?? 0
  }
#endif

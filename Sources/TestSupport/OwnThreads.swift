import Dispatch
import Testing

/// Runs tests two at a time on threads of their own: what they wait for, such as a server's answer, doesn't have to wait for one of the usual threads
/// as well, which other tests keep busy.
public struct OwnThreads: TestTrait, SuiteTrait, TestScoping {
  public let isRecursive = true

  public func provideScope(for test: Test, testCase: Test.Case?, performing function: @concurrent @Sendable () async throws -> Void)
    async throws
  {
    // A suite is a test as well: it would hold the turn that its tests wait for.
    guard !test.isSuite else { return try await function() }
    try await withTaskExecutorPreference(Threads.executor) {
      await Turns.all.take()
      do { try await function() } catch {
        await Turns.all.give()
        throw error
      }
      await Turns.all.give()
    }
  }
}

extension Trait where Self == OwnThreads {
  public static var ownThreads: Self { Self() }
}

/// As many threads as there is work for.
public final class Threads: TaskExecutor {
  public static let executor = Threads()
  private let queue = DispatchQueue(label: "tests", attributes: .concurrent)

  public func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
  }
}

/// What tests wait for before they begin, or before they start a compiler.
package actor Turns {
  fileprivate static let all = Turns(2)
  private var free: Int
  private var waiting: [CheckedContinuation<Void, Never>] = []

  /// - Parameter count: How many may have a turn at once.
  package init(_ count: Int) { free = count }

  package func take() async {
    if free > 0 { free -= 1 } else { await withCheckedContinuation { waiting.append($0) } }
  }

  package func give() {
    if waiting.isEmpty { free += 1 } else { waiting.removeFirst().resume() }
  }
}

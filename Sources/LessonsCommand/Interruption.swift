import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Lets Ctrl-C and `kill` end a command: in order if it can, and in any case soon.
enum Interruption {
  /// What it means that a command was interrupted.
  enum Significance {
    /// It couldn't do its work.
    case failure
    /// It runs until it is.
    case expected
  }

  /// Thrown by work that ends between two things it writes.
  struct Incomplete: Error {
    /// As the sentence's end.
    var written: String
  }

  /// So long after a signal the process ends even if it is busy with something that can't be cancelled.
  private static let patience = DispatchTimeInterval.seconds(2)

  /// Runs `work` as a task that SIGINT, SIGTERM and SIGHUP cancel. A second one ends the process at once.
  ///
  /// - Throws: What `work` throws; after a signal, the exit code that shells expect of it: 128 and the signal's number.
  static func handled(_ significance: Significance, _ work: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await work() }
    let received = Mutex<Int32?>(nil)
    // A queue of its own has a thread even while the work takes all others.
    let queue = DispatchQueue(label: "lessons.signals")
    // Who said `nohup` wants the work done though the terminal is gone.
    let numbers = isIgnored(SIGHUP) ? [SIGINT, SIGTERM] : [SIGINT, SIGTERM, SIGHUP]
    let sources = numbers.map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: queue)
      source.setEventHandler {
        let isFirst = received.withLock { first in
          defer { first = first ?? number }
          return first == nil
        }
        guard isFirst else { end(number) }
        task.cancel()
        queue.asyncAfter(deadline: .now() + patience) { end(number) }
      }
      source.resume()
      return (number, source)
    }
    let result = await task.result
    for (number, source) in sources {
      source.cancel()
      signal(number, SIG_DFL)
    }
    guard let number = received.withLock({ $0 }) else { return try result.get() }
    if significance == .expected { return }
    StandardError.write("lessons: interrupted\(outcome(of: result))\n")
    throw ExitCode(128 + number)
  }

  private static func isIgnored(_ number: Int32) -> Bool {
    var action = sigaction()
    sigaction(number, nil, &action)
    #if os(Linux)
      let handler = action.__sigaction_handler.sa_handler
    #else
      let handler = action.__sigaction_u.__sa_handler
    #endif
    return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
  }

  /// What came of the work although it was interrupted.
  private static func outcome(of result: Result<Void, any Error>) -> String {
    switch result {
    case .failure(let incomplete as Incomplete): "; \(incomplete.written)"
    // It ended as it would have without the signal, and has said how.
    case .success, .failure(is ExitCode): " when all was done"
    case .failure: "; nothing was written"
    }
  }

  /// Whatever is half done lies in folders that the next call clears away; programs of lessons end when the tool has.
  private static func end(_ number: Int32) -> Never {
    StandardError.write("lessons: interrupted\n")
    _exit(128 + number)
  }
}

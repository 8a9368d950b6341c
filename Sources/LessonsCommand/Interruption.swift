import ArgumentParser
import Dispatch
import Foundation
import Synchronization

/// Lets Ctrl-C and `kill` end a command, in an orderly way if possible, and soon in any case.
enum Interruption {
  /// What an interruption means for a command.
  enum Significance {
    /// The command didn't finish its work.
    case failure
    /// The command runs until it is interrupted.
    case expected
  }

  /// Thrown by work that was interrupted between writing two files.
  struct Incomplete: Error {
    /// What was written, as the end of the message.
    var written: String
  }

  /// The time from a signal to the end of the process, even if work goes on that can't be cancelled.
  private static let patience = DispatchTimeInterval.seconds(10)

  /// Runs `work` as a task that SIGINT, SIGTERM and SIGHUP cancel. A second signal ends the process at once.
  ///
  /// - Throws: Errors of `work`; after a signal, the exit code that shells expect: 128 plus the signal's number.
  static func handled(_ significance: Significance, _ work: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await work() }
    let received = Mutex<Int32?>(nil)
    // A queue of its own always has a thread, even if the work uses all others.
    let queue = DispatchQueue(label: "lessons.signals")
    // Ignore SIGHUP when it was already ignored (`nohup`).
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
        queue.asyncAfter(deadline: .now() + patience) {
          // Nothing is missing of a command that would have gone on for ever, whatever it was at.
          if significance == .expected { _exit(0) }
          end(number)
        }
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

  /// The result of work that was interrupted, for the message.
  private static func outcome(of result: Result<Void, any Error>) -> String {
    switch result {
    case .failure(let incomplete as Incomplete): "; \(incomplete.written)"
    // The work ended as it would have without the signal, and has reported its result.
    case .success, .failure(is ExitCode): " when all was done"
    case .failure: "; nothing was written"
    }
  }

  /// Ends the process. The next call deletes unfinished files; programs of lessons end with the tool.
  private static func end(_ number: Int32) -> Never {
    StandardError.write("lessons: interrupted\n")
    _exit(128 + number)
  }
}

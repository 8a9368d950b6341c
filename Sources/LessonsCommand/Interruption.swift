import ArgumentParser
import Dispatch
import Foundation

/// Lets Ctrl-C and `kill` end a command in order: lesson programs are stopped, nothing half done is left behind.
enum Interruption {
  /// What it means that a command was interrupted.
  enum Meaning {
    /// It couldn't do its work.
    case failure
    /// It runs until it is.
    case expected
  }

  /// Runs `work` as a task that SIGINT and SIGTERM cancel.
  ///
  /// - Throws: What `work` throws; after a signal, the exit code that shells expect of it: 128 and the signal's number.
  static func handled(_ meaning: Meaning, _ work: @escaping @Sendable () async throws -> Void) async throws {
    let task = Task { try await work() }
    let sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { task.cancel() }
      source.resume()
      return (number, source)
    }
    defer {
      for (number, source) in sources {
        source.cancel()
        signal(number, SIG_DFL)
      }
    }
    let result = await task.result
    guard !task.isCancelled else {
      if meaning == .expected { return }
      FileHandle.standardError.write(Data("lessons: interrupted; nothing was written\n".utf8))
      throw ExitCode(128 + SIGINT)
    }
    try result.get()
  }
}

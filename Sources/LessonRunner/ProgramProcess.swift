import CellOutputs
import Diagnostics
import Foundation
import LessonDocument
import Subprocess
import Synchronization

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// Runs a compiled lesson within its limits and reads back what happened.
struct ProgramProcess {
  let executable: URL
  let limits: Limits
  /// How long a cell may take, by its index.
  let secondsForCell: @Sendable (Int) -> Double
  /// The files that its working folder begins with.
  let data: DataFolder
  var crashCell: Int?
  /// What is asked of the lesson's functions in this run.
  var calls: [FunctionCall] = []
  /// Told of each cell as it begins, and of what it gives.
  var onProgress: @Sendable (Runner.Progress) -> Void = { _ in }

  static let eventsName = "events"

  struct Outcome {
    enum End: Hashable {
      case exited(Int32)
      case signal(Int32)
      /// The cell or expression that was running took too long.
      case timedOut(seconds: Double)
      case tooManyProcesses
      case tooMuchWritten
    }

    var end: End
    var events: [RunEvent]
    /// The program wrote something else after them, where events belong.
    var hasForeignEvents: Bool
    var output: [UInt8]
    var errorText: String
    var errorBytes: Int
  }

  /// - Parameter folder: An empty folder of the program's own.
  func run(in folder: URL) async throws(ToolFailure) -> Outcome {
    let eventsFile = folder.appending(path: Self.eventsName)
    let outputFile = folder.appending(path: "output")
    let errorFile = folder.appending(path: "error")
    let workFolder = folder.appending(path: "work")
    do {
      try FileManager.default.createDirectory(at: workFolder, withIntermediateDirectories: true)
    } catch {
      throw ToolFailure("a temporary folder could not be made", details: error.localizedDescription)
    }
    try data.copy(to: workFolder)
    var environment: [Environment.Key: String] = [
      "PATH": "/usr/bin:/bin", "HOME": workFolder.path, "TMPDIR": workFolder.path, "LANG": "C.UTF-8", "TZ": "UTC",
      // A trap is told in a few lines; the stack of a lesson's program teaches nobody.
      "SWIFT_BACKTRACE": "enable=no",
      // A set is printed in the same order by every run.
      "SWIFT_DETERMINISTIC_HASHING": "1",
      .init(rawValue: RunEnvironment.eventsFile)!: eventsFile.path,
      .init(rawValue: RunEnvironment.tool)!: String(ProcessInfo.processInfo.processIdentifier),
    ]
    if let crashCell { environment[.init(rawValue: RunEnvironment.crashCell)!] = String(crashCell) }

    if !calls.isEmpty {
      let callsFile = folder.appending(path: "calls")
      do {
        try Data(EventCoding.bytes(for: calls)).write(to: callsFile)
      } catch {
        throw ToolFailure("a temporary file could not be written", details: error.localizedDescription)
      }
      environment[.init(rawValue: RunEnvironment.callsFile)!] = callsFile.path
    }

    // Held from the start, so that they can be read even if the lesson removes them.
    let files = try [eventsFile, outputFile, errorFile].map(HeldFile.init)
    // A shell sets the limits and opens the files, then becomes the program. What tells of it may be 4 GB larger than its own files.
    let script = """
      ulimit -c 0; ulimit -H -t $(($1 + 5)); ulimit -S -t "$1"; ulimit -H -f $(($2 + 8388608)); ulimit -S -f "$2"
      ulimit -v "$3" 2>/dev/null
      exec "$4" </dev/null >"$5" 2>"$6"
      """
    var platform = PlatformOptions()
    platform.processGroupID = 0
    // The guard of the program ends all that it started; a guard that can't is ended itself.
    platform.teardownSequence = [
      .send(signal: .terminate, allowedDurationToNextStep: .seconds(2)),
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero),
    ]
    let configuration = Configuration(
      executable: .path("/bin/sh"),
      arguments: [
        "-c", script, "sh", "\(limits.processorSeconds)", "\(limits.fileBytes / 512)", "\(limits.memoryBytes / 1024)",
        executable.path, outputFile.path, errorFile.path,
      ],
      environment: .custom(environment), workingDirectory: .init(workFolder.path), platformOptions: platform)

    let end = try await supervised(
      configuration, folder,
      RunFollower(eventsFile: eventsFile, outputFile: outputFile, printedBytesPerCell: limits.printedBytesPerCell))
    if end == .signal(SIGKILL) { ProcessTree.kill(workingIn: folder) }
    let contents = files.map(\.contents)
    let (events, isWhole) = EventCoding.readableEvents(from: contents[0])
    let errors = contents[2]
    return Outcome(
      end: end, events: events, hasForeignEvents: !isWhole, output: contents[1],
      errorText: String(decoding: errors.suffix(1 << 16), as: UTF8.self), errorBytes: errors.count)
  }

  /// Runs the process and, beside it, a watch that ends it when a cell has run too long.
  private func supervised(
    _ configuration: Configuration, _ folder: URL, _ follower: RunFollower
  ) async throws(ToolFailure) -> Outcome.End {
    let group = ProcessGroup()
    defer { group.kill() }
    let watch = CellWatch(
      follower: follower, secondsForCell: secondsForCell, limits: limits, disk: DiskUse(of: folder), group: group,
      onProgress: onProgress)
    do {
      return try await withThrowingTaskGroup(of: Outcome.End?.self) { tasks in
        tasks.addTask {
          let result = try await Subprocess.run(configuration, input: .none, output: .discarded, error: .discarded) {
            group.lead($0.processIdentifier.value)
          }
          switch result.terminationStatus {
          case .exited(let code): return .exited(code)
          case .signaled(let signal): return .signal(signal)
          }
        }
        tasks.addTask {
          await watch.untilLimitPassed()
        }
        var end: Outcome.End?
        for try await result in tasks {
          // Whichever ends first says why; if it was the watch, the program is ended now.
          if end == nil { end = result }
          tasks.cancelAll()
        }
        return end ?? .exited(-1)
      }
    } catch {
      if Task.isCancelled { throw ToolFailure("interrupted") }
      throw ToolFailure("the lesson's program could not be started", details: "\(error)")
    }
  }
}

/// A file that is made empty and kept open.
private struct HeldFile {
  private let handle: FileHandle

  init(_ file: URL) throws(ToolFailure) {
    do {
      try Data().write(to: file)
      handle = try FileHandle(forReadingFrom: file)
    } catch {
      throw ToolFailure("a temporary file could not be written", details: error.localizedDescription)
    }
  }

  /// All that is in it now; nothing, if it can't be read.
  var contents: [UInt8] {
    guard (try? handle.seek(toOffset: 0)) != nil, let data = try? handle.readToEnd() else { return [] }
    return [UInt8](data)
  }
}

/// The program's first process and its group.
private final class ProcessGroup: Sendable {
  private let leader = Mutex<pid_t?>(nil)

  func lead(_ identifier: pid_t) { leader.withLock { $0 = identifier } }

  func kill() {
    if let identifier = leader.withLock({ $0 }), identifier > 1 { _ = Foundation.kill(-identifier, SIGKILL) }
  }

  /// The lesson's program and all that it started, without its guard; 0 where the system doesn't tell.
  var processCount: Int {
    guard let guardian = leader.withLock({ $0 }) else { return 0 }
    return ProcessTree.count(below: guardian)
  }
}

/// Follows a running program: its events, so that it knows how long the present cell has been running, its processes and its files.
private struct CellWatch {
  let follower: RunFollower
  let secondsForCell: @Sendable (Int) -> Double
  let limits: Limits
  let disk: DiskUse
  let group: ProcessGroup
  let onProgress: @Sendable (Runner.Progress) -> Void

  /// The limit that was passed; nil if the task was cancelled first.
  func untilLimitPassed() async -> ProgramProcess.Outcome.End? {
    let fallback = limits.secondsPerCell
    let clock = ContinuousClock()
    var begun = clock.now
    var limit = fallback
    var cell: Int?
    var follower = follower
    var disk = disk
    func look(isLast: Bool) {
      for news in follower.news(isLast: isLast) {
        guard case .event(let event) = news else {
          if case .printed(let cell, let text) = news { onProgress(.output(cell: cell, .printed(text))) }
          continue
        }
        if case .displayed(let cell, let value) = event { onProgress(.output(cell: cell, .value(value))) }
        let current: Int? =
          switch event {
          case .statement(let cell, _), .passing(let cell): cell
          case .expression: nil
          default: cell
          }
        guard current != cell || current == nil else { continue }
        cell = current
        begun = clock.now
        limit = current.map(secondsForCell) ?? fallback
        // What only runs again on the way to another cell is no news.
        if case .passing = event { continue }
        if let current { onProgress(.running(cell: current)) }
      }
    }
    // What came between the last look and the program's end.
    defer { look(isLast: true) }
    while !Task.isCancelled {
      look(isLast: false)
      if clock.now - begun > .seconds(limit) { return .timedOut(seconds: limit) }
      if group.processCount > limits.processes { return .tooManyProcesses }
      if disk.growth() > limits.diskBytes { return .tooMuchWritten }
      do { try await Task.sleep(for: .milliseconds(20)) } catch { return nil }
    }
    return nil
  }
}

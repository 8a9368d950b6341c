import CellOutputs
import CourseConfiguration
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

/// Runs a compiled lesson within its limits and collects the results.
struct ProgramProcess {
  let executable: URL
  let limits: Limits
  /// The limit of what a cell prints, by its index.
  let printedBytesOfCell: @Sendable (Int) -> Int
  /// The time limit of a cell, by its index.
  let secondsForCell: @Sendable (Int) -> Double
  let secondsForExpression: @Sendable (Int) -> Double
  /// The files to be copied into its working folder.
  let data: DataFolder
  /// Other files and folders that it may read: see `LessonKit.readable`.
  let readable: [URL]
  /// nil for a program that has the rights of the user.
  var sandbox: Sandbox?
  var crashCell: Int?
  /// The calls of the lesson's functions to be answered in this run.
  var calls: [FunctionCall] = []
  /// The values of the lesson's inputs in this run; nil for the recorded ones.
  var variation: Variation?
  /// Called for each cell when it begins, and for its outputs.
  var onProgress: @Sendable (Runner.Progress) -> Void = { _ in }

  struct Outcome {
    enum End: Hashable {
      case exited(Int32)
      case signal(Int32)
      /// The running cell or expression took too long.
      case timedOut(seconds: Double)
      case tooManyProcesses
      case tooMuchWritten
    }

    var end: End
    var events: [RunEvent]
    /// A cell wrote into the file of events, or removed some.
    var hasForeignEvents: Bool
    var output: [UInt8]
    var errors: [UInt8]
    var errorText: String
    var errorBytes: Int

    init(end: End, events: [RunEvent], hasForeignEvents: Bool, output: [UInt8], errors: [UInt8]) {
      self.end = end
      self.events = events
      self.hasForeignEvents = hasForeignEvents
      self.output = output
      self.errors = errors
      errorText = String(decoding: errors.suffix(1 << 16), as: UTF8.self)
      errorBytes = errors.count
    }

    /// - Parameter log: The file of events at the end.
    init(end: End, log: [UInt8], key: EventSeal.Key, output: [UInt8], errors: [UInt8]) {
      var reader = EventReader(key: key)
      let events = RunOrder.isUntaken(log) ? [] : reader.events(from: log)
      // A program that was killed while it wrote leaves half a line; one that reported its end doesn't.
      let hasEnded = events.last?.kind == .programEnded
      let isCutShort = !log.isEmpty && log.last != UInt8(ascii: "\n")
      self.init(
        end: end, events: events, hasForeignEvents: reader.isForged || hasEnded && isCutShort, output: output, errors: errors)
    }
  }

  /// - Parameter folder: A folder for the run. Every process works at the same path in it, so that cells can't tell them apart.
  func run(in folder: URL) async throws(ToolFailure) -> Outcome {
    let workFolder = folder.appending(path: Self.workName)
    do {
      // Delete the files of an earlier process.
      if FileManager.default.fileExists(atPath: workFolder.path) {
        try FileManager.default.moveItem(at: workFolder, to: folder.appending(path: "done-\(UUID().uuidString)"))
      }
      try FileManager.default.createDirectory(at: workFolder, withIntermediateDirectories: false)
    } catch {
      throw ToolFailure("a temporary folder could not be made", details: error.localizedDescription)
    }
    try data.copy(to: workFolder)

    let order = RunOrder(key: .random(), crashCell: crashCell, calls: calls, variation: variation)
    let events = try ProgramFile(holding: try handover(order, workFolder), in: folder)
    let output = try ProgramFile(in: folder)
    let errors = try ProgramFile(in: folder)
    let end = try await supervised(
      configuration(workFolder), events, output, errors, workFolder,
      RunFollower(events: events, output: output, key: order.key, printedBytesOfCell: printedBytesOfCell))
    // A guard that ended normally has ended everything else.
    if case .exited = end {} else { ProcessTree.kill(workingIn: folder) }
    return Outcome(end: end, log: events.bytes(), key: order.key, output: output.bytes(), errors: errors.bytes())
  }

  private static let workName = "work"

  /// Folders in which the system's programs look for files. Files there count as part of the machine, not as inputs of a run.
  static let systemFolders = [
    "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/etc", "/proc", "/sys", "/dev", "/nix/store",
  ]

  /// The content of the program's standard input.
  private func handover(_ order: RunOrder, _ workFolder: URL) throws(ToolFailure) -> [UInt8] {
    do {
      return try order.handover(
        readable: readable.map(\.path) + [executable.path], writable: Sandbox.devices + [workFolder.resolvingSymlinksInPath().path])
    } catch {
      throw ToolFailure("what a lesson's formulas ask could not be written down", details: "\(error)")
    }
  }

  private func configuration(_ workFolder: URL) -> Configuration {
    // The same on every machine, since anything else that a cell could see would be an input of the run.
    let environment: [Environment.Key: String] = [
      "PATH": "/usr/bin:/bin", "HOME": workFolder.path, "TMPDIR": workFolder.path, "LANG": "C.UTF-8", "TZ": "UTC",
      // A trap's message is enough; the stack of a lesson's program would tell authors nothing.
      "SWIFT_BACKTRACE": "enable=no",
      // Print sets and dictionaries in the same order in every run.
      "SWIFT_DETERMINISTIC_HASHING": "1",
      .init(rawValue: RunEnvironment.tool)!: String(ProcessInfo.processInfo.processIdentifier),
    ]
    // A shell sets the limits and then becomes the program. The file of events may be 4 GB larger than the program's own files.
    let script = """
      umask 022; ulimit -c 0
      ulimit -H -t $(($1 + 5)); ulimit -S -t "$1"; ulimit -H -f $(($2 + 8388608)); ulimit -S -f "$2"
      ulimit -v "$3" 2>/dev/null
      shift 3
      exec "$@"
      """
    let command = sandbox?.command(executable, readable: readable, workingIn: workFolder) ?? [executable.path]
    var platform = PlatformOptions()
    platform.processGroupID = 0
    // The guard ends everything that the program started. If it can't, kill the guard.
    platform.teardownSequence = [
      .send(signal: .terminate, allowedDurationToNextStep: .seconds(2)),
      .send(signal: .kill, toProcessGroup: true, allowedDurationToNextStep: .zero),
    ]
    return Configuration(
      executable: .path("/bin/sh"),
      arguments: Arguments(
        [
          "-c", script, "sh", "\(limits.processorSeconds)", "\(limits.fileBytes / 512)", "\(limits.memoryBytes / 1024)",
        ] + command),
      environment: .custom(environment), workingDirectory: .init(workFolder.path), platformOptions: platform)
  }

  /// Runs the process together with a watch that ends it when a cell exceeds a limit.
  private func supervised(
    _ configuration: Configuration, _ events: ProgramFile, _ output: ProgramFile, _ errors: ProgramFile, _ folder: URL,
    _ follower: RunFollower
  ) async throws(ToolFailure) -> Outcome.End {
    let group = ProcessGroup()
    defer { group.kill() }
    let watch = CellWatch(
      follower: follower, secondsForCell: secondsForCell, secondsForExpression: secondsForExpression, limits: limits,
      disk: DiskUse(of: folder), group: group,
      onProgress: onProgress)
    do {
      return try await withThrowingTaskGroup(of: Outcome.End?.self) { tasks in
        tasks.addTask {
          let result = try await Subprocess.run(
            configuration, input: .fileDescriptor(events.writing, closeAfterSpawningProcess: false),
            output: .fileDescriptor(output.writing, closeAfterSpawningProcess: false),
            error: .fileDescriptor(errors.writing, closeAfterSpawningProcess: false)
          ) { group.lead($0.processIdentifier.value) }
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
          // The first to end gives the reason. If it was the watch, the program is ended now.
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

/// The first process of the program, and its process group.
private final class ProcessGroup: Sendable {
  private let leader = Mutex<pid_t?>(nil)

  func lead(_ identifier: pid_t) { leader.withLock { $0 = identifier } }

  var hasBegun: Bool { leader.withLock { $0 != nil } }

  func kill() {
    if let identifier = leader.withLock({ $0 }), identifier > 1 { _ = Foundation.kill(-identifier, SIGKILL) }
  }

  /// Whether the program has ended, even if that hasn't been reported yet. On a busy machine the report can take longer than a cell may.
  var hasEnded: Bool {
    guard let identifier = leader.withLock({ $0 }) else { return false }
    var state = siginfo_t()
    let isKnown = waitid(P_PID, id_t(identifier), &state, WEXITED | WNOHANG | WNOWAIT) == 0
    // An error ECHILD means that its end has been collected already.
    return isKnown ? state.si_signo == SIGCHLD : errno == ECHILD
  }

  /// The number of processes in the lesson, without its guard; 0 where it isn't known.
  var processCount: Int {
    guard let guardian = leader.withLock({ $0 }) else { return 0 }
    return ProcessTree.count(below: guardian)
  }
}

/// Watches a running program: its events, which show how long the current cell has been running, its processes and its files.
private struct CellWatch {
  let follower: RunFollower
  let secondsForCell: @Sendable (Int) -> Double
  let secondsForExpression: @Sendable (Int) -> Double
  let limits: Limits
  let disk: DiskUse
  let group: ProcessGroup
  let onProgress: @Sendable (Runner.Progress) -> Void

  /// Returns the limit that was exceeded; nil if the task was cancelled first.
  func untilLimitPassed() async -> ProgramProcess.Outcome.End? {
    let clock = ContinuousClock()
    var begun = clock.now
    var limit = limits.secondsPerCell
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
        if let current { limit = secondsForCell(current) }
        if case .expression(let index) = event { limit = secondsForExpression(index) }
        // Ignore cells that only run again on the way to another one.
        if case .passing = event { continue }
        if let current { onProgress(.running(cell: current)) }
      }
    }
    // Read what came between the last look and the program's end.
    defer { look(isLast: true) }
    while !Task.isCancelled {
      look(isLast: false)
      // A program's time begins when the program does.
      if !group.hasBegun { begun = clock.now }
      if clock.now - begun > .seconds(limit), !group.hasEnded { return .timedOut(seconds: limit) }
      if group.processCount > limits.processes { return .tooManyProcesses }
      if disk.growth() > limits.diskBytes { return .tooMuchWritten }
      do { try await Task.sleep(for: .milliseconds(20)) } catch { return nil }
    }
    return nil
  }
}

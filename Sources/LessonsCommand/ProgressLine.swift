import Diagnostics
import Foundation
import LessonEngine
import LessonRunner
import Synchronization

/// Shows progress: as one changing line on a terminal, and as plain lines elsewhere.
final class ProgressLine: Sendable {
  private struct State {
    var running: [String: (text: String, begun: ContinuousClock.Instant)] = [:]
    var isLineOpen = false
    /// Redraws the line every second.
    var ticks: Task<Void, any Error>?
  }

  private let state = Mutex(State())
  private let isTerminal: Bool

  init(isTerminal: Bool = isatty(STDERR_FILENO) == 1) { self.isTerminal = isTerminal }

  func say(_ text: String) {
    state.withLock { state in
      clear(&state)
      write(text + "\n")
    }
  }

  /// Shows what the engine does.
  func show(_ event: EngineEvent) {
    switch event {
    case .courseWarning(let warning): say(DiagnosticPrinter().text(for: warning))
    case .buildingLibrary: say("building the lessons' library (once, about a minute)")
    case .runsStarted: startTicking()
    case .lessonStarted(let name): begin(name)
    case .lessonProgressed(let name, let progress): update(name, progress)
    case .lessonFinished(let name): end(name)
    case .repetitionSkipped(let name, let seconds):
      say(
        "note: the cells of \(printable(name)) took \(Int(seconds.rounded())) s, so they didn't run a second time: what differs from run to run wasn't looked for"
      )
    case .runsFinished: stopTicking()
    case .finished: finish()
    case .mathFontMissing:
      say("warning: no math font: formulas will be readable, but ugly (on Debian: apt-get install fonts-texgyre-math woff2)")
    }
  }

  private func begin(_ lesson: String) {
    state.withLock { state in
      state.running[lesson] = ("compiling", .now)
      draw(&state)
    }
  }

  private func update(_ lesson: String, _ progress: Runner.Progress) {
    state.withLock { state in
      switch progress {
      case .compiling: state.running[lesson]?.text = "compiling"
      case .running(let cell): state.running[lesson]?.text = "cell \(cell + 1)"
      case .output: return
      }
      draw(&state)
    }
  }

  private func end(_ lesson: String) {
    state.withLock { state in
      if !isTerminal, let begun = state.running[lesson]?.begun { write("ran \(printable(lesson)) in \(elapsed(since: begun))\n") }
      state.running[lesson] = nil
      draw(&state)
    }
  }

  private func finish() {
    state.withLock { state in
      state.running = [:]
      clear(&state)
    }
  }

  /// Redraws the line every second, so that the time advances even if nothing else happens.
  private func startTicking() {
    guard isTerminal else { return }
    state.withLock { state in
      state.ticks = Task {
        while true {
          try await Task.sleep(for: .seconds(1))
          self.state.withLock { draw(&$0) }
        }
      }
    }
  }

  private func stopTicking() {
    state.withLock { state in
      state.ticks?.cancel()
      state.ticks = nil
    }
  }

  private func draw(_ state: inout State) {
    guard isTerminal else { return }
    clear(&state)
    guard !state.running.isEmpty else { return }
    let parts = state.running.sorted { $0.key < $1.key }
      .map { "\(printable($0.key)): \($0.value.text), \(elapsed(since: $0.value.begun))" }
    write(Self.cut(parts.joined(separator: "  "), toWidth: Self.columns - 1))
    state.isLineOpen = true
  }

  /// As much of a text as fits. A line that wraps can't be erased.
  private static func cut(_ text: String, toWidth limit: Int) -> Substring {
    var end = text.startIndex
    var used = 0
    while end < text.endIndex {
      used += width(of: text[end...end])
      if used > limit { break }
      end = text.index(after: end)
    }
    return text[..<end]
  }

  /// The current width of the terminal.
  private static var columns: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private func clear(_ state: inout State) {
    guard state.isLineOpen else { return }
    write("\r\u{1B}[K")
    state.isLineOpen = false
  }

  private func write(_ text: some StringProtocol) { StandardError.write(String(text)) }
}

/// `1.2 s`.
func elapsed(since start: ContinuousClock.Instant) -> String {
  let tenths = Int(((ContinuousClock.now - start) / .seconds(1) * 10).rounded())
  return "\(tenths / 10).\(tenths % 10) s"
}

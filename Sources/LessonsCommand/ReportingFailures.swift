import ArgumentParser
import Diagnostics
import Foundation
import LessonEngine

/// Runs a command's work, and reports failures that no change to a lesson can fix as one line, never as a trace.
func reportingFailures(
  _ printer: DiagnosticPrinter, interruption: Interruption.Significance = .failure,
  _ work: @escaping @Sendable () async throws -> Void
) async throws {
  do {
    try await Interruption.handled(interruption) {
      do {
        try await work()
      } catch let code as ExitCode {
        try StandardOutput.flush()
        throw code
      }
      try StandardOutput.flush()
    }
  } catch {
    // ArgumentParser reports a wrong call, with the usage.
    if let selection = error as? LessonSelectionError { throw ValidationError(selection.message) }
    guard let text = FailureText(error, printer) else { throw error }
    StandardError.write(text.printed)
    throw text.exitCode
  }
}

/// The text of a failure that ends a command.
struct FailureText {
  /// The text for a terminal, possibly in color.
  let printed: String
  let plain: String
  let exitCode: ExitCode

  /// Returns nil for an error that ArgumentParser reports itself.
  init?(_ error: any Error, _ printer: DiagnosticPrinter) {
    switch error {
    case let failure as ToolFailure:
      var text = "lessons: error: \(failure.message)\n"
      if !failure.details.isEmpty { text += failure.details.trimmingCharacters(in: .newlines) + "\n" }
      if let help = failure.help { text += "  = help: \(help)\n" }
      (printed, plain, exitCode) = (text, text, .toolFails)
    case let diagnostic as Diagnostic:
      printed = printer.text(for: diagnostic)
      plain = DiagnosticPrinter(usesColor: false).text(for: diagnostic)
      exitCode = .lessonsFail
    default: return nil
    }
  }
}

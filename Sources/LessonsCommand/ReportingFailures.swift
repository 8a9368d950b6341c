import ArgumentParser
import Diagnostics
import Foundation

/// Runs a command's work; what can't be mended in a lesson is said in a line, never as a trace.
func reportingFailures(
  _ printer: DiagnosticPrinter, _ work: @escaping @Sendable () async throws -> Void
) async throws {
  func say(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }
  do {
    try await Interruption.handled(work)
  } catch let failure as ToolFailure {
    var text = "lessons: error: \(failure.message)\n"
    if !failure.details.isEmpty { text += failure.details.trimmingCharacters(in: .newlines) + "\n" }
    if let help = failure.help { text += "  = help: \(help)\n" }
    say(text)
    throw ExitCode.toolFails
  } catch let diagnostic as Diagnostic {
    say(printer.text(for: diagnostic))
    throw ExitCode.lessonsFail
  }
}

import CEmbeddedFiles
import ToolSupport

/// A page of the documentation that `lessons help format` prints. The pages are the files in `Documentation`.
struct HelpPage {
  var name: String
  var summary: String
  private var bytes: [UInt8]

  static let all = [
    HelpPage(name: "format", summary: "how a lesson is written", bytes: embedded_lesson_format_md.content),
    HelpPage(name: "formulas", summary: "how formulas are read and checked", bytes: embedded_formulas_md.content),
    HelpPage(name: "course", summary: "what course.yml says", bytes: embedded_course_file_md.content),
    HelpPage(name: "figures", summary: "what pictures a cell can show", bytes: embedded_figures_md.content),
    HelpPage(name: "command", summary: "all calls and exit codes", bytes: embedded_command_md.content),
  ]

  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The page that the arguments ask for, as in `lessons help format`; nil if they don't ask for one.
  static func asked(by arguments: [String]) -> HelpPage? {
    guard arguments.count == 3, arguments[1] == "help" else { return nil }
    return all.first { $0.name == arguments[2] }
  }
}

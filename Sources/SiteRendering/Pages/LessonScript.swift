import CellAnalysis
import CellOutputs
import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner

/// A lesson's code as Swift files that run without the tool, against the lessons' library: one, and one more for each cell that starts
/// a new program.
///
/// What a cell gives is printed; what must not compile or must stop is there as a comment.
struct LessonScript {
  let document: Document
  let run: Run
  let course: String
  let imports: [String]

  /// Empty for a lesson without cells that run.
  var files: [SiteFile] {
    let programs = (0..<document.cells.programCount).map { program in document.cells.filter { $0.program == program } }
    return programs.filter { $0.contains(where: \.options.runs) }.enumerated().map { index, cells in
      // `a-2` would be the name of another lesson's.
      let name = document.pageStem + (index == 0 ? "" : "-program-\(index + 1)") + ".swift"
      return SiteFile(path: name, text: ([introduction(name)] + cells.map(text)).joined(separator: "\n\n") + "\n")
    }
  }

  private func introduction(_ name: String) -> String {
    let head = """
      // \(document.title)
      // The code of a lesson of “\(course)”.
      //
      \(isOfOwnLibrary ? call(name) : place)\(hasData ? "\n" + startingFolder : "")
      """
    let modules = (imports + (usesRuntime ? ["LessonRuntime"] : [])).map { "import \($0)" }.joined(separator: "\n")
    return modules.isEmpty ? head : head + "\n\n" + modules
  }

  /// Whether the lesson imports the tool's own library, which is built with the runtime.
  private var isOfOwnLibrary: Bool { imports.contains("Attention") }

  /// Whether the code needs the module that makes figures.
  private var usesRuntime: Bool {
    let hasFigure = run.cells.flatMap(\.outputs).contains { output in
      if case .value(let value) = output, case .figure = value.content { true } else { false }
    }
    return isOfOwnLibrary || hasFigure || document.cells.contains { $0.code.text.contains("Displayable") }
  }

  /// How a lesson of the tool's own library is compiled.
  private func call(_ name: String) -> String {
    """
    // It needs the library `Attention` and its runtime: in a checkout of their sources, in which `make site` has built them, beside Package.swift:
    //
    //     kit=$PWD/.build-lessonkit/release
    //     swiftc -swift-version \(swiftVersion)\(isolationFlag) \(flags)-I $kit/Modules \\
    //       -I Sources/CAttentionKernels/include -I Sources/LessonGuard/include \\
    //       -L $kit -l LessonKit -Xlinker -rpath -Xlinker $kit \(name) -o lesson
    //     ./lesson
    """
  }

  /// Where the code of a lesson of another library runs.
  private var place: String {
    let dependencies = imports.isEmpty ? "" : " that depends on \(imports.joined(separator: ", "))"
    let isolation = isolationFlag.isEmpty ? "" : " and the default isolation `MainActor`"
    let further = flags.isEmpty ? "" : ", compiled with `\(flags.trimmingCharacters(in: .whitespaces))`"
    return "// It runs as the `main.swift` of an executable\(dependencies), with Swift \(swiftVersion)\(isolation)\(further)."
  }

  private var swiftVersion: String { document.compiler.swiftVersion ?? CompilerSettings.usualVersion }

  private var isolationFlag: String {
    document.compiler.isolation == CompilerSettings.Isolation.none ? "" : " -default-isolation MainActor"
  }

  /// Further arguments of the compiler, each with a space after it.
  private var flags: String { document.compiler.flags.map { "\($0) " }.joined() }

  private var hasData: Bool { !DataFolder(of: document).files.isEmpty }

  private var startingFolder: String { "//\n// It reads files of the folder `\(document.fileStem)` beside the lesson: start it there." }

  private func text(_ cell: Cell) -> String {
    let code = LessonRenderer.wholeCode(of: cell)
    switch cell.options.expectedMessage {
    case .compilerError: return "// This must not compile:\n" + commented(code)
    case .trap: return "// This must stop the program:\n" + commented(code)
    case .compilerWarning, nil: break
    }
    guard cell.options.runs else { return "// This is only shown:\n" + commented(code) }
    let printing = printingLastValue(of: cell)
    return cell.options.isNested ? "do {\n" + printing + "\n}" : printing
  }

  /// The code, with its last expression printed where the page shows its value; a figure is shown by its page alone.
  private func printingLastValue(of cell: Cell) -> String {
    var utf8 = Array(LessonRenderer.wholeCode(of: cell).utf8)
    guard case .value(let value)? = run.cells[cell.index].outputs.last, let last = cell.statements.last, last.kind == .expression,
      last.range.upperBound <= utf8.count
    else { return String(decoding: utf8, as: UTF8.self) }
    if case .figure = value.content {
      utf8.insert(contentsOf: "_ = ".utf8, at: last.range.lowerBound)
    } else {
      utf8.insert(contentsOf: ")".utf8, at: last.range.upperBound)
      utf8.insert(contentsOf: "print(".utf8, at: last.range.lowerBound)
    }
    return String(decoding: utf8, as: UTF8.self)
  }

  private func commented(_ code: String) -> String {
    code.split(separator: "\n", omittingEmptySubsequences: false).map { $0.isEmpty ? "//" : "// \($0)" }.joined(separator: "\n")
  }
}

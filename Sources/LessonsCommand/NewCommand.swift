import ArgumentParser
import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import LessonEngine
import LessonRunner

struct NewCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Writes a new lesson to start from.",
    discussion: """
      `lessons new softmax` writes the next number's lesson, say `Lessons/07-softmax.md`, with a cell, its output and a checked \
      formula, so that `lessons check` holds from the first moment. An existing file is never touched.

      `lessons new --course` in a place without a course begins one: the folder `Lessons` with `course.yml` and a first lesson, and beside \
      it `.gitignore` and a workflow that checks the lessons on GitHub. `lessons new --course Tutorials basics` chooses other names. In a folder \
      with Markdown files, `lessons new --course docs` makes these the lessons.
      """)

  @OptionGroup var options: CourseOptions

  @Argument(help: ArgumentHelp("What the lesson is called: `softmax`, `07-softmax` or \"Softmax, done right\".", valueName: "name"))
  var givenName: String?

  /// A course begins with a lesson of this name, unless another is given.
  private var name: String { givenName ?? "first" }

  func run() async throws {
    try await reportingFailures(options.printer) {
      let course = try NewCourse(named: options.course, withLesson: givenName != nil)
      if givenName == nil, course == nil { throw ToolFailure("a lesson needs a name", help: "write, say, `lessons new softmax`") }
      try course?.write()
      if let course, course.hasLessons {
        print(
          "the Markdown files in \(CourseLoader.shown(course.folder)) are its lessons: call `lessons check --course \(options.course ?? "")`"
        )
        return
      }
      let folder = try options.courseFolder()
      let file = folder.appending(path: try fileName(in: folder))
      do {
        try Data(NewLesson(title: title, usesAttention: usesAttention(folder)).text.utf8).write(to: file, options: .withoutOverwriting)
      } catch CocoaError.fileWriteFileExists {
        throw ToolFailure("\(CourseLoader.shown(file)) is there already", help: "choose another name")
      } catch {
        // On a full disk, a part of the file may have been written.
        try? FileManager.default.removeItem(at: file)
        throw ToolFailure("\(CourseLoader.shown(file)) could not be written", details: error.localizedDescription)
      }
      print("wrote \(CourseLoader.shown(file))")
      print("`lessons serve` shows it while you write; `lessons check --accept` records its outputs")
    }
  }

  /// A file name for the lesson, with the next number if the course's lessons are numbered.
  private func fileName(in folder: URL) throws -> String {
    let words = name.lowercased().split { !$0.isLetter && !$0.isNumber }.map(String.init)
    guard !words.isEmpty else { throw ValidationError("A lesson's name needs a letter or a digit; `\(name)` has none.") }
    let stem = words.joined(separator: "-")
    // `07-softmax` contains a number; `3 ways` doesn't.
    if words.count > 1, name.prefixMatch(of: /\d+[-_]/) != nil { return stem + ".md" }
    // An unreadable folder is reported when the file is written.
    let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let numbered = present.filter { $0.hasSuffix(".md") }.compactMap { file in
      Int(file.prefix { $0.isASCII && $0.isNumber }).map { (number: $0, file: file) }
    }
    if present.contains(where: { Self.isCalled($0, stem) }) {
      throw ToolFailure("there is a lesson `\(stem)` already", help: "choose another name")
    }
    let last = numbered.max { $0.number < $1.number } ?? (0, "")
    guard last.number < Int.max else {
      throw ToolFailure(
        "no number comes after that of \(CourseLoader.shown(folder.appending(path: last.file)))",
        help: "give the lesson one: `lessons new 01-\(stem)`")
    }
    let next = String(last.number + 1)
    return "\(next.count < 2 ? "0" : "")\(next)-\(stem).md"
  }

  private static func isCalled(_ file: String, _ stem: String) -> Bool {
    file == stem + ".md" || (file.hasSuffix("-\(stem).md") && file.dropLast(stem.count + 4).allSatisfy(\.isNumber))
  }

  private var title: String {
    // `07-long-sequences` is a file name; a name with spaces is a title. Neither may contain control characters.
    let hyphens = name.contains(where: \.isWhitespace) ? "" : "-_"
    let words = name.trimmingPrefix(/\d+[-_]/).split { hyphens.contains($0) || $0.isWhitespace || $0.isControl }
    let title = words.isEmpty ? name : words.joined(separator: " ")
    return title.prefix(1).uppercased() + title.dropFirst()
  }

  /// Whether the course's lessons import the library that comes with the tool.
  private func usesAttention(_ folder: URL) -> Bool {
    // Without readable settings, write a lesson that needs no library. The next command reports the problem.
    guard let settings = try? CourseLoader(folder: folder).loadSettings().0 else { return false }
    return settings.libraries == nil && LessonLibrary.ownPackage(of: folder) == nil
  }
}

extension Character {
  fileprivate var isControl: Bool { unicodeScalars.contains { $0.properties.generalCategory == .control } }
}

extension Lessons {
  /// The arguments, with the usual folder after a `--course` that stands last: `lessons new --course`.
  package static func completed(_ arguments: [String]) -> [String] {
    arguments.first == "new" && arguments.last == "--course" ? arguments + ["Lessons"] : arguments
  }
}

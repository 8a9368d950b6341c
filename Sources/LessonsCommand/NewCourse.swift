import Diagnostics
import Foundation
import LessonEngine

/// A new course: a folder with `course.yml`, and beside it what keeps its lessons checked.
struct NewCourse {
  let folder: URL
  /// Whether the folder has Markdown files already, which become its lessons.
  private(set) var hasLessons = false

  /// Returns nil if the option isn't given, or names a folder with settings; or one with lessons, if another is to be written.
  init?(named name: String?, withLesson isLessonNamed: Bool) throws(ToolFailure) {
    guard let name, !name.isEmpty else { return nil }
    folder = URL(filePath: name, directoryHint: .isDirectory).standardizedFileURL
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else { throw ToolFailure("`\(name)` is a file", help: "name a folder for the course") }
    let present = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    if present.contains(where: { $0.hasPrefix("course.y") }) { return nil }
    hasLessons = present.contains { $0.hasSuffix(".md") && !$0.lowercased().hasPrefix("readme.") }
    if hasLessons, isLessonNamed { return nil }
  }

  /// Writes the files. One that is there is left as it is.
  func write() throws(ToolFailure) {
    let beside = folder.deletingLastPathComponent()
    let name = folder.lastPathComponent
    try write(Self.settings(title: title), to: folder.appending(path: "course.yml"))
    try write(Self.ignored, to: beside.appending(path: ".gitignore"))
    try write(Self.workflow(folder: name), to: beside.appending(path: ".github/workflows/lessons.yml"))
  }

  private var title: String {
    let words = folder.lastPathComponent.split { "-_".contains($0) }.joined(separator: " ")
    return words.prefix(1).uppercased() + words.dropFirst()
  }

  private func write(_ text: String, to file: URL) throws(ToolFailure) {
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file, options: .withoutOverwriting)
      print("wrote \(CourseLoader.shown(file))")
    } catch CocoaError.fileWriteFileExists {
      print("\(CourseLoader.shown(file)) is there already: left as it is")
    } catch {
      throw ToolFailure("\(CourseLoader.shown(file)) could not be written", details: error.localizedDescription)
    }
  }

  private static func settings(title: String) -> String {
    """
    # All keys are optional: `lessons help course` explains them.
    title: "\(title.filter { $0 != "\"" && $0 != "\\" })"
    summary: What readers learn here, in one sentence.
    language: en
    # A Swift package that the lessons import, if they stand in none:
    # libraries: [{ url: https://github.com/apple/swift-algorithms, from: 1.2.0, products: [Algorithms] }]

    """
  }

  private static let ignored = """
    .lessons-cache/
    .build/
    .build-lessonkit/
    site/

    """

  private static func workflow(folder: String) -> String {
    """
    # Checks the lessons at each change.
    name: lessons
    on: [push, pull_request]
    permissions:
      contents: read
    jobs:
      check:
        runs-on: ubuntu-latest
        container: swift:6.3-bookworm
        steps:
          - run: apt-get update -qq && apt-get install -y -qq --no-install-recommends make git
          - uses: actions/checkout@v4
          # Write the repository that you have the tool from, and its version.
          - uses: OWNER/attention-lessons@VERSION
            with:
              course: \(folder)

    """
  }
}

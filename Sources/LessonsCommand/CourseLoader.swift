import Diagnostics
import Foundation
import LessonDocument
import LessonRunner
import SiteRendering

/// Reads a course from its folder.
struct CourseLoader {
  let folder: URL

  /// - Returns: The course; what is wrong with a lesson is among that lesson's diagnostics.
  func load() async throws -> Course {
    let (settings, settingsFile) = try loadSettings()
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw ToolFailure("\(Self.shown(folder)) could not be read", details: error.localizedDescription)
    }
    // The number in its name orders a lesson; a README is for those who look at the folder.
    let lessons = names.filter { $0.hasSuffix(".md") && !$0.hasPrefix(".") && $0 != "README.md" }
    guard !lessons.isEmpty else {
      throw ToolFailure("there is no lesson in \(Self.shown(folder))", help: helpWithoutLessons())
    }
    let ordered = try settings.ordered(lessons, in: settingsFile)
    let documents = await concurrentMap(ordered) { name in Result { try loadLesson(name) } }
    let course = Course(settings: settings, lessons: try documents.map { try $0.get() }, pictures: pictureSizes())
    for lesson in course.lessons { try lesson.checkPageName() }
    try settings.checkCover(in: course.lessons, file: settingsFile)
    try settings.checkParts(in: course.lessons, file: settingsFile)
    return course
  }

  /// Markdown files in folders below, which are no lessons; those of a lesson's data are its own.
  func unreadFiles(beside lessons: [Document]) -> [String] {
    let data = Set(lessons.map(\.name))
    let paths = (try? FileManager.default.subpathsOfDirectory(atPath: folder.resolvingSymlinksInPath().path)) ?? []
    return paths.filter { path in
      let parts = path.split(separator: "/").map(String.init)
      return parts.count > 1 && path.hasSuffix(".md") && parts.last != "README.md" && !data.contains(parts[0])
        && !parts.contains { $0.hasPrefix(".") }
    }.sorted()
  }

  private func helpWithoutLessons() -> String {
    let below = folder.appending(path: "Lessons")
    if FileManager.default.fileExists(atPath: below.path) { return "did you mean `--course \(Self.shown(below))`?" }
    return "a lesson is a Markdown file, say `01-first.md`; `lessons new first` writes one"
  }

  /// The bytes of the pictures that the lessons show, for the site.
  func pictures(of course: Course) throws(ToolFailure) -> [SiteFile] {
    var files: [SiteFile] = []
    for path in course.shownPictures {
      guard let content = contentsOfRegularFile(folder.appending(path: path).path) else {
        throw ToolFailure("\(Self.shown(folder.appending(path: path))) could not be read", help: "is it a file that you may read?")
      }
      files.append(SiteFile(path: path, bytes: [UInt8](content)))
    }
    return files
  }

  private func pictureSizes() -> [String: Int] {
    var sizes: [String: Int] = [:]
    for case let path as String in FileManager.default.enumerator(atPath: folder.resolvingSymlinksInPath().path) ?? .init() {
      let url = folder.appending(path: path)
      guard Course.pictureEndings.contains(url.pathExtension.lowercased()), !path.hasPrefix(".") else { continue }
      // What can't be looked at isn't there.
      sizes[path] = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.fileSizeKey]).fileSize
    }
    return sizes
  }

  private func loadLesson(_ name: String) throws -> Document {
    let file = folder.appending(path: name)
    guard let content = contentsOfRegularFile(file.path) else {
      throw ToolFailure("\(Self.shown(file)) could not be read", help: "is it a file that you may read?")
    }
    return DocumentParser.parse([UInt8](content), path: Self.shown(file))
  }

  /// What `course.yml` says, and the file itself.
  func loadSettings() throws -> (CourseSettings, SourceFile) {
    let url = folder.appending(path: "course.yml")
    let content = contentsOfRegularFile(url.path)
    guard content != nil || !FileManager.default.fileExists(atPath: url.path) else {
      throw ToolFailure("\(Self.shown(url)) could not be read", help: "is it a file that you may read?")
    }
    // A course needs none.
    let file = try SourceFile(reading: [UInt8](content ?? Data()), path: Self.shown(url))
    return (try CourseSettings.parse(file), file)
  }

  /// A path as short as it can be said from where the tool was called.
  static func shown(_ file: URL) -> String {
    let here = URL(filePath: FileManager.default.currentDirectoryPath).standardizedFileURL.path
    let path = file.standardizedFileURL.path
    return path.hasPrefix(here + "/") ? String(path.dropFirst(here.count + 1)) : path
  }
}

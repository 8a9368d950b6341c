import Bibliographies
import CellAnalysis
import CourseConfiguration
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import SiteRendering
import ToolSupport

/// Reads a course from its folder.
package struct CourseLoader: Sendable {
  package let folder: URL
  /// Whether drafts are lessons, too.
  private let includesDrafts: Bool

  package init(folder: URL, includesDrafts: Bool = false) {
    self.folder = folder
    self.includesDrafts = includesDrafts
  }

  /// - Returns: The course. Problems of a lesson are among that lesson's diagnostics.
  package func load() async throws -> Course { try load(only: nil) }

  /// The lessons that a kept site lacks. What concerns the course as a whole is as it was when the site was made.
  func load(_ chosen: Set<String>, beside kept: [LessonPart]) throws -> Course {
    var course = try load(only: chosen, knownPages: kept.map(\.identity.pageStem))
    for part in kept { course.knownAnchors[part.identity.fileName] = { part.interface?.anchors ?? [] } }
    // All lessons that aren't on the site are drafts.
    if !includesDrafts {
      let onSite = Set(kept.map(\.identity.fileName)).union(chosen.map(\.composed))
      course.drafts += try lessonPaths().map(\.composed).filter { !onSite.contains($0) }
    }
    return course
  }

  /// The paths of the lessons in their order, drafts too.
  package func lessonPaths() throws -> [String] {
    let (settings, settingsFile) = try loadSettings()
    return try settings.ordered(lessons(except: settings.setUp?.text), in: settingsFile)
  }

  private func load(only chosen: Set<String>?, knownPages: [String] = []) throws -> Course {
    let (settings, settingsFile) = try loadSettings()
    let names: [String]
    do {
      names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    } catch {
      throw ToolFailure("\(Self.shown(folder)) could not be read", details: error.localizedDescription)
    }
    let files = names.filter { !$0.hasPrefix(".") && !$0.lowercased().hasPrefix("readme.") }
    // The number in its name orders a lesson. A README is for people who browse the folder.
    let lessons = lessons(except: settings.setUp?.text)
    let misnamed = files.filter(Self.looksLikeLesson).sorted()
    guard !lessons.isEmpty || !misnamed.isEmpty else {
      throw ToolFailure("there is no lesson in \(Self.shown(folder))", help: helpWithoutLessons())
    }
    let ordered = try settings.ordered(lessons, in: settingsFile).filter { chosen?.contains($0) ?? true }
    let setUp = try CourseSetUp.cells(of: settings, in: folder, settingsFile)
    let included = IncludedFiles(ofCourse: folder)
    var documents = concurrentMap(count: ordered.count) { index in
      var lesson = loadLesson(ordered[index], settings, setUp)
      let path = ordered[index].composed
      lesson.place(in: String(path[..<(path.lastIndex(of: "/").map(path.index(after:)) ?? path.startIndex)]))
      lesson.courseVary = settings.vary ?? VarySettings()
      lesson.courseCompiler = settings.compiler
      return included.found(in: lesson)
    }
    try requireThemeFiles(of: settings, settingsFile)
    if chosen == nil {
      try settings.checkCover(in: documents, file: settingsFile)
      try settings.checkParts(inLessonsNamed: documents.map(\.name), file: settingsFile)
    }
    let drafts = includesDrafts ? [] : documents.filter(\.frontMatter.isDraft).map(\.fileName)
    documents.removeAll { drafts.contains($0.fileName) }
    let linked = LinkedFiles(ofCourse: folder, settings, lessons: documents.map(\.pageStem) + knownPages)
    documents = documents.map(linked.found)
    reportNames(of: &documents)
    documents += misnamed.map(misnamedLesson)
    var course = Course(settings: settings, lessons: documents, pictures: pictures(shownIn: documents))
    let problems = loadBibliographies(of: &course, settingsFile)
    course.drafts = drafts
    if chosen == nil {
      let texts = CourseTexts(course: course, linked: linked).problems
      course.problems = (settings.warnings + texts).map { Diagnostic($0, in: settingsFile) } + problems + unreadFolders()
    }
    return course
  }

  /// Whether a file was probably meant as a lesson, although its name doesn't end in `.md`.
  private static func looksLikeLesson(_ name: String) -> Bool {
    let ending = name.split(separator: ".", omittingEmptySubsequences: false).last.map(String.init) ?? ""
    return ["md", "markdown", "mdown", "mdwn", "mkd", "mkdn", "mdx", "qmd", "rmd"].contains(ending.lowercased()) && ending != "md"
  }

  private func misnamedLesson(_ name: String) -> Document {
    let stem = name.lastIndex(of: ".").map { name[..<$0] } ?? name[...]
    return .unread(
      Self.shown(folder.appending(path: name)), "this file isn't a lesson: the name of a lesson ends in `.md`",
      help: "rename it `\(stem).md`, or move it away")
  }

  /// Reports names that pages of a site can't have, and names that can't be used together.
  private func reportNames(of lessons: inout [Document]) {
    var seen: [String: (name: String, file: String)] = [:]
    for index in lessons.indices {
      let (name, file) = (lessons[index].name, lessons[index].fileName)
      if let problem = lessons[index].problemOfPageName { lessons[index].report(problem) }
      // Some file systems ignore case.
      if let other = seen.updateValue((name, file), forKey: name.composed.lowercased()) {
        let message =
          if other.file.lowercased() != file.lowercased() {
            "`\(other.file)` and `\(file)` would have one page, `\(name).html`: in its name a folder's `/` is a hyphen"
          } else if other.name.composed == name.composed {
            "two lessons are called `\(name)`: their names differ only in how their letters are encoded"
          } else {
            "the names of `\(other.name).md` and `\(name).md` differ only in capital letters, so that many disks hold one of their pages"
          }
        lessons[index].report(Problem(message, at: 0..<0, help: "rename one of them"))
      }
    }
  }

  /// The paths of the lessons' files. Those in folders are lessons, too, except in folders with the data of a lesson.
  private func lessons(except setUp: String?) -> [String] {
    let files = markdownFiles()
    let known = Set(files)
    return files.filter { path in
      let parts = path.split(separator: "/")
      let folders = parts.indices.dropFirst().map { parts[..<$0].joined(separator: "/") }
      return path != setUp && !(parts.last ?? "").lowercased().hasPrefix("readme.") && !folders.contains { known.contains($0 + ".md") }
    }
  }

  /// The paths of the Markdown files in the course's folder, without those of other courses in it: of folders with a `course.yml`, and of
  /// `Lessons` in a folder that holds nothing of a course itself. What is hidden isn't entered.
  private func markdownFiles() -> [String] {
    let root = folder.resolvingSymlinksInPath()
    func isCourse(_ folder: String) -> Bool {
      FileManager.default.fileExists(atPath: root.appending(path: folder).appending(path: "course.yml").path)
    }
    func isHidden(_ path: String) -> Bool { path.hasPrefix(".") || path.contains("/.") }
    // A folder called like a lesson is reported as such.
    let found = paths(below: root.path) { !isHidden($0) && !$0.hasSuffix(".md") && !isCourse($0) } ?? []
    let files = found.filter { $0.hasSuffix(".md") && !isHidden($0) }
    let isNone = !files.contains { !$0.contains("/") } && !isCourse("")
    return isNone ? files.filter { !$0.hasPrefix("Lessons/") } : files
  }

  /// Reports folders whose lessons aren't read: links to folders, which aren't followed, and those that can't be read.
  private func unreadFolders() -> [Diagnostic] {
    let root = folder.resolvingSymlinksInPath()
    let found = paths(below: root.path) { !$0.hasPrefix(".") && !$0.contains("/.") } ?? []
    let known = Set(found)
    return found.compactMap { path -> Diagnostic? in
      // The data of a lesson is looked at when the lesson runs.
      guard !path.hasPrefix("."), !path.contains("/."), !path.hasSuffix(".md"), !known.contains(path + ".md") else { return nil }
      let place = "\(root.path)/\(path)"
      var (sign, state): (CChar, stat) = (0, stat())
      func problem(_ message: String, _ help: String) -> Diagnostic {
        Diagnostic(Problem(message, at: 0..<0, help: help), in: SourceFile(path: Self.shown(folder.appending(path: path)), text: ""))
      }
      if readlink(place, &sign, 1) >= 0 {
        guard stat(place, &state) == 0, state.st_mode & S_IFMT == S_IFDIR,
          (paths(below: place) ?? []).contains(where: { $0.hasSuffix(".md") })
        else { return nil }
        return problem("this is a symbolic link to a folder, whose lessons aren't read", "put the folder itself there")
      }
      guard lstat(place, &state) == 0, state.st_mode & S_IFMT == S_IFDIR, access(place, R_OK | X_OK) != 0 else { return nil }
      return problem("this folder can't be read, nor the lessons that it may hold", "is it a folder that you may read?")
    }
  }

  /// Gives each lesson the works that it can cite.
  private func loadBibliographies(of course: inout Course, _ settingsFile: SourceFile) -> [Diagnostic] {
    var files = BibliographyFiles(ofCourse: folder)
    var ofCourse: [String: BibliographyEntry] = [:]
    var problems: [Diagnostic] = []
    for name in course.settings.bibliography {
      do throws(Problem) {
        for entry in try files.entries(in: name) { ofCourse[entry.key] = entry }
      } catch {
        problems.append(Diagnostic(error, in: settingsFile))
      }
    }
    for index in course.lessons.indices {
      course.lessons[index].bibliography = ofCourse
      for name in course.lessons[index].frontMatter.bibliography {
        do throws(Problem) {
          for entry in try files.entries(in: name) { course.lessons[index].bibliography[entry.key] = entry }
        } catch {
          course.lessons[index].report(error)
        }
      }
      course.lessons[index].isBibliographyBroken = files.isBroken(
        course.settings.bibliography + course.lessons[index].frontMatter.bibliography)
    }
    return problems + files.problems(citedBy: course.lessons)
  }

  private func helpWithoutLessons() -> String {
    let below = folder.appending(path: "Lessons")
    if FileManager.default.fileExists(atPath: below.path) { return "did you mean `--course \(Self.shown(below))`?" }
    return "a lesson is a Markdown file, say `01-first.md`; `lessons new first` writes one"
  }

  /// The files that `course.yml` gives the theme.
  private func requireThemeFiles(of settings: CourseSettings, _ settingsFile: SourceFile) throws(Diagnostic) {
    for name in settings.themeFiles {
      let file = folder.appending(path: name.text)
      if let bytes = contentsOfRegularFile(file.path) {
        if let problem = problem(ofThemeFile: name, [UInt8](bytes)) { throw Diagnostic(problem, in: settingsFile) }
        continue
      }
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
      throw Diagnostic(
        UnreadNamedFile.problem(
          name.text, in: folder, at: name.range,
          among: names.filter { ($0 as NSString).pathExtension == (name.text as NSString).pathExtension }), in: settingsFile)
    }
  }

  /// What Windows' icons begin with, which no lesson shows.
  private static let beginningOfIcon: [UInt8] = [0, 0, 1, 0]

  private func problem(ofThemeFile name: LocatedText, _ bytes: [UInt8]) -> Problem? {
    let file = folder.appending(path: name.text)
    if leadsOut(file) {
      return Problem(
        "`\(name.text)` is a symbolic link that leads out of the course", at: name.range, help: "copy the file into the course")
    }
    let ending = file.pathExtension.lowercased()
    guard ending == "css" else {
      let isIcon = ending == "ico" && bytes.starts(with: Self.beginningOfIcon)
      let flaw = bytes.isEmpty || isIcon ? nil : flaw(of: file, named: name.text, size: bytes.count)
      return ImageChecker.problem(of: Picture(sizeInBytes: bytes.count, flaw: flaw, file: name.text), name.text, at: name.range)
    }
    do {
      _ = try SourceFile(reading: bytes, path: name.text)
      return nil
    } catch {
      return Problem("`\(name.text)`: \(error.problem.message)", at: name.range, help: error.problem.help)
    }
  }

  /// The files of the course that the site takes over: pictures that lessons show, files that they link to, and those of the theme.
  ///
  /// - Parameter kept: The lessons whose parts of the site are kept, and with them their files.
  package func files(of course: Course, beside kept: [LessonPart] = []) throws(ToolFailure) -> [SiteFile] {
    let read = Set(course.shownPictures + course.downloads + course.settings.themeFiles.map(\.text.composed))
    let ofKept = kept.reduce(into: Set<String>()) { $0.formUnion($1.pictures.intersection(course.pictures.keys).union($1.downloads)) }
    var files = ofKept.subtracting(read).sorted().map(SiteFile.kept)
    for path in read.sorted() {
      let file = folder.appending(path: course.pictures[path]?.file ?? path)
      guard let content = contentsOfRegularFile(file.path) else {
        throw UnreadNamedFile.failure(file) ?? ToolFailure("\(Self.shown(file)) is gone", help: "build again")
      }
      files.append(SiteFile(path: path, bytes: [UInt8](content)))
    }
    return files
  }

  /// The pictures beside the lessons. Those that are shown come with what is wrong with them.
  private func pictures(shownIn lessons: [Document]) -> [String: Picture] {
    let shown = Set(lessons.flatMap(\.images).map(\.path))
    var pictures: [String: Picture] = [:]
    for file in paths(below: folder.resolvingSymlinksInPath().path) ?? [] {
      let name = file[(file.lastIndex(of: "/") ?? file.startIndex)...]
      guard let point = name.lastIndex(of: "."), Picture.endings.contains(name[point...].dropFirst().lowercased()), !file.hasPrefix(".")
      else { continue }
      let url = folder.appending(path: file)
      let path = file.composed
      let values = try? url.resolvingSymlinksInPath().resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
      guard let values, values.isRegularFile == true, let size = values.fileSize else {
        guard let unread = UnreadNamedFile(url.path), shown.contains(path) else { continue }
        pictures[path] = Picture(sizeInBytes: 0, flaw: .unreadable(why: unread.what, help: unread.help), file: file)
        continue
      }
      var picture = Picture(sizeInBytes: size, file: file)
      if pictures[path] != nil {
        picture.flaw = .twin
      } else if leadsOut(url) {
        picture.flaw = .leadsOut
      } else if shown.contains(path), size > 0 {
        picture.flaw = flaw(of: url, named: path, size: size)
      }
      pictures[path] = picture
    }
    return pictures
  }

  /// What is wrong with the content of a picture.
  private func flaw(of file: URL, named path: String, size: Int) -> Picture.Flaw? {
    guard let beginning = beginning(of: file) else {
      return .unreadable(why: "could not be read", help: "is it a file that you may read?")
    }
    if let flaw = Picture.flaw(ofName: path, beginning: beginning) { return flaw }
    guard path.lowercased().hasSuffix(".svg"), size <= Self.longestDrawing,
      let bytes = contentsOfRegularFile(file.resolvingSymlinksInPath().path)
    else { return nil }
    return Picture.activity(ofName: path, [UInt8](bytes))
  }

  /// A larger one is refused for its size.
  private static let longestDrawing = 2 << 20

  /// The first bytes of a file; nil if it can't be read.
  private func beginning(of file: URL) -> [UInt8]? {
    guard let handle = FileHandle(forReadingAtPath: file.path) else { return nil }
    defer { try? handle.close() }
    return (try? handle.read(upToCount: Picture.tellingBytes)).flatMap { $0 }.map { [UInt8]($0) }
  }

  /// Whether a symbolic link leads out of the course, directly or through further links.
  private func leadsOut(_ file: URL) -> Bool {
    let course = folder.standardizedFileURL.resolvingSymlinksInPath().path
    return !(file.standardizedFileURL.resolvingSymlinksInPath().path).hasPrefix(course + "/")
  }

  /// Loads a lesson. Problems of its file are reported for this lesson only.
  private func loadLesson(_ name: String, _ settings: CourseSettings, _ setUp: [Cell]) -> Document {
    let file = folder.appending(path: name)
    let path = Self.shown(file)
    if leadsOut(file) {
      return .unread(
        path, "this is a symbolic link that leads out of the course, and isn't followed", help: "copy the file into the course")
    }
    let real = file.resolvingSymlinksInPath().path
    // Links have been resolved, so one that remains is broken.
    switch (try? FileManager.default.attributesOfItem(atPath: real))?[.type] as? FileAttributeType {
    case .typeRegular: break
    case nil, .typeSymbolicLink:
      return .unread(path, "this is a symbolic link to a file that isn't there", help: "correct or remove the link")
    case .typeDirectory:
      return .unread(path, "this is a folder, not a lesson's file", help: "rename it: the name of a lesson's file ends in `.md`")
    default: return .unread(path, "this isn't a text file", help: "put the lesson's text in its place")
    }
    guard let content = contentsOfRegularFile(real) else {
      return .unread(path, "this file could not be read", help: "is it a file that you may read?")
    }
    return DocumentParser.parse(
      [UInt8](content), path: path, macros: settings.macros, hasBibliography: !settings.bibliography.isEmpty, setUp: setUp)
  }

  /// The settings in `course.yml`, and the file itself.
  package func loadSettings() throws -> (CourseSettings, SourceFile) {
    let url = folder.appending(path: "course.yml")
    try refuseOtherSettings()
    let content = contentsOfRegularFile(url.path)
    // The file is optional.
    if content == nil, let failure = UnreadNamedFile.failure(url) { throw failure }
    let file = try SourceFile(reading: [UInt8](content ?? Data()), path: Self.shown(url))
    return (try CourseSettings.parse(file), file)
  }

  /// Rejects settings in a file with another name, which would be ignored.
  private func refuseOtherSettings() throws(Diagnostic) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let others = names.filter { $0 != "course.yml" && ["course.yml", "course.yaml"].contains($0.lowercased()) }
    guard let other = others.sorted().first else { return }
    throw Diagnostic(
      Problem(
        "the course's settings are read from `course.yml`, not from `\(other)`", at: 0..<0,
        help: names.contains("course.yml") ? "keep one of the two, as `course.yml`" : "rename it `course.yml`"),
      in: SourceFile(path: Self.shown(folder.appending(path: other)), text: ""))
  }

  /// The path of a file, relative to the working directory if the file is below it.
  package static func shown(_ file: URL) -> String {
    let here = URL(filePath: FileManager.default.currentDirectoryPath).standardizedFileURL.path
    let path = file.standardizedFileURL.path
    return path.hasPrefix(here + "/") ? String(path.dropFirst(here.count + 1)) : path
  }
}

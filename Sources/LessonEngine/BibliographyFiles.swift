import Bibliographies
import Diagnostics
import Foundation
import LessonDocument
import LessonRunner

/// The files of works that a course's lessons cite. Each is read once.
struct BibliographyFiles {
  private let folder: URL
  private var read: [String: Bibliography] = [:]

  init(ofCourse folder: URL) { self.folder = folder }

  /// The works in a file.
  ///
  /// - Parameter name: The path of the file, relative to the folder of lessons.
  mutating func entries(in name: LocatedText) throws(Problem) -> [BibliographyEntry] {
    let path = name.text
    if let known = read[path] { return known.entries }
    let ending = (path as NSString).pathExtension.lowercased()
    guard Bibliography.endings.contains(ending) else {
      throw Problem(
        "`\(path)` isn't a file of references", at: name.range, help: "name a BibTeX file (`.bib`) or one of CSL-JSON (`.json`)")
    }
    let url = folder.appending(path: path).standardizedFileURL.resolvingSymlinksInPath()
    guard url.path.hasPrefix(folder.standardizedFileURL.resolvingSymlinksInPath().path + "/"), !path.hasPrefix("/") else {
      if !path.hasPrefix("/"), !path.hasPrefix("../"), FileManager.default.fileExists(atPath: url.path) {
        throw Problem(
          "`\(path)` is a symbolic link that leads out of the course", at: name.range, help: "copy the file into the folder of lessons")
      }
      throw Problem("`\(path)` isn't in the folder of lessons", at: name.range, help: "move it there: its path is relative to that folder")
    }
    guard let bytes = contentsOfRegularFile(url.path) else {
      throw UnreadNamedFile.problem(path, in: folder, at: name.range, among: candidates)
    }
    let file: SourceFile
    do {
      file = try SourceFile(reading: [UInt8](bytes), path: CourseLoader.shown(folder.appending(path: path)))
    } catch {
      throw Problem("`\(path)`: \(error.problem.message)", at: name.range, help: error.problem.help)
    }
    let bibliography = Bibliography(file)
    read[path] = bibliography
    return bibliography.entries
  }

  /// Whether a work in one of these files can't be read.
  func isBroken(_ names: [LocatedText]) -> Bool {
    names.contains { read[$0.text]?.problems.contains { $0.severity == .error } ?? true }
  }

  /// What is wrong with the files, and which works no lesson cites.
  func problems(citedBy lessons: [Document]) -> [Diagnostic] {
    let keys = Set(lessons.flatMap(\.citations).flatMap(\.items).map(\.key.text))
    // A misspelled citation is an error at its place: the work that it means isn't another mistake.
    let works = read.values.flatMap(\.entries).map(\.key)
    let misspelled = keys.subtracting(works).sorted().prefix(20)
    let cited = keys.union(misspelled.compactMap { nearestName(to: $0, among: works) })
    return read.sorted { $0.key < $1.key }.flatMap { _, bibliography -> [Diagnostic] in
      let unused = bibliography.entries.filter { !cited.contains($0.key) }
      let shown = unused.prefix(Self.shownKeys).map { "`\($0.key)`" }.joined(separator: ", ")
      let rest = unused.count - Self.shownKeys
      let warning = unused.first.map {
        Problem(
          "no lesson cites \(shown)\(rest > 0 ? ", and \(rest) more" : "")", at: $0.range, severity: .warning,
          help: "cite it, `[@\($0.key)]`, or take it out")
      }
      return (bibliography.problems + [warning].compactMap(\.self)).map { Diagnostic($0, in: bibliography.file) }
    }
  }

  private static let shownKeys = 8

  private var candidates: [String] {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { Bibliography.endings.contains(($0 as NSString).pathExtension.lowercased()) }
  }
}

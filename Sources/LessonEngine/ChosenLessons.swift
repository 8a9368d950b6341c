import Diagnostics
import Foundation
import LessonDocument

/// The author named something that isn't a lesson of the course.
package struct LessonSelectionError: Error {
  /// A sentence with suggestions.
  package var message: String

  init(_ message: String) { self.message = message }
}

extension Course {
  /// The lessons that the author named by file, name or number, in the course's order; all lessons if none was named.
  ///
  /// - Parameter folder: The course's folder. A file elsewhere isn't one of its lessons, whatever its name.
  package func lessons(named names: [String], in folder: URL) throws(LessonSelectionError) -> [Document] {
    guard !names.isEmpty else { return lessons }
    var chosen: Set<String> = []
    for name in names { chosen.formUnion(try named(name, in: folder).map(\.name)) }
    return lessons.filter { chosen.contains($0.name) }
  }

  private func named(_ name: String, in folder: URL) throws(LessonSelectionError) -> [Document] {
    let last = name.split(separator: "/").last.map(String.init) ?? ""
    let isFile = last.hasSuffix(".md")
    let place = URL(filePath: name).standardizedFileURL
    if isFile, FileManager.default.fileExists(atPath: place.path), !place.isIn(folder) {
      throw LessonSelectionError(
        "`\(name)` is not in the course \(CourseLoader.shown(folder)); --course names another course's folder.")
    }
    let stem = isFile ? String(last.dropLast(3)) : last
    let found = called(stem, path: isFile ? String(name.dropLast(3)) : name)
    // In several folders, lessons may have the same name.
    if isFile, let lesson = found.first(where: { URL(filePath: $0.file.path).standardizedFileURL == place }) { return [lesson] }
    guard found.isEmpty else { return found }

    var isFolder: ObjCBool = false
    if !name.isEmpty, FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder), isFolder.boolValue {
      if place.resolvingSymlinksInPath().path == folder.resolvingSymlinksInPath().path { return lessons }
      throw LessonSelectionError("`\(name)` is a folder, not a lesson; --course names a course's folder.")
    }
    throw LessonSelectionError("There is no lesson `\(name)`; \(hint(for: stem))")
  }

  /// The lessons that a text names. Those that have exactly this name come before those that only begin with it: with `softmax.md` and
  /// `softmax-1.md`, `softmax` is the first.
  private func called(_ stem: String, path: String) -> [Document] {
    for isExact in [{ $0.name == path.pathAsName }, { $0.name == stem }, { $0.fileStem == stem }] as [(Document) -> Bool] {
      let found = lessons.filter(isExact)
      if !found.isEmpty { return found }
    }
    return lessons.filter { $0.isCalled(stem) }
  }

  private func hint(for stem: String) -> String {
    // Compare names without their numbers too: `sofmax` is near to `03-softmax`. A number alone is no misspelled name.
    let names = Dictionary(lessons.flatMap { [($0.name, $0.name), ($0.nameWithoutNumber, $0.name)] }) { first, _ in first }
    if stem.contains(where: \.isLetter), let nearest = nearestName(to: stem, among: names.keys).flatMap({ names[$0] }) {
      return "did you mean `\(nearest)`?"
    }
    let shown = lessons.prefix(Self.shownNames).map { "`\($0.name)`" }.joined(separator: ", ")
    let rest = lessons.count - Self.shownNames
    return "the lessons are \(shown)\(rest > 0 ? ", and \(rest) more" : "")."
  }

  /// The number of names that are listed in a message.
  private static let shownNames = 20
}

extension Document {
  /// Whether a text names the lesson: `03-softmax`, `softmax`, `03` and `3` all name `03-softmax`.
  fileprivate func isCalled(_ text: String) -> Bool {
    !text.isEmpty && (name == text || fileStem == text || nameWithoutNumber == text || name.hasPrefix(text + "-") || isNumbered(text))
  }

  private func isNumbered(_ text: String) -> Bool {
    Int(text).map { Int(fileStem.prefix { $0.isASCII && $0.isNumber }) == $0 } ?? false
  }

  fileprivate var nameWithoutNumber: String {
    let rest = fileStem.drop { $0.isASCII && $0.isNumber }
    return rest.count < fileStem.count && rest.first == "-" ? String(rest.dropFirst()) : name
  }
}

extension URL {
  /// Whether a file is in a folder or below it.
  fileprivate func isIn(_ folder: URL) -> Bool {
    // Resolve only its folder, because a lesson may be a symbolic link.
    (deletingLastPathComponent().resolvingSymlinksInPath().path + "/").hasPrefix(folder.resolvingSymlinksInPath().path + "/")
  }
}

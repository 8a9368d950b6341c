import CourseConfiguration
import Diagnostics
import Foundation
import LessonDocument
import ToolSupport

/// Finds the files that links lead to, besides lessons: files in the folder of lessons, and those of the repository.
struct LinkedFiles: Sendable {
  private let folder: URL
  private let root: URL
  private let repository: String?
  /// The names of the lessons' pages, without their endings.
  private let lessons: Set<String>

  init(ofCourse folder: URL, _ settings: CourseSettings, lessons: [String]) {
    self.folder = folder.standardizedFileURL.resolvingSymlinksInPath()
    root = IncludedFiles(ofCourse: folder).root
    repository = settings.repository.map { $0.hasSuffix("/") ? String($0.dropLast()) : $0 }
    self.lessons = Set(lessons)
  }

  /// The lesson with what its links lead to.
  func found(in lesson: Document) -> Document {
    var lesson = lesson
    for index in lesson.links.indices {
      guard case .file(let path, _, _) = lesson.links[index].target, !path.isEmpty else { continue }
      lesson.links[index].file = path.hasPrefix("../") || path == ".." ? ofRepository(path) : path.hasSuffix(".md") ? nil : ofCourse(path)
    }
    return lesson
  }

  /// A file or a folder above the lessons. A missing one is reported like other links out of the course.
  private func ofRepository(_ path: String) -> Link.File? {
    let place = folder.appending(path: path).standardizedFileURL.resolvingSymlinksInPath()
    var isFolder: ObjCBool = false
    guard place.path == root.path || place.path.hasPrefix(root.path + "/"),
      FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
    else { return nil }
    guard let repository else { return .unhosted }
    let relative = String(place.path.dropFirst(root.path.count + 1))
    return .hosted(
      address: relative.isEmpty ? repository : "\(repository)/\(isFolder.boolValue ? "tree" : "blob")/HEAD/\(relative.percentEncoded)")
  }

  private func ofCourse(_ path: String) -> Link.File? {
    let place = folder.appending(path: path).standardizedFileURL.resolvingSymlinksInPath()
    let stem = path.lastIndex(of: ".").map { String(path[..<$0]) } ?? path
    let ending = path.lastIndex(of: ".").map { path[$0...].lowercased() } ?? ""
    let isPage = ending == ".html" && !path.contains("/")
    let values = try? place.resourceValues(forKeys: [.fileSizeKey, .isRegularFileKey])
    guard values?.isRegularFile == true, place.path.hasPrefix(folder.path + "/"),
      !path.split(separator: "/").contains(where: { $0.hasPrefix(".") })
    else {
      // The address of a page is a link to a lesson, written in another way.
      return ending.isEmpty || isPage || place.path == folder.path ? nil : .missing(nearest: nearest(to: path))
    }
    let isTaken =
      path.hasPrefix("assets/") || path == "sitemap.xml" || path == "llms.txt"
      || isPage && (lessons.contains(stem) || ["index", "404", "checks", "print"].contains(stem))
      || ending == ".ipynb" && !path.contains("/") && lessons.contains(stem)
      || ending == ".swift" && !path.contains("/") && lessons.contains { stem == $0 || stem.hasPrefix($0 + "-") }
    if isTaken { return .taken }
    if Self.endingsOfPages.contains(ending) { return .active(part: nil, line: 1) }
    if Self.endingsOfXML.contains(ending), let active = activity(of: place) { return active }
    return .download(sizeInBytes: values?.fileSize ?? 0)
  }

  /// Endings of what a browser opens as a page. There are too many ways to write a script into one for a search.
  private static let endingsOfPages: Set<String> = [".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht", ".hta", ".svgz"]
  /// Endings of what a browser reads as XML, in which there may be scripts, too.
  private static let endingsOfXML: Set<String> = [".svg", ".xml", ".xsl", ".xslt", ".rdf", ".rss", ".atom"]

  private func activity(of place: URL) -> Link.File? {
    // One that can't be read isn't copied either.
    guard let bytes = FileManager.default.contents(atPath: place.path), let active = ActiveDrawing([UInt8](bytes)) else { return nil }
    return .active(part: active.part, line: active.line)
  }

  private func nearest(to path: String) -> String? {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    let files = names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") && $0.contains(".") }
    return nearestName(to: path, among: files.prefix(1000).map(\.composed))
  }
}

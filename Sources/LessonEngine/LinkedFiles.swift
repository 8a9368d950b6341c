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
    guard let (relative, isFolder) = placeInRepository(path) else { return missingInRepository(path) }
    guard let repository else { return .unhosted }
    return .hosted(
      address: relative.isEmpty ? repository : "\(repository)/\(isFolder ? "tree" : "blob")/HEAD/\(relative.percentEncoded)")
  }

  /// What would be a file of the repository; nil for what may be meant as a lesson, or is in no repository.
  private func missingInRepository(_ path: String) -> Link.File? {
    let place = folder.appending(path: path).standardizedFileURL.path
    guard place.hasPrefix(root.path + "/"), root.path != folder.path, !path.hasSuffix(".md"), !path.hasSuffix(".html") else { return nil }
    let relative = place.dropFirst(root.path.count + 1)
    if (try? FileManager.default.attributesOfItem(atPath: place)) != nil {
      return .unfit(
        why: "`\(relative)` is a symbolic link that leads out of the repository, or nowhere", help: "link to what it stands for")
    }
    return .unfit(
      why: "there is no file or folder `\(relative)` in the repository", help: "correct the path, or link to a lesson's `.md` file")
  }

  private func placeInRepository(_ path: String) -> (relative: String, isFolder: Bool)? {
    let place = folder.appending(path: path).standardizedFileURL.resolvingSymlinksInPath()
    var isFolder: ObjCBool = false
    guard place.path == root.path || place.path.hasPrefix(root.path + "/"),
      FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder)
    else { return nil }
    return (String(place.path.dropFirst(root.path.count + 1)), isFolder.boolValue)
  }

  /// What pages show of files and folders above the lessons, by the paths of links: which they are, and whether they are there at all.
  static func states(of paths: some Sequence<String>, ofCourse folder: URL) -> [String: String] {
    let files = LinkedFiles(ofCourse: folder, CourseSettings(), lessons: [])
    let states = Set(paths).map { path in
      (path, files.placeInRepository(path).map { "\($0.isFolder ? "folder" : "file") \($0.relative)" } ?? "missing")
    }
    return Dictionary(uniqueKeysWithValues: states)
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
      if let place = try? FileManager.default.attributesOfItem(atPath: folder.appending(path: path).path),
        place[.type] as? FileAttributeType == .typeSymbolicLink
      {
        return .unfit(why: "`\(path)` is a symbolic link that leads out of the course, or nowhere", help: "copy the file into the course")
      }
      if place.path != folder.path, place.path.hasPrefix(folder.path + "/"), values?.isRegularFile == false, !ending.isEmpty {
        var isFolder: ObjCBool = false
        let isOther = FileManager.default.fileExists(atPath: place.path, isDirectory: &isFolder) && !isFolder.boolValue
        return .unfit(
          why: "`\(path)` isn't a file", help: isOther ? "put a file in its place" : "link to a file in it, or pack it into a `.zip`")
      }
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
    if access(place.path, R_OK) != 0, let unread = UnreadNamedFile(place.path) {
      return .unfit(why: "`\(path)` \(unread.what)", help: unread.help)
    }
    if Self.endingsOfXML.contains(ending), let active = activity(of: place) { return active }
    return .download(sizeInBytes: values?.fileSize ?? 0)
  }

  /// Endings of what a browser opens as a page. There are too many ways to write a script into one for a search.
  private static let endingsOfPages: Set<String> = [".html", ".htm", ".xhtml", ".xht", ".shtml", ".mhtml", ".mht", ".hta", ".svgz"]
  /// Endings of what a browser reads as XML, in which there may be scripts, too.
  private static let endingsOfXML: Set<String> = [".svg", ".xml", ".xsl", ".xslt", ".rdf", ".rss", ".atom"]

  private func activity(of place: URL) -> Link.File? {
    guard let bytes = FileManager.default.contents(atPath: place.path), let active = ActiveDrawing([UInt8](bytes)) else { return nil }
    return .active(part: active.part, line: active.line)
  }

  private func nearest(to path: String) -> String? {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    let files = names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".md") && $0.contains(".") }
    return nearestName(to: path, among: files.prefix(1000).map(\.composed))
  }
}

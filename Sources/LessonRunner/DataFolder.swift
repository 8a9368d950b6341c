import Diagnostics
import Foundation
import LessonDocument

/// The files that a lesson's cells may read: those of the folder beside the lesson that bears its name. Each run works in
/// a copy, so that a cell can't change them.
package struct DataFolder: Sendable {
  package struct File: Sendable, Hashable {
    /// Below the folder: `words/small.txt`.
    package var path: String
    package var location: URL
    package var size: Int
  }

  /// Ordered by path; empty if there is no such folder.
  package let files: [File]

  /// `Lessons/06-worked-example` for `Lessons/06-worked-example.md`.
  package init(of document: Document) throws(ToolFailure) {
    let folder = URL(filePath: document.file.path).deletingLastPathComponent().appending(path: document.name)
      .resolvingSymlinksInPath()
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder.path, isDirectory: &isFolder), isFolder.boolValue else {
      files = []
      return
    }
    var linkedFolder: String?
    do {
      files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().compactMap { path in
        if path.split(separator: "/").contains(where: { $0.hasPrefix(".") }) { return nil }
        let location = folder.appending(path: path).resolvingSymlinksInPath()
        let values = try location.resourceValues(forKeys: [.isRegularFileKey, .isDirectoryKey, .fileSizeKey])
        if values.isDirectory == true, location.path != folder.appending(path: path).path { linkedFolder = path }
        guard values.isRegularFile == true else { return nil }
        return File(path: path, location: location, size: values.fileSize ?? 0)
      }
    } catch {
      throw ToolFailure("\(folder.path) could not be read", details: error.localizedDescription)
    }
    if let linkedFolder {
      throw ToolFailure(
        "\(folder.appending(path: linkedFolder).path) is a link to a folder, which a lesson's data can't hold",
        help: "put the folder itself there, or links to its files")
    }
  }

  var bytes: Int { files.reduce(0) { $0 + $1.size } }

  func copy(to folder: URL) throws(ToolFailure) {
    do {
      for file in files {
        let place = folder.appending(path: file.path)
        try FileManager.default.createDirectory(at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: file.location, to: place)
      }
    } catch {
      throw ToolFailure("the lesson's data could not be copied", details: error.localizedDescription)
    }
  }
}

/// The files that the lesson's cells may read: with its cells, what its run depends on.
package func dataFiles(of document: Document) throws(ToolFailure) -> [URL] {
  try DataFolder(of: document).files.map(\.location)
}

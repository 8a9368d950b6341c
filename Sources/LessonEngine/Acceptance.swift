import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner

/// Writes a lesson's new outputs into its file. It replaces only the bytes of the edits, and writes all of them or none.
package struct Acceptance {
  private let document: Document
  private let edits: [Edit]

  package init(_ result: LessonResult) {
    document = result.document
    edits = result.report.edits
  }

  /// The file's bytes after the edits.
  package func accepted() -> [UInt8] {
    let bytes = Array(document.file.text.utf8)
    var out: [UInt8] = []
    var end = 0
    for edit in edits {
      out += bytes[end..<edit.range.lowerBound]
      out += Array(edit.replacement.utf8)
      end = edit.range.upperBound
    }
    return out + bytes[end...]
  }

  /// - Throws: `ToolFailure` if the file has changed since it was read, or can't be written.
  package func write() throws(ToolFailure) {
    // Resolve the path, so that a symbolic link to the file stays a link.
    let file = URL(filePath: document.file.path).resolvingSymlinksInPath()
    guard let present = contentsOfRegularFile(file.path), present == Data(document.file.text.utf8) else {
      throw ToolFailure(
        "\(document.file.path) was changed while its cells ran; nothing was accepted", help: "call the command again")
    }
    do {
      // Write a new file first and then move it, so that the file is never incomplete.
      let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
      try Data(accepted()).write(to: file, options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: permissions ?? 0o644], ofItemAtPath: file.path)
    } catch {
      throw ToolFailure("\(document.file.path) could not be written", details: error.localizedDescription)
    }
  }
}

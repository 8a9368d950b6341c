import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner

/// Writes a lesson's new outputs into its file: just the bytes of the edits, all or none of them.
package struct Acceptance {
  private let document: Document
  private let edits: [Edit]

  package init(_ result: LessonResult) {
    document = result.document
    edits = result.report.edits
  }

  /// The file's bytes with the edits made.
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

  /// - Throws: `ToolFailure` if the file was changed since it was read, or can't be written.
  package func write() throws(ToolFailure) {
    // The file itself, so that a link to it stays a link.
    let file = URL(filePath: document.file.path).resolvingSymlinksInPath()
    guard let present = contentsOfRegularFile(file.path), present == Data(document.file.text.utf8) else {
      throw ToolFailure(
        "\(document.file.path) was changed while its cells ran; nothing was accepted", help: "call the command again")
    }
    do {
      // Beside the file first, then in its place: never half a file.
      let permissions = try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions]
      try Data(accepted()).write(to: file, options: .atomic)
      try FileManager.default.setAttributes([.posixPermissions: permissions ?? 0o644], ofItemAtPath: file.path)
    } catch {
      throw ToolFailure("\(document.file.path) could not be written", details: error.localizedDescription)
    }
  }
}

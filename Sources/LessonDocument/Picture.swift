/// A file beside the lessons with the name of a picture.
package struct Picture: Sendable, Hashable {
  /// Why the site can't show it.
  package enum Flaw: Sendable, Hashable {
    /// Its bytes aren't those of a picture.
    case notAPicture
    /// It is a picture of another kind than its name says, so browsers don't show it.
    case otherKind(String)
    /// It can't be read: it may be a folder or a link to nothing, or the user may not.
    case unreadable(why: String, help: String)
    /// It is a symbolic link to a file outside the course.
    case leadsOut
    /// Another file's name differs from its name only in the Unicode normalization.
    case twin
    /// It is a drawing that does more than draw when it is opened alone.
    case active(part: String, line: Int)
  }

  package var sizeInBytes: Int
  package var flaw: Flaw?
  /// Its path relative to the folder of lessons, as stored on disk.
  package var file: String

  package init(sizeInBytes: Int, flaw: Flaw? = nil, file: String) {
    self.sizeInBytes = sizeInBytes
    self.flaw = flaw
    self.file = file
  }

  /// File extensions of pictures that all browsers show.
  package static let endings = ["svg", "png", "jpg", "jpeg", "webp", "avif", "gif"]

  /// The number of bytes that are read to recognize a file. A drawing may begin with a license.
  package static let tellingBytes = 1 << 14

  /// What in a drawing does more than draw; nil for another picture.
  package static func activity(ofName name: String, _ bytes: [UInt8]) -> Flaw? {
    guard name.lowercased().hasSuffix(".svg"), let active = ActiveDrawing(bytes) else { return nil }
    return .active(part: active.part, line: active.line)
  }

  /// What is wrong with a picture of that name, judged by the first bytes of its file.
  package static func flaw(ofName name: String, beginning bytes: [UInt8]) -> Flaw? {
    guard let kind = kind(of: bytes) else { return .notAPicture }
    // Browsers recognize all kinds by their bytes, except drawings.
    let isDrawing = name.lowercased().hasSuffix(".svg")
    return isDrawing == (kind == "svg") ? nil : .otherKind(kind)
  }

  private static func kind(of bytes: [UInt8]) -> String? {
    func holds(_ text: String, at offset: Int) -> Bool { bytes.dropFirst(offset).starts(with: text.utf8) }
    if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) { return "png" }
    if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "jpg" }
    if holds("GIF87a", at: 0) || holds("GIF89a", at: 0) { return "gif" }
    if holds("RIFF", at: 0), holds("WEBP", at: 8) { return "webp" }
    if holds("ftypavif", at: 4) || holds("ftypavis", at: 4) { return "avif" }
    let beginning = bytes.drop { $0 <= 0x20 || [0xEF, 0xBB, 0xBF].contains($0) }
    return beginning.first == UInt8(ascii: "<") && beginning.firstRange(of: Array("<svg".utf8)) != nil ? "svg" : nil
  }
}

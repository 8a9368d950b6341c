import Foundation

/// The font of all formulas, copied from the system with its license: without one a formula is readable, but ugly.
package struct MathFont {
  private static let folder = "/usr/share/texmf/fonts/opentype/public/tex-gyre-math"
  private static let fontName = "texgyrepagella-math"
  private static let licenses = "/usr/share/doc/fonts-texgyre-math/copyright"

  /// What the site takes up: the font, as woff2 if the system can make it so, and its license.
  package var files: [SiteFile]

  /// nil if the system has no such font; `fonts-texgyre-math` is the Debian package.
  ///
  /// - Parameter cache: A folder for the compressed font, which takes seconds to make.
  package static func find(cache: URL? = nil) -> MathFont? {
    guard let font = FileManager.default.contents(atPath: "\(folder)/\(fontName).otf") else { return nil }
    var files: [SiteFile] = []
    if let license = FileManager.default.contents(atPath: licenses) {
      files.append(SiteFile(path: "assets/\(fontName)-license.txt", bytes: Array(license)))
    }
    if let compressed = compressed(font, cache: cache) {
      files.append(SiteFile(path: "assets/\(fontName).woff2", bytes: compressed))
    } else {
      files.append(SiteFile(path: "assets/\(fontName).otf", bytes: Array(font)))
    }
    return MathFont(files: files)
  }

  /// Half as large, and always the same bytes. `woff2_compress` writes beside what it reads, so it is given a copy.
  private static func compressed(_ font: Data, cache: URL?) -> [UInt8]? {
    let kept = cache?.appending(path: "\(fontName)-\(font.count).woff2")
    if let kept, let content = FileManager.default.contents(atPath: kept.path), content.starts(with: Array("wOF2".utf8)) {
      return Array(content)
    }
    guard let made = compressed(font) else { return nil }
    if let cache, let kept {
      // Only for speed: a cache that can't be written is no error.
      try? FileManager.default.createDirectory(at: cache, withIntermediateDirectories: true)
      try? Data(made).write(to: kept, options: .atomic)
    }
    return made
  }

  private static func compressed(_ font: Data) -> [UInt8]? {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lessons-font-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: folder) }
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
      try font.write(to: folder.appending(path: "font.otf"))
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = ["woff2_compress", folder.appending(path: "font.otf").path(percentEncoded: false)]
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      guard process.terminationStatus == 0 else { return nil }
      return Array(try Data(contentsOf: folder.appending(path: "font.woff2")))
    } catch {
      return nil
    }
  }
}

import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import SiteRendering

@Suite struct SiteWriterTests {
  private let old = [SiteFile(path: "index.html", text: "old"), SiteFile(path: "gone.html", text: "gone")]
  private let new = [SiteFile(path: "index.html", text: "new"), SiteFile(path: "assets/a.css", text: "a")]

  @Test func `a site is written, and then replaced as a whole`() throws {
    try withFolder { folder in
      let writer = SiteWriter(folder: folder + "/site")
      try writer.write(old)
      #expect(contents(folder) == ["site/gone.html": "gone", "site/index.html": "old"])
      try writer.write(new)
      #expect(contents(folder) == ["site/assets/a.css": "a", "site/index.html": "new"])
    }
  }

  @Test(arguments: [
    [SiteFile(path: "index.html", text: "new"), SiteFile(path: "index.html/b", text: "")],
    [SiteFile(path: "ok", text: "new"), SiteFile(path: String(repeating: "x", count: 300), text: "")],
    [SiteFile(path: "ok", text: "new"), SiteFile(path: "../outside", text: "")],
    [SiteFile(path: "ok", text: "new"), SiteFile(path: "/outside", text: "")],
    [SiteFile(path: "a", text: ""), SiteFile(path: "a", text: "")],
    [SiteFile(path: "a\0b", text: "")],
    [SiteFile(path: ".lessons-site", text: "")],
  ])
  func `what can't be written leaves the old site whole, and nothing beside it`(files: [SiteFile]) throws {
    try withFolder { folder in
      let writer = SiteWriter(folder: folder + "/site")
      try writer.write(old)
      #expect(throws: ToolFailure.self) { try writer.write(files) }
      #expect(contents(folder) == ["site/gone.html": "gone", "site/index.html": "old"])
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["site"])
    }
  }

  /// A site that stands, and the next one beside it.
  private func oldAndNew() throws -> (folder: TemporaryFolder, site: String, next: String) {
    let folder = try TemporaryFolder()
    try folder.write("old", to: "site/a")
    try folder.write("new", to: "next/a")
    return (folder, folder.url.appending(path: "site").path, folder.url.appending(path: "next").path)
  }

  @Test func `where the system can neither exchange nor move the old site, it is removed`() throws {
    let (folder, site, next) = try oldAndNew()
    // As in a container whose image has the old site.
    try FolderSwap.put(next, inPlaceOf: site, exchange: { _, _ in false }) { old, new in
      old == site ? EXDEV : rename(old, new) == 0 ? 0 : errno
    }
    #expect(try folder.text(of: "site/a") == "new")
    #expect(!FileManager.default.fileExists(atPath: next))
  }

  @Test func `a copy of the old site comes back if the new one can't take its place`() throws {
    let (folder, site, next) = try oldAndNew()
    #expect(throws: ToolFailure.self) {
      try FolderSwap.put(next, inPlaceOf: site, exchange: { _, _ in false }) { old, new in
        old == site ? EXDEV : old == next ? EACCES : rename(old, new) == 0 ? 0 : errno
      }
    }
    #expect(try folder.text(of: "site/a") == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted() == ["next", "site"])
  }

  @Test func `where the system can't exchange two folders, the old site makes room, and comes back if the new one can't be moved`() throws {
    let (folder, site, next) = try oldAndNew()
    #expect(throws: ToolFailure.self) {
      try FolderSwap.put(next, inPlaceOf: site, exchange: { _, _ in false }) { old, new in
        old == next ? EACCES : rename(old, new) == 0 ? 0 : errno
      }
    }
    #expect(try folder.text(of: "site/a") == "old")
    try FolderSwap.put(next, inPlaceOf: site, exchange: { _, _ in false })
    #expect(try folder.text(of: "site/a") == "new")
    #expect(try folder.text(of: "next/a") == "old")
  }

  @Test func `a folder that holds something else isn't touched`() throws {
    try withFolder { folder in
      try write("thesis", to: folder + "/site/thesis.txt")
      let error = #expect(throws: ToolFailure.self) { try SiteWriter(folder: folder + "/site").write(new) }
      #expect(error?.message == "`\(folder)/site` isn't empty, and `lessons` didn't write it")
      #expect(contents(folder) == ["site/thesis.txt": "thesis"])
    }
  }

  @Test func `a file that someone added to the site isn't lost`() throws {
    try withFolder { folder in
      let writer = SiteWriter(folder: folder + "/site")
      try writer.write(new)
      try write("example.org", to: folder + "/site/assets/CNAME")
      let error = #expect(throws: ToolFailure.self) { try writer.write(old) }
      #expect(error?.message == "`\(folder)/site/assets/CNAME` isn't from `lessons`, and would be lost")
      #expect(error?.help == "move it out of the site's folder")
      #expect(contents(folder)["site/index.html"] == "new")
    }
  }

  @Test func `an empty folder may be used, a file may not`() throws {
    try withFolder { folder in
      try FileManager.default.createDirectory(atPath: folder + "/empty", withIntermediateDirectories: false)
      try SiteWriter(folder: folder + "/empty/").write(new)
      #expect(contents(folder)["empty/index.html"] == "new")
      try write("", to: folder + "/file")
      let error = #expect(throws: ToolFailure.self) { try SiteWriter(folder: folder + "/file").write(new) }
      #expect(error?.message == "`\(folder)/file` is a file")
    }
  }

  @Test func `whatever a file is called, its site can be written again`() throws {
    try withFolder { folder in
      let files = ["a\nb.html", "100%.html", "q%20r.html", "x\r\ny/z\n.png", "%0A"].map { SiteFile(path: $0, text: $0) }
      for _ in 0..<2 { try SiteWriter(folder: folder + "/site").write(files) }
      #expect(contents(folder)["site/a\nb.html"] == "a\nb.html")
    }
  }

  @Test func `a site from before paths were encoded can be written again`() throws {
    try withFolder { folder in
      try write("", to: folder + "/site/q%20r.html")
      try write("", to: folder + "/site/50%/a.png")
      try write("Its files:\nq%20r.html\n50%/a.png\n", to: folder + "/site/.lessons-site")
      try SiteWriter(folder: folder + "/site").write(new)
      #expect(contents(folder)["site/index.html"] == "new")
    }
  }

  @Test func `folders on the way to the site are made`() throws {
    try withFolder { folder in
      try SiteWriter(folder: folder + "/a/b/site").write(new)
      #expect(contents(folder)["a/b/site/index.html"] == "new")
    }
  }

  @Test func `who wrote a site knows when another took its place`() throws {
    try withFolder { folder in
      let writer = SiteWriter(folder: folder + "/site")
      let first = try writer.write(old)
      #expect(first.stands)
      let second = try writer.write(old)
      #expect(second.stands)
      #expect(!first.stands)
      try FileManager.default.removeItem(atPath: folder + "/site")
      #expect(!second.stands)
    }
  }

  @Test func `a folder that can't be made is named with the reason`() {
    let error = #expect(throws: ToolFailure.self) { try SiteWriter(folder: "/proc/no/site").write(new) }
    #expect(error?.message == "`/proc/no/site` can't be written: no such file or directory")
  }

  @Test func `a link to the site's folder stays a link`() throws {
    try withFolder { folder in
      try SiteWriter(folder: folder + "/real").write(old)
      try FileManager.default.createSymbolicLink(atPath: folder + "/link", withDestinationPath: "real")
      try SiteWriter(folder: folder + "/link").write(new)
      #expect(contents(folder)["real/index.html"] == "new")
      #expect(try FileManager.default.destinationOfSymbolicLink(atPath: folder + "/link") == "real")
    }
  }

  @Test func `what a killed build left behind is removed, a running one's isn't`() throws {
    try withFolder { folder in
      // No process has this number: it is above the greatest that Linux gives.
      try write("half", to: folder + "/.site.building-99999999-1/index.html")
      try write("half", to: folder + "/.site.building-\(ProcessInfo.processInfo.processIdentifier)-1/index.html")
      try SiteWriter(folder: folder + "/site").write(new)
      let left = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(left == [".site.building-\(ProcessInfo.processInfo.processIdentifier)-1", "site"])
    }
  }

  @Test func `a reader never finds half a site`() async throws {
    try await withFolder { folder in
      let writer = SiteWriter(folder: folder + "/site")
      func site(_ number: Int) -> [SiteFile] {
        (0..<20).map { SiteFile(path: "page-\($0).html", text: "\(number)") }
      }
      try writer.write(site(0))
      async let reading: Int = {
        var missing = 0
        for _ in 0..<2000 where !FileManager.default.fileExists(atPath: folder + "/site/page-19.html") { missing += 1 }
        return missing
      }()
      for number in 1...20 { try writer.write(site(number)) }
      #expect(await reading == 0)
      #expect(Set(contents(folder).values) == ["20"])
    }
  }
}

// MARK: - Folders

private func withFolder<R>(_ body: (String) async throws -> R) async throws -> R {
  let folder = try makeFolder()
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try await body(folder)
}

private func withFolder<R>(_ body: (String) throws -> R) throws -> R {
  let folder = try makeFolder()
  defer { try? FileManager.default.removeItem(atPath: folder) }
  return try body(folder)
}

private func makeFolder() throws -> String {
  let folder = FileManager.default.temporaryDirectory.appending(path: "site-writer-\(UUID().uuidString)")
  try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
  return folder.resolvingSymlinksInPath().path(percentEncoded: false)
}

private func write(_ text: String, to path: String) throws {
  let url = URL(filePath: path)
  try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
  try Data(text.utf8).write(to: url)
}

/// The text of every file by its path, without the marker.
private func contents(_ folder: String) -> [String: String] {
  var found: [String: String] = [:]
  for case let path as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
    guard !path.hasSuffix(SiteWriter.markerName), let data = FileManager.default.contents(atPath: "\(folder)/\(path)")
    else {
      continue
    }
    found[path] = String(decoding: data, as: UTF8.self)
  }
  return found
}

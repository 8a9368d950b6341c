import Foundation
import TestSupport
import Testing
import ToolSupport

@Suite struct FolderPathsTests {
  @Test func `all paths in a folder are listed, hidden ones too, but not behind links`() throws {
    let folder = try TemporaryFolder()
    for path in ["a.md", ".hidden/b.md", "one/two/é c.md", "elsewhere/d.md"] { try folder.write("", to: path) }
    try FileManager.default.createDirectory(at: folder.url.appending(path: "empty"), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      at: folder.url.appending(path: "one/link"), withDestinationURL: folder.url.appending(path: "elsewhere"))
    let found = try #require(paths(below: folder.url.path))
    let expected = [
      ".hidden", ".hidden/b.md", "a.md", "elsewhere", "elsewhere/d.md", "empty", "one", "one/link", "one/two", "one/two/é c.md",
    ]
    #expect(found.sorted() == expected)
    // A folder comes before what it holds.
    #expect(try #require(found.firstIndex(of: "one/two")) < #require(found.firstIndex(of: "one/two/é c.md")))
    // The folder itself may be a link.
    #expect(paths(below: folder.url.appending(path: "one/link").path) == ["d.md"])
  }

  @Test func `what isn't entered is listed`() throws {
    let folder = try TemporaryFolder()
    for path in ["a/b/c.md", "d/e.md"] { try folder.write("", to: path) }
    #expect(paths(below: folder.url.path) { $0 != "a" }?.sorted() == ["a", "d", "d/e.md"])
  }

  @Test func `a folder that isn't there has no paths`() throws {
    #expect(try paths(below: TemporaryFolder().url.appending(path: "nowhere").path) == nil)
  }
}

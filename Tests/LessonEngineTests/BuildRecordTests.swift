import Foundation
import LessonChecks
import LessonEngine
import LessonRunner
import SiteRendering
import TestSupport
import Testing

/// When a build has nothing to do.
@Suite struct BuildRecordTests {
  private let course: TemporaryCourse
  private let cache: CacheFolder
  private let inputs: BuildRecord.Inputs
  private var site: String { course.folder.url.appending(path: "site").path }

  /// A course whose site has just been built from `inputs`.
  init() throws {
    course = try TemporaryCourse(["01-one.md": "# One\n"])
    cache = CacheFolder(course: course.url)
    let written = try SiteWriter(folder: course.folder.url.appending(path: "site").path)
      .write([SiteFile(path: "index.html", bytes: Array("<p>one</p>".utf8))])
    var summary = CheckSummary()
    summary.lessons = 1
    let site = course.folder.url.appending(path: "site").path
    let present = BuildRecord.inputs(ofCourse: course.url, site: site)
    inputs = try #require(present)
    BuildRecord.write(
      cache, ofCourse: course.url, inputs: inputs, site: site, written: written, summary: summary, rendered: SiteBuild.Rendered())
  }

  @Test func `equal inputs and an untouched site leave nothing to do`() {
    #expect(BuildRecord.ofStandingSite(cache, site: site, ofCourse: course.url)?.summary(ifMadeOf: inputs)?.lessons == 1)
  }

  @Test func `other inputs ask for a build`() throws {
    try course.write("# Two\n", to: "01-one.md")
    let others = try #require(BuildRecord.inputs(ofCourse: course.url, site: site))
    #expect(try #require(BuildRecord.ofStandingSite(cache, site: site, ofCourse: course.url)).summary(ifMadeOf: others) == nil)
  }

  @Test func `a touched site asks for a build`() throws {
    try course.folder.write("<p>two, and longer</p>", to: "site/index.html")
    #expect(BuildRecord.ofStandingSite(cache, site: site, ofCourse: course.url) == nil)
  }

  @Test func `a record of another version is not trusted`() throws {
    let record = try String(contentsOf: cache.buildRecord, encoding: .utf8)
    let other = try #require(record.wholeMatch(of: /(lessons cache )\d+( .*)/.dotMatchesNewlines()))
    try Data("\(other.1)1\(other.2)".utf8).write(to: cache.buildRecord)
    #expect(BuildRecord.ofStandingSite(cache, site: site, ofCourse: course.url) == nil)
  }

  @Test func `a damaged record is not trusted`() throws {
    var bytes = try Data(contentsOf: cache.buildRecord)
    bytes.removeLast()
    try bytes.write(to: cache.buildRecord)
    #expect(BuildRecord.ofStandingSite(cache, site: site, ofCourse: course.url) == nil)
  }

  @Test func `a course's inputs change with its files`() throws {
    let before = BuildRecord.inputs(ofCourse: course.url, site: site)
    #expect(before != nil)
    #expect(BuildRecord.inputs(ofCourse: course.url, site: site) == before)
    try course.write("# Two\n", to: "01-one.md")
    #expect(BuildRecord.inputs(ofCourse: course.url, site: site) != before)
  }

  @Test func `a preview sees that what a lesson links to above it is gone, or a link that leads elsewhere`() throws {
    let root = course.folder.url
    let names = course.url.lastPathComponent
    try course.folder.write("x", to: "a/t.txt")
    try course.folder.write("x", to: "b/u.txt")
    let link = root.appending(path: "link").path
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "a")
    try course.folder.write("# One\n\n[t](../link/t.txt) [u](../b/u.txt)\n", to: "\(names)/01-one.md")
    let watched = try BuildInputs(ofCourse: course.url)
    let first = watched.state()
    #expect(watched.state() == first)
    try FileManager.default.removeItem(atPath: link)
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "b")
    let second = watched.state()
    #expect(second != first)
    try FileManager.default.removeItem(at: root.appending(path: "b/u.txt"))
    #expect(watched.state() != second)
  }
}

import Foundation
import TestSupport
import Testing

/// `lessons audit`. Where Chromium and axe-core are installed, as the browser tests install them, it looks at a page.
@Suite struct AuditTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// axe-core, where `make browser` has installed it.
  private static let axe: String? = {
    let python = URL(filePath: #filePath).appending(path: "../../../.build-browser/lib").standardizedFileURL
    let versions = (try? FileManager.default.contentsOfDirectory(atPath: python.path)) ?? []
    return versions.map { python.appending(path: "\($0)/site-packages/axe_playwright_python/axe.min.js").path }
      .first(where: FileManager.default.fileExists)
  }()

  static let hasChromium = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":").contains { folder in
    ["chromium", "chromium-browser", "google-chrome"].contains { FileManager.default.isExecutableFile(atPath: "\(folder)/\($0)") }
  }

  @Test func `without a browser, what is missing is told`() throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    let result = try LessonsTool().run(["audit"], in: folder.url, environment: ["PATH": folder.url.path, "CHROMIUM": ""])
    // On a Mac the browser may be where it always is.
    guard !FileManager.default.fileExists(atPath: "/Applications/Google Chrome.app") else { return }
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("there is no Chromium on the search path, which looks at the pages"), "\(result.errors)")
  }

  @Test func `without axe-core, what is missing is told`() throws {
    try folder.write("# A\n", to: "Lessons/a.md")
    try folder.write("#!/bin/sh\n", to: "chromium")
    try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.url.appending(path: "chromium").path)
    let browser = ["CHROMIUM": folder.url.appending(path: "chromium").path]
    let result = try LessonsTool().run(["audit"], in: folder.url, environment: browser)
    #expect(result.exitCode == 2)
    #expect(result.errors.contains("axe-core isn't here"), "\(result.errors)")
    let named = try LessonsTool().run(["audit", "--axe", "none.js"], in: folder.url, environment: browser)
    #expect(named.errors.contains("`none.js` could not be read"), "\(named.errors)")
  }

  @Test(.enabled(if: axe != nil && hasChromium, "there is no Chromium, or no axe-core"))
  func `a finding names the page, the element and the line`() throws {
    try folder.write("# Fine\n\nText.\n\n## Part\n\nMore.\n", to: "Lessons/01-fine.md")
    // A heading that skips a level.
    try folder.write("# Odd\n\nText.\n\n## Part\n\n#### Deep inside\n\nMore.\n", to: "Lessons/02-odd.md")
    let axe = ["AXE": Self.axe ?? ""]
    let fine = try LessonsTool().run(["audit", "1"], in: folder.url, environment: axe)
    #expect(fine.exitCode == 0, "\(fine)")
    #expect(fine.output == "1 page, nothing found by axe\n")
    let odd = try LessonsTool().run(["audit"], in: folder.url, environment: axe)
    #expect(odd.exitCode == 1, "\(odd)")
    #expect(
      odd.output.hasPrefix("Lessons/02-odd.md:7:1: moderate: Heading levels should only increase by one (heading-order)\n  = 02-odd.html, ")
    )
    #expect(odd.output.hasSuffix("2 pages, 1 finding found by axe\n"))
  }

  @Test(.enabled(if: axe != nil && hasChromium, "there is no Chromium, or no axe-core"))
  func `words that are hard to read in one theme are found in this one`() throws {
    try folder.write("title: A\ncss: extra.css\n", to: "Lessons/course.yml")
    try folder.write(":root[data-theme=dark] p { color: #333 }\n", to: "Lessons/extra.css")
    try folder.write("# Fine\n\nText.\n", to: "Lessons/01-fine.md")
    let result = try LessonsTool().run(["audit", "1"], in: folder.url, environment: ["AXE": Self.axe ?? ""])
    #expect(result.exitCode == 1, "\(result)")
    #expect(result.output.contains("(color-contrast, dark theme only)"), "\(result.output)")
    #expect(!result.output.contains("light theme only"), "\(result.output)")
  }
}

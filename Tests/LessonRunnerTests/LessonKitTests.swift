import Diagnostics
import Foundation
import TestSupport
import Testing

@testable import LessonRunner

@Suite struct LessonKitTests {
  @Test func `a missing compiler is told with what to do`() throws {
    let failure = #expect(throws: ToolFailure.self) { try Toolchain.find(searchPath: "/nowhere:") }
    #expect(failure?.message == "`swift` is not on the search path: the cells can't be compiled")
    #expect(failure?.help == "install Swift 6.2 or later (swift.org/install) and put its `usr/bin` on PATH")
  }

  @Test func `the first on the search path is taken`() throws {
    let folder = try TemporaryFolder()
    for name in ["a/swift", "b/swift", "b/swiftc"] {
      try folder.write("#!/bin/sh\n", to: name)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: folder.url.appending(path: name).path)
    }
    let found = try Toolchain.find(searchPath: "\(folder.url.path)/a:\(folder.url.path)/b")
    #expect(found.swift.path.hasSuffix("/a/swift"))
    #expect(found.swiftc.path.hasSuffix("/b/swiftc"))
  }

  @Test func `a course in a package with the library uses that package`() throws {
    let folder = try TemporaryFolder()
    for target in LessonLibrary.runtimeTargets { try folder.write("", to: "Sources/\(target)/a.swift") }
    try folder.write("", to: "Package.swift")
    try folder.write("", to: "docs/Lessons/a.md")
    let found = LessonLibrary.package(forCourse: folder.url.appending(path: "docs/Lessons"))
    #expect(found.resolvingSymlinksInPath().path == folder.url.resolvingSymlinksInPath().path)
  }

  @Test func `a course anywhere else uses the package that the tool was built from`() throws {
    let folder = try TemporaryFolder()
    let found = LessonLibrary.package(forCourse: folder.url)
    #expect(FileManager.default.fileExists(atPath: found.appending(path: "Sources/LessonRunner/Library/LessonKit.swift").path))
  }

  @Test func `the fingerprint changes with every source, and only then`() throws {
    let folder = try TemporaryFolder()
    let toolchain = Toolchain(swift: URL(filePath: "/usr/bin/swift"), swiftc: URL(filePath: "/usr/bin/swiftc"))
    func fingerprint() throws -> String {
      let sources = PackageSources(
        packages: [folder.url], folders: [folder.url.appending(path: "Sources/A")])
      return try SourceFingerprint.of(sources, toolchain)
    }
    try folder.write("// package", to: "Package.swift")
    try folder.write("let a = 1", to: "Sources/A/a.swift")
    let first = try fingerprint()
    #expect(try fingerprint() == first)
    try folder.write("let a = 2", to: "Sources/A/a.swift")
    let second = try fingerprint()
    try folder.write("", to: "Sources/A/b.swift")
    let third = try fingerprint()
    for unseen in ["notes.md", "A.docc/a.txt", ".hidden"] { try folder.write("notes", to: "Sources/A/\(unseen)") }
    #expect(try fingerprint() == third)
    #expect(Set([first, second, third]).count == 3)
    try folder.write("let a = 1", to: "Sources/A/a.swift")
    try FileManager.default.removeItem(at: folder.url.appending(path: "Sources/A/b.swift"))
    #expect(try fingerprint() == first)
    try folder.write("{}", to: "Package.resolved")
    let resolved = try fingerprint()
    try folder.write("// another", to: "Package@swift-6.1.swift")
    #expect(try Set([first, resolved, fingerprint()]).count == 3)
  }

  @Test func `a package tells its source folders, and those of the packages on this disk that it depends on`() async throws {
    let folder = try TemporaryFolder()
    func package(_ name: String, _ dependencies: String, _ target: String) throws {
      try folder.write(
        """
        // swift-tools-version: 6.0
        import PackageDescription
        let package = Package(name: "\(name)", products: [.library(name: "\(name)", targets: ["\(name)"])],
          dependencies: [\(dependencies)], targets: [.target(name: "\(name)", \(target)), .testTarget(name: "Trials")])
        """, to: "\(name)/Package.swift")
      try folder.write("", to: "\(name)/Tests/Trials/a.swift")
    }
    try package("Taught", ".package(path: \"../Base\")", "dependencies: [\"Base\"], path: \"code\"")
    try package("Base", "", "exclude: [\"notes\"]")
    try folder.write("", to: "Taught/code/a.swift")
    try folder.write("", to: "Base/Sources/Base/b.swift")
    try folder.write("", to: "Base/Sources/Base/notes/n.txt")
    let place = folder.url.resolvingSymlinksInPath()
    let sources = try await PackageSources.described(
      by: place.appending(path: "Taught"), scratch: place.appending(path: "scratch"), try Toolchain.find())
    func below(_ paths: [String]) -> [String] { paths.map { String($0.dropFirst(place.path.count + 1)) } }
    #expect(below(sources.packages.map(\.path)) == ["Taught", "Base"])
    for name in ["Package.resolved", "Package@swift-6.0.swift", "Package.txt"] { try folder.write("", to: "Taught/\(name)") }
    #expect(
      below(sources.files) == [
        "Taught/Package.swift", "Taught/Package.resolved", "Taught/Package@swift-6.0.swift", "Base/Package.swift", "Taught/code/a.swift",
        "Base/Sources/Base/b.swift", "Base/Sources/Base/notes", "Base/Sources/Base/notes/n.txt",
      ])
    #expect(below(sources.folders.map(\.path)) == ["Taught/code", "Base/Sources/Base"])
  }
}

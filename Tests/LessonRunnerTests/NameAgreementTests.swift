import CellOutputs
import Foundation
import Testing

@testable import LessonRunner

/// Names that two parts of the package must agree on, although neither imports the other.
@Suite struct NameAgreementTests {
  /// The text of a file of the package.
  private func source(_ path: String) throws -> String {
    var package = URL(filePath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    return try String(contentsOf: package.appending(path: path), encoding: .utf8)
  }

  private func names(_ pattern: Regex<(Substring, Substring)>, in text: some StringProtocol) -> [String] {
    String(text).matches(of: pattern).map { String($0.1) }
  }

  @Test func `the runtime's targets are those that Package.swift declares and the Makefile installs`() throws {
    let manifest = try source("Package.swift")
    let start = try #require(manifest.firstRange(of: "let libraryTargets"))
    let end = try #require(manifest[start.upperBound...].firstRange(of: "\n]"))
    let declared = names(/\.target\(name: "(\w+)"/, in: manifest[start.upperBound..<end.lowerBound])
    #expect(declared.sorted() == LessonLibrary.runtimeTargets.sorted())
    let installed = try #require(names(/(?m)^KIT := (.*)$/, in: source("Makefile")).first)
    #expect(installed.split(separator: " ").map(String.init).sorted() == LessonLibrary.runtimeTargets.sorted())
    #expect(Set(LessonLibrary.usualImports).isSubset(of: LessonLibrary.runtimeTargets))
  }

  @Test func `the product, its variable and its folder are those of Package.swift and the Makefile`() throws {
    let manifest = try source("Package.swift")
    #expect(manifest.contains("name: \"\(LessonLibrary.runtimeProduct)\", type: .dynamic"))
    let variables = names(/"(LESSONS_\w+)=1"/, in: try source("Sources/LessonRunner/Library/SwiftProduct.swift"))
    #expect(!variables.isEmpty && variables.allSatisfy { manifest.contains("Context.environment[\"\($0)\"]") })
    #expect(try source("Makefile").contains("--product \(LessonLibrary.runtimeProduct) --scratch-path \(SwiftProduct.scratchName) "))
  }

  @Test func `the Makefile sets no variable that Package.swift doesn't read, and Package.swift reads no other`() throws {
    let read = Set(names(/environment\["(\w+)"\]/, in: try source("Package.swift")))
    let set = Set(names(/\b(LESSONS_\w+)\b *[?=]?=/, in: try source("Makefile")))
    #expect(read == set)
  }

  @Test func `a program calls the functions that the runtime declares for it, and all of them`() throws {
    let called = names(/(?:Text|Self)\.lesson\)([A-Z]\w+)/, in: try source("Sources/LessonRunner/ProgramWriter.swift"))
    let declared = try ["LessonProgram+Calls", "LessonProgram+Functions", "LessonProgram+Inputs"].flatMap {
      names(/public func __lesson(\w+)/, in: try source("Sources/LessonRuntime/\($0).swift"))
    }
    #expect(Set(called) == Set(declared))
  }

  @Test func `the guard in C reads what the tool hands over`() throws {
    let guardSource = try source("Sources/LessonGuard/LessonGuard.c")
    #expect(names(/const char name\[\] = "(\w+)"/, in: guardSource) == [RunEnvironment.tool])
    #expect(names(/LOST_EVENTS = (\d+)/, in: guardSource) == [String(RunEnvironment.lostEvents)])
    let mark = try #require(names(/const char mark\[\] = "([^"]+)"/, in: guardSource).first)
    let handover = try RunOrder(key: .random()).handover(readable: ["/a"], writable: ["/b"])
    #expect(handover.starts(with: Array("\(mark)\0r/a\0w/b\0\0".utf8)))
    #expect(RunOrder.isUntaken(handover))
    #expect(guardSource.contains("*path == 'w'"))
  }

  /// The dynamic library that lessons link contains all of the C code.
  @Test func `the library exports the C functions that its headers declare, and no other C symbol`() async throws {
    _ = try await Library.kit.value
    let product = try LessonLibrary(ofCourse: FileManager.default.temporaryDirectory).runtime
    let library = product.libraries.appending(path: "lib\(product.name).\(SwiftProduct.ending)")
    #if os(macOS)
      let (options, prefix) = (["-gU"], "_")
    #else
      let (options, prefix) = (["-D", "--defined-only"], "")
    #endif
    let exported = try symbols(of: library, options: options)
      .filter { $0.hasPrefix(prefix) }.map { $0.dropFirst(prefix.count) }
      .filter { $0.first?.isLetter ?? false }
    let headers = try ["CAttentionKernels", "LessonGuard"].map { try source("Sources/\($0)/include/\($0).h") }.joined()
    let declared = names(/(?m)^[\w* ]+[ *](\w+)\(/, in: headers)
    #expect(exported.map(String.init).sorted() == declared.sorted())
    #expect(declared.allSatisfy { $0.hasPrefix("attention_") || $0.hasPrefix("lesson_guard_") })
  }

  private func symbols(of library: URL, options: [String]) throws -> [String] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["nm"] + options + [library.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: output, as: UTF8.self).split(separator: "\n").compactMap { $0.split(separator: " ").last.map(String.init) }
  }
}

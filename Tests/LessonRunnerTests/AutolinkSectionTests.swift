#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  @testable import LessonRunner

  /// The options for the linker in an object file are read as by the toolchain's program.
  @Suite struct AutolinkSectionTests {
    /// The step that calls the program, after the step before it in a folder.
    private func prepared(_ code: String, in folder: TemporaryFolder) async throws -> CompilationPlan.Step {
      try folder.write(code, to: CompilationPlan.sourceName)
      let plan = try #require(try await Library.kit.value.plans.values.first)
      let index = try #require(plan.building.firstIndex { $0[0].hasSuffix("swift-autolink-extract") })
      for step in plan.building[..<index] {
        let end = try await output(of: URL(filePath: step[0]), Array(step.dropFirst()), in: folder.url)
        #expect(end.isSuccess, "\(end.text)")
      }
      return plan.building[index]
    }

    @Test(arguments: ["print(1)\n", "import Foundation\nimport Attention\nprint(URL(filePath: \"\"), try! Regex(\"a\"))\n"])
    func `the same options are found`(code: String) async throws {
      let folder = try TemporaryFolder()
      let step = try await prepared(code, in: folder)
      _ = try await output(of: URL(filePath: step[0]), Array(step.dropFirst()), in: folder.url)
      let theirs = try folder.text(of: step[3]).split(separator: "\n")
      try FileManager.default.removeItem(at: folder.url.appending(path: step[3]))
      #expect(AutolinkSection.perform(step, in: folder.url))
      #expect(try folder.text(of: step[3]).split(separator: "\n").sorted() == theirs.sorted())
      // What is there is never replaced: it could be a link.
      #expect(!AutolinkSection.perform(step, in: folder.url))
    }

    @Test func `nothing is written outside of the folder`() async throws {
      let folder = try TemporaryFolder()
      var step = try await prepared("print(1)\n", in: folder)
      for name in ["../outside", "\(folder.url.path)/outside", ".."] {
        step[3] = name
        #expect(!AutolinkSection.perform(step, in: folder.url), "\(name)")
      }
      step = [step[0], "../\(folder.url.lastPathComponent)/\(step[1])", "-o", "inside"]
      #expect(!AutolinkSection.perform(step, in: folder.url))
    }

    @Test func `a damaged object file is left to the toolchain's program`() async throws {
      let folder = try TemporaryFolder()
      let step = try await prepared("print(1)\n", in: folder)
      let object = try [UInt8](Data(contentsOf: folder.url.appending(path: step[1])))
      let options = try #require(AutolinkSection.options(in: object))
      #expect(options.contains("-lswiftCore"))
      #expect(AutolinkSection.options(in: []) == nil)
      // The table of the sections is at the end.
      for length in stride(from: 0, to: object.count - 64, by: 97) { #expect(AutolinkSection.options(in: Array(object[..<length])) == nil) }
      // No byte of the header, and none of the table, leads out of the file.
      for place in Array(0..<64) + Array(object.count - 2048..<object.count) {
        var damaged = object
        damaged[place] = ~damaged[place]
        _ = AutolinkSection.options(in: damaged)
      }
    }

    @Test func `the linker is called without Clang`() async throws {
      let plan = try #require(try await Library.kit.value.plans.values.first)
      let last = try #require(plan.building.last)
      #expect(last[0].hasSuffix("ld.lld"), "\(last)")
    }
  }
#endif

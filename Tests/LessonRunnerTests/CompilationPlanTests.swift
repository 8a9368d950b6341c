import CourseConfiguration
import Foundation
import LessonDocument
import TestSupport
import Testing

@testable import LessonRunner

@Suite struct CompilationPlanTests {
  #if os(Linux)
    @Test func `a course's programs are linked with few libraries, and its compiler is spared what no lesson needs`() async throws {
      let plans = try await Library.kit.value.plans
      for (_, plan) in plans {
        #expect(plan.quickLinking?.contains("-lLessonKit") == true)
        #expect(plan.building.first?.contains("-sil-verify-none") == true)
        #expect(plan.checking.first?.contains("-sil-verify-none") == false)
      }
    }

    @Test func `an author's flags are all that the compiler is given`() async throws {
      var settings = CompilerSettings()
      settings.flags = ["-D", "DEMO"]
      let library = try LessonLibrary(ofCourse: FileManager.default.temporaryDirectory)
      let plan = try #require(try await LessonKit.build(library, toolchain: try Toolchain.find(), compilers: [settings]).plans.values.first)
      #expect(plan.quickLinking == nil && plan.building.first?.contains("-sil-verify-none") == false)
    }
  #endif

  @Test func `a program that needs another library is linked with all, with and without an import of its own`() async throws {
    let formatted = "String(format: \"%.2f\", 1.5)"
    #expect(try await run(lesson(["import Foundation\n\(formatted)"])).cells == [["String = \"1.50\""]])
    // The library is named by no cell of this program, only by a function without a body.
    let undeclared = "@_silgen_name(\"deflateBound\") func bound() -> Int\nprint(bound() > 0)"
    #expect(try await run(lesson([undeclared])).cells.joined().contains { $0.contains("uses a function that isn't there") })
  }

  @Test func `the module that a cell imports is found at any place of the lesson`() {
    func importsMore(_ cells: String...) -> [Bool] {
      ProgramWriter().programs(for: DocumentParser.parse(Array(lesson(cells).utf8), path: "lesson.md")).map(\.importsMore)
    }
    #expect(importsMore("let a = 1", "a") == [false])
    #expect(importsMore("let a = 1", "print(a)\nimport Foundation") == [true])
    #expect(importsMore("@preconcurrency import Foundation") == [true])
  }
}

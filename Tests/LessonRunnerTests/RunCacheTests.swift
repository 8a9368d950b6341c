import CellOutputs
import CourseConfiguration
import Foundation
import LessonDocument
import TestSupport
import Testing

@testable import LessonRunner

/// What a stored run depends on.
@Suite struct RunCacheTests {
  private let document = DocumentParser.parse(Array("```swift\nlet x = 1\n```".utf8), path: "lesson.md")

  private func runner(library: String = "1", limits: Limits = Limits()) throws -> Runner {
    let plan = CompilationPlan(building: [], checking: [])
    let kit = LessonKit(fingerprint: library, imports: ["Attention"], plans: [CompilerSettings(): plan])
    return Runner(toolchain: try Toolchain.find(), kit: kit, limits: limits)
  }

  @Test func `the key changes with the library, the compiler and the limits`() throws {
    let key = try runner().key(of: document)
    #expect(try runner().key(of: document) == key)
    #expect(try runner(library: "2").key(of: document) != key)
    var longer = Limits()
    longer.secondsPerCell += 1
    #expect(try runner(limits: longer).key(of: document) != key)
    let other = Toolchain(swift: URL(filePath: "/bin/sh"), swiftc: URL(filePath: "/bin/sh"))
    #expect(Runner(toolchain: other, kit: try runner().kit).key(of: document) != key)
  }

  @Test func `a run comes back as it was kept, numbers without an end among them`() throws {
    let folder = try TemporaryFolder()
    let cache = RunCache(folder: folder.url)
    var run = Run(cellCount: 1)
    run.cells[0].state = .succeeded
    run.cells[0].outputs = [.printed("a\u{1B}\n"), .value(DisplayedValue(text: "nan", type: "Double"))]
    let numbers = NumericArray(shape: [3], elements: [.infinity, -.infinity, 0.1])
    run.cells[0].bound = ["x": .numbers(numbers, type: "Tensor")]
    run.expressions = [2: .opaque(type: "String")]
    cache.store(.init(key: "k", run: run, of: DocumentParser.parse([], path: "a.md"), seconds: 2), for: "a")
    let last = try #require(cache.last(of: "a", key: "k"))
    let kept = try #require(last.entry)
    #expect(kept.key == "k")
    #expect(kept.seconds == 2)
    #expect(kept.run.cells[0].outputs == run.cells[0].outputs)
    #expect(kept.run.cells[0].bound == run.cells[0].bound)
    #expect(kept.run.expressions == run.expressions)
    #expect(cache.last(of: "b", key: "k") == nil)
    // Of a run under another key only the time counts.
    let other = try #require(cache.last(of: "a", key: "l"))
    #expect(other.entry == nil)
    #expect(other.seconds == 2)
    #expect(cache.seconds(of: "a") == 2)
  }

  @Test func `a run that isn't good is not kept`() throws {
    let folder = try TemporaryFolder()
    let cache = RunCache(folder: folder.url)
    // A cell that was never reached.
    cache.store(.init(key: "k", run: Run(cellCount: 1), of: DocumentParser.parse([], path: "a.md"), seconds: 1), for: "a")
    #expect(cache.last(of: "a", key: "k") == nil)
  }

  @Test func `a fingerprint tells neighbors apart`() {
    func fingerprint(_ parts: String...) -> Fingerprint {
      var fingerprint = Fingerprint()
      for part in parts { fingerprint.add(part) }
      return fingerprint
    }
    #expect(fingerprint("ab", "c") != fingerprint("a", "bc"))
    #expect(fingerprint("ab") != fingerprint("ab", ""))
    #expect(fingerprint("a", "b") != fingerprint("b", "a"))
    #expect(fingerprint("ab", "c") == fingerprint("ab", "c"))
  }
}

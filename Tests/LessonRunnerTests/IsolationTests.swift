import LessonRunner
import Testing

/// Cells are Swift 6 as the compiler takes it without further options, and may use top-level variables in functions besides.
@Suite struct IsolationTests {
  static let rightPrograms = [
    // A detached task calls a function.
    "func square(_ x: Int) -> Int { x * x }\nlet task = Task.detached { square(3) }\nprint(await task.value)",
    // A conformance is used where values are sent.
    """
    struct Square: Equatable { var side = 2.0 }
    func same<T: Equatable & Sendable>(_ a: T, _ b: T) async -> Bool { a == b }
    print(await same(Square(), Square()))
    """,
    // A method is called in a closure that is sent.
    """
    struct Square { var side = 2.0; func area() -> Double { side * side } }
    func run<T: Sendable>(_ work: @Sendable @escaping () -> T) async -> T { await Task.detached { work() }.value }
    print(await run { Square().area() })
    """,
    // Tasks of a group send values to an actor.
    """
    struct Step { var size: Int }
    actor Counter { var sum = 0; func add(_ step: Step) { sum += step.size } }
    let counter = Counter()
    await withTaskGroup(of: Void.self) { group in for size in 1...3 { group.addTask { await counter.add(Step(size: size)) } } }
    print(await counter.sum)
    """,
    // A global actor of the author's.
    """
    @globalActor actor Database { static let shared = Database() }
    @Database func load() -> Int { 7 }
    print(await load())
    """,
    // Functions use top-level variables, which the compiler alone refuses.
    "var count = 0\nfunc increase() { count += 1 }\nincrease()\nprint(count)",
  ]

  @Test(arguments: ["4", "5", "6"], ["none", "main-actor"])
  func `a variable is followed after an await, whomever the code belongs to`(version: String, isolation: String) async throws {
    let settings = "---\nswift-version: \"\(version)\"\nisolation: \(isolation)\n---\n\n"
    let wait = "func wait() async -> Int { try? await Task.sleep(nanoseconds: 1000); return 4 }"
    let run = try await run(settings + lesson(["var x = 1\n\(wait)", "x += await wait()", "x += await wait()\nx"]))
    #expect(run.cells == [[], [], ["Int = 9"]])
    #expect(run.run.cells.map { $0.bound["x"] != nil } == [true, true, true])
  }

  @Test(arguments: rightPrograms) func `a program that is right for the compiler is right in a lesson`(program: String) async throws {
    let run = try await run(lesson([program]))
    let outputs = run.cells[0]
    #expect(outputs.count == 1 && outputs[0].hasPrefix("printed "), "\(outputs)")
  }

  private static let needsBoth = [
    "var count = 0\nfunc increase() { count += 1 }",
    "func square(_ x: Int) -> Int { x * x }\nlet task = Task.detached { square(3) }\nawait task.value",
  ]

  @Test func `where both are needed, the error says nonisolated, and with it the lesson runs`() async throws {
    let refused = try await run(lesson(Self.needsBoth))
    #expect(refused.help(1).contains { $0?.hasPrefix("write `nonisolated` before the declaration that is used here") == true })
    let marked = try await run(lesson([Self.needsBoth[0], "nonisolated " + Self.needsBoth[1]]))
    #expect(marked.cells == [[], ["Int = 9"]])
  }

  @Test func `the author's mistake is told, and not what only comes of the isolation`() async throws {
    // The function lacks its return. That it is of the main actor, where another is wanted, would be the first error.
    let result = try await run(lesson(["func list(_ x: Int) -> Int {\n}\nlet lister: @Sendable (Int) -> Int = list"]))
    #expect(result.cells.flatMap(\.self).count == 1)
    #expect(result.cells[0].first?.contains("missing return in global function expected to return 'Int'") == true, "\(result.cells)")
  }

  @Test func `front matter chooses the isolation, the version of the language, and flags`() async throws {
    let counting = "var count = 0\nfunc increase() { count += 1 }\nincrease()"
    let none = try await run("---\nisolation: none\n---\n\n" + lesson([counting]))
    #expect(none.cells[0].contains { $0.contains("main actor-isolated var 'count'") })
    let old = try await run("---\nisolation: none\nswift-version: 5\n---\n\n" + lesson([counting]))
    #expect(old.cells == [[]])
    let flagged = try await run("---\nflags: [-DFAST]\n---\n\n" + lesson(["#if FAST\nprint(1)\n#else\nprint(2)\n#endif"]))
    #expect(flagged.cells == [["printed \"1\\n\""]])
  }
}

import Foundation
import TestSupport
import Testing

/// The repository's action for GitHub and its hook for pre-commit: their shell steps, run as a host runs them.
@Suite struct HostTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("```swift\n1 + 1 // => 2\n```\n", to: "Tutorials/a.md")
  }

  private static let repository = URL(filePath: #filePath).appending(path: "../../..").standardizedFileURL

  /// The shell scripts of the action's steps, in their order.
  private static func steps() throws -> [String] {
    let lines = try String(contentsOf: repository.appending(path: "action.yml"), encoding: .utf8).split(separator: "\n")
    return lines.indices.compactMap { index in
      guard let script = lines[index].wholeMatch(of: /\s*run: (.*)/)?.1 else { return nil }
      guard script == "|" else { return String(script) }
      let indent = lines[index].prefix { $0 == " " }.count
      return lines[(index + 1)...].prefix { $0.prefix { $0 == " " }.count > indent }.joined(separator: "\n")
    }
  }

  /// Runs a script as GitHub does, with the tool where the first step installs it.
  private func run(_ script: String, _ environment: [String: String]) throws -> LessonsTool.Result {
    try folder.write(script, to: "step.sh")
    let settings = environment.map { "export \($0)='\($1)'" }.sorted().joined(separator: "\n")
    return try LessonsTool().run(
      shell: """
        mkdir -p runner/lessons/bin
        ln -sf "$LESSONS" runner/lessons/bin/lessons
        export RUNNER_TEMP="$PWD/runner" GITHUB_WORKSPACE="$PWD" GITHUB_ACTION_PATH='\(Self.repository.path)'
        \(settings)
        bash --noprofile --norc -eo pipefail step.sh
        """, in: folder.url)
  }

  @Test func `the action's first step puts the tool where its second one finds it`() throws {
    let steps = try Self.steps()
    #expect(steps.count == 3)
    // `make` only says what it would do: a build for release takes minutes.
    let installed = try run(steps[0], ["MAKEFLAGS": "n"])
    #expect(installed.exitCode == 0, "\(installed.errors)")
    let tool = try #require(installed.output.firstMatch(of: /install -m 755 \S+ (\S+)/)).1
    #expect(tool.hasSuffix("/runner/lessons/bin/lessons"))
    #expect(steps[1].contains(#""$RUNNER_TEMP/lessons/bin/lessons" check"#))
  }

  @Test func `the action's check ends with the tool's code, and marks the lines`() throws {
    let check = try Self.steps()[1]
    let holds = try run(check, ["COURSE": "Tutorials", "ARGUMENTS": "--warnings-as-errors --no-cache"])
    #expect(holds.exitCode == 0, "\(holds.errors)")
    try folder.write("```swift\n1 + 1 // => 3\n```\n", to: "Tutorials/a.md")
    let fails = try run(check, ["COURSE": "Tutorials", "ARGUMENTS": ""])
    #expect(fails.exitCode == 1)
    #expect((fails.output + fails.errors).contains("::error file=Tutorials/a.md,line=2,"), "\(fails)")
  }

  @Test(
    arguments: [
      ("auto", "pull_request", true), ("auto", "merge_group", true), ("auto", "push", false), ("true", "push", true),
      ("false", "pull_request", false),
    ])
  func `the action confines the lessons of pull requests`(sandbox: String, event: String, isConfined: Bool) throws {
    // What the tool is called with, in the place of the tool.
    let check = try Self.steps()[1].replacing("\"$RUNNER_TEMP/lessons/bin/lessons\"", with: "echo called with:")
    let environment = ["COURSE": "Tutorials", "ARGUMENTS": "", "SANDBOX": sandbox, "GITHUB_EVENT_NAME": event, "GITHUB_ENV": "set.txt"]
    let result = try run(check, environment)
    #expect(result.exitCode == 0, "\(result.errors)")
    #expect(result.output.contains("--sandbox") == isConfined, "\(result.output)")
    #expect(try folder.text(of: "set.txt") == "LESSONS_SANDBOX=\(isConfined ? "--sandbox" : "")\n")
  }

  @Test func `the action's last step writes the site`() throws {
    let built = try run(try Self.steps()[2], ["COURSE": "Tutorials", "SITE": "public/site"])
    #expect(built.exitCode == 0, "\(built.errors)")
    #expect(try !folder.text(of: "public/site/a.html").isEmpty)
  }

  @Test func `the hook checks the course of the repository in which it is`() throws {
    let hooks = try String(contentsOf: Self.repository.appending(path: ".pre-commit-hooks.yaml"), encoding: .utf8)
    let entry = try #require(hooks.firstMatch(of: /\n  entry: (.*)\n/)).1
    let hook = "PATH=\"$RUNNER_TEMP/lessons/bin:$PATH\" \(entry) --course Tutorials"
    #expect(try run(hook, [:]).exitCode == 0)
    try folder.write("```swift\n1 + 1 // => 3\n```\n", to: "Tutorials/a.md")
    #expect(try run(hook, [:]).exitCode == 1)
  }
}

#if os(Linux)
  import Foundation
  import TestSupport
  import Testing

  /// What `--sandbox` keeps from a lesson of a stranger. The kernel of this machine has to be able to enforce it.
  @Suite struct SandboxTests {
    private let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      try folder.write("secret of the home folder\n", to: "home/secret.txt")
      try folder.write("# Other\n\nText.\n", to: "Lessons/02-other.md")
    }

    private func check(_ cells: [String], _ arguments: String..., frontMatter: String = "") throws -> LessonsTool.Result {
      let text = cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
      try folder.write("\(frontMatter)# Hostile\n\n\(text)", to: "Lessons/01-hostile.md")
      return try LessonsTool().run(["check", "1", "--accept"] + arguments, in: folder.url)
    }

    private var outputs: [String] {
      get throws {
        try folder.text(of: "Lessons/01-hostile.md").matches(of: /```output\n([^`]*)```/).map { $0.1.trimmingCharacters(in: .newlines) }
      }
    }

    @Test func `a lesson reads and writes no file but its own, and reaches no network and no other process`() throws {
      let path = folder.url.path
      let result = try check(
        [
          "import Foundation\nfunc told(_ code: Int32) -> String { code < 0 ? \"refused\" : \"done\" }",
          #"print("home", told(open("\#(path)/home/secret.txt", O_RDONLY)))"#,
          #"print("lesson", told(open("\#(path)/Lessons/02-other.md", O_RDONLY)))"#,
          #"print("write", told(open("/tmp/of-a-stranger-\#(UUID().uuidString)", O_WRONLY | O_CREAT, 0o600)))"#,
          #"print("shared memory", told(open("/dev/shm/of-a-stranger-\#(UUID().uuidString)", O_WRONLY | O_CREAT, 0o600)))"#,
          #"print("network", told(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)))"#,
          #"print("local socket", told(socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)))"#,
          #"print("environment", told(open("/proc/\#(ProcessInfo.processInfo.processIdentifier)/environ", O_RDONLY)))"#,
          #"print("memory", told(open("/proc/\#(ProcessInfo.processInfo.processIdentifier)/mem", O_RDONLY)))"#,
          #"print("signal", told(kill(\#(ProcessInfo.processInfo.processIdentifier), 0)))"#,
          #"print("own folder", told(open("mine.txt", O_WRONLY | O_CREAT, 0o600)))"#,
        ], "--sandbox")
      #expect(result.exitCode == 0, "\(result.errors)")
      let found = try outputs
      #expect(
        found == [
          "home refused", "lesson refused", "write refused", "shared memory refused", "network refused", "local socket refused",
          "environment refused", "memory refused", "signal refused", "own folder done",
        ], "\(found)")
    }

    @Test func `without the sandbox a lesson may use the network and signals`() throws {
      let result = try check([
        "import Foundation\nprint(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) >= 0, kill(\(ProcessInfo.processInfo.processIdentifier), 0))"
      ])
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try outputs == ["true 0"])
    }

    @Test func `a program that a cell starts is confined, too`() throws {
      let result = try check(
        [
          """
          import Foundation
          var child = pid_t()
          let texts: [String] = ["/bin/sh", "-c", "cat \(folder.url.path)/home/secret.txt >/dev/null 2>&1; echo $?"]
          let words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
          posix_spawn(&child, "/bin/sh", nil, nil, words, nil)
          _ = waitpid(child, nil, 0)
          """
        ], "--sandbox")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try outputs == ["1"])
    }

    @Test func `the compiler reads no file of the user's`() throws {
      try folder.write("#error secret of the home folder\n", to: "home/secret.h")
      let flags = "---\nflags: [-Xcc, -include, -Xcc, \(folder.url.path)/home/secret.h]\n---\n"
      let open = try check(["print(1)"], frontMatter: flags)
      #expect(open.errors.contains("secret of the home folder"))
      let confined = try check(["print(1)"], "--sandbox", frontMatter: flags)
      #expect(confined.exitCode != 0)
      #expect(!confined.errors.contains("secret of the home folder"))
    }

    @Test(.enabled(if: geteuid() != 0, "root may read all")) func `other processes of the user can't read the tool's environment`()
      async throws
    {
      try folder.write("# A\n\n```swift\nimport Foundation\nsleep(20)\n```\n", to: "Lessons/01-a.md")
      let process = try LessonsTool().start(["run", "1"], in: folder.url)
      defer { process.terminate() }
      let id = process.processIdentifier
      // Files below /proc of such a process belong to root, whoever reads them.
      let isHidden = {
        (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) != nil && Self.owner("/proc/\(id)/environ") == 0
      }
      for _ in 0..<100 where !isHidden() { try await Task.sleep(for: .milliseconds(50)) }
      #expect(isHidden())
    }

    private static func owner(_ path: String) -> UInt32? {
      var state = stat()
      return stat(path, &state) == 0 ? state.st_uid : nil
    }
  }
#endif

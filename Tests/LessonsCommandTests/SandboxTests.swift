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

    private func check(
      _ cells: [String], _ arguments: String..., frontMatter: String = "", environment: [String: String] = [:]
    ) throws -> LessonsTool.Result {
      let text = cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n")
      try folder.write("\(frontMatter)# Hostile\n\n\(text)", to: "Lessons/01-hostile.md")
      return try LessonsTool().run(["check", "1", "--accept"] + arguments, in: folder.url, environment: environment)
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

    @Test func `no manifest of a package that a lesson names runs, and those of the course are told`() throws {
      let mark = folder.url.appending(path: "ran").path
      try folder.write(
        """
        // swift-tools-version: 6.0
        import PackageDescription
        import Foundation
        FileManager.default.createFile(atPath: "\(mark)", contents: nil)
        let package = Package(
          name: "evil", products: [.library(name: "Evil", targets: ["Evil"])], targets: [.target(name: "Evil")])
        """, to: "evil/Package.swift")
      try folder.write("public let one = 1\n", to: "evil/Sources/Evil/Evil.swift")
      let library = "{ path: ../evil, products: [Evil] }"
      let confined = try check(["print(1)"], "--sandbox", frontMatter: "---\nlibraries: [\(library)]\n---\n")
      #expect(confined.exitCode == 1)
      #expect(confined.errors.contains("Lessons/01-hostile.md:2:"), "\(confined.errors)")
      #expect(confined.errors.contains("in the sandbox a lesson can't name libraries of its own"), "\(confined.errors)")
      #expect(!FileManager.default.fileExists(atPath: mark))
      try folder.write("libraries: [\(library)]\n", to: "Lessons/course.yml")
      let told = try check(["print(one)"], "--sandbox")
      #expect(
        told.errors.contains("warning: the sandbox doesn't confine the build of libraries"), "\(told.errors)")
      #expect(try outputs == ["1"], "\(told.errors)")
    }

    @Test(.enabled(if: geteuid() != 0, "root may read all")) func `other processes of the user can't read the tool's environment`() throws {
      try folder.write("# A\n\n```swift\nimport Foundation\nsleep(20)\n```\n", to: "Lessons/01-a.md")
      let process = try LessonsTool().start(["run", "1"], in: folder.url)
      defer { process.terminate() }
      let id = process.processIdentifier
      // Files below /proc of such a process belong to root, whoever reads them.
      let isHidden = {
        (try? String(contentsOfFile: "/proc/\(id)/status", encoding: .utf8)) != nil && Self.owner("/proc/\(id)/environ") == 0
      }
      #expect(waitUntil { isHidden() || !process.isRunning } && isHidden())
    }

    // MARK: - Ways around

    /// What cells need to find the tool: the parent of the guard, which is the parent of the lesson.
    private static let findTool = """
      import Foundation
      func told(_ code: Int32) -> String { code < 0 ? "refused" : "done" }
      func parent(of id: Int32) -> Int32 {
        let status = (try? String(contentsOfFile: "/proc/\\(id)/status", encoding: .utf8)) ?? ""
        let line = status.split(separator: "\\n").first { $0.hasPrefix("PPid:") } ?? ""
        return Int32(line.dropFirst(5).trimmingCharacters(in: .whitespaces)) ?? -1
      }
      let tool = parent(of: getppid())
      """

    @Test func `a lesson neither reads nor ends the tool that runs it`() throws {
      let result = try check(
        [
          Self.findTool,
          #"print(tool > 1 ? "found" : "not found")"#,
          """
          for name in ["environ", "mem", "maps", "auxv", "syscall", "stack"] {
            // Some of them can be opened, and refuse to be read.
            let file = open("/proc/\\(tool)/\\(name)", O_RDONLY)
            var byte: UInt8 = 0
            print(name, told(file < 0 ? -1 : Int32(read(file, &byte, 1))))
          }
          """,
          #"print("files", (0..<64).contains { open("/proc/\(tool)/fd/\($0)", O_RDONLY) >= 0 } ? "done" : "refused")"#,
          #"print("signals", told(kill(tool, SIGKILL)), told(kill(tool, SIGSTOP)), told(kill(tool, 0)))"#,
          """
          typealias Trace = @convention(c) (Int, Int, Int, Int) -> Int
          let trace = unsafeBitCast(dlsym(nil, "ptrace"), to: Trace.self)
          print("trace", trace(16, Int(tool), 0, 0) < 0 ? "refused" : "done", trace(0x4206, Int(tool), 0, 0) < 0 ? "refused" : "done")
          """,
          """
          typealias Read = @convention(c) (Int32, UnsafeRawPointer, UInt, UnsafeRawPointer, UInt, UInt) -> Int
          let readMemory = unsafeBitCast(dlsym(nil, "process_vm_readv"), to: Read.self)
          var place: [Int] = [0, 0]
          print("memory", readMemory(tool, &place, 1, &place, 1, 0) < 0 ? "refused" : "done")
          """,
          """
          // A limit of no processor time ends a process.
          var none = rlimit(rlim_cur: 0, rlim_max: 0)
          typealias Limit = @convention(c) (Int32, UInt32, UnsafeRawPointer, UnsafeRawPointer?) -> Int32
          let limit = unsafeBitCast(dlsym(nil, "prlimit"), to: Limit.self)
          var core: UInt = 1
          typealias Cores = @convention(c) (Int32, Int, UnsafeRawPointer) -> Int32
          let cores = unsafeBitCast(dlsym(nil, "sched_setaffinity"), to: Cores.self)
          typealias Priority = @convention(c) (UInt32, UInt32, Int32) -> Int32
          let priority = unsafeBitCast(dlsym(nil, "setpriority"), to: Priority.self)
          print("limits", told(limit(tool, UInt32(RLIMIT_CPU.rawValue), &none, nil)), told(cores(tool, 8, &core)), told(priority(0, UInt32(tool), 19)))
          """,
          """
          typealias Call = @convention(c) (Int32, Int, Int32) -> Int32
          print("shared memory", told(unsafeBitCast(dlsym(nil, "shmget"), to: Call.self)(0x1e55, 4096, 0o1600)))
          """,
          "setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &none) == 0",
          #"print(getenv("SECRET_OF_THE_TOOL") == nil ? "no secret" : "the secret")"#,
          #"print(parent(of: getppid()) == tool ? "the tool is there" : "the tool is gone")"#,
        ], "--sandbox", environment: ["SECRET_OF_THE_TOOL": "1"])
      #expect(result.exitCode == 0, "\(result.errors)")
      let found = try outputs
      #expect(
        found == [
          "found", "environ refused\nmem refused\nmaps refused\nauxv refused\nsyscall refused\nstack refused", "files refused",
          "signals refused refused refused", "trace refused refused", "memory refused", "limits refused refused refused",
          "shared memory refused", "Bool = true", "no secret", "the tool is there",
        ], "\(found)")
    }

    @Test func `links lead no lesson out of its folder`() throws {
      let path = folder.url.path
      let result = try check(
        [
          "import Foundation\nfunc told(_ code: Int32) -> String { code < 0 ? \"refused\" : \"done\" }",
          #"_ = symlink("\#(path)/home/secret.txt", "link")\#nprint("file", told(open("link", O_RDONLY)), told(open("link", O_WRONLY | O_TRUNC)))"#,
          #"_ = symlink("\#(path)/Lessons", "folder")\#nprint("folder", told(open("folder/02-other.md", O_RDWR)), opendir("folder") == nil)"#,
          #"print("hard link", told(link("\#(path)/home/secret.txt", "same")), told(link("/etc/passwd", "users")))"#,
          #"print("moved", told(rename("\#(path)/Lessons/02-other.md", "mine.md")), told(rename("link", "\#(path)/Lessons/03-new.md")))"#,
          #"print("deleted", told(unlink("\#(path)/Lessons/02-other.md")), told(rmdir("\#(path)/home")))"#,
          #"print("made", told(mkdir("\#(path)/Lessons/new", 0o700)), told(symlink("x", "\#(path)/Lessons/x.md")), told(mkfifo("\#(path)/pipe", 0o600)))"#,
          #"print("self", told(open("/proc/self/root\#(path)/home/secret.txt", O_RDONLY)), told(open("/proc/self/cwd/../../../\#(path)/home/secret.txt", O_RDONLY)))"#,
        ], "--sandbox")
      #expect(result.exitCode == 0, "\(result.errors)")
      let found = try outputs
      #expect(
        found == [
          "file refused refused", "folder refused true", "hard link refused refused", "moved refused refused", "deleted refused refused",
          "made refused refused refused", "self refused refused",
        ], "\(found)")
      #expect(try folder.text(of: "home/secret.txt") == "secret of the home folder\n")
      #expect(try folder.text(of: "Lessons/02-other.md") == "# Other\n\nText.\n")
    }

    @Test func `a lesson changes no permissions, times or attributes elsewhere, and watches no folder`() throws {
      let path = folder.url.path
      let result = try check(
        [
          """
          import Foundation
          func told(_ code: Int32) -> String { code < 0 ? "refused" : "done" }
          let file = "\(path)/home/secret.txt"
          """,
          """
          // What is open already keeps its permissions, without an error.
          let own = open("own", O_RDWR | O_CREAT, 0o600)
          var status = stat()
          let code = fchmod(own, 0o777)
          fstat(own, &status)
          print("permissions", told(chmod(file, 0o777)), told(code), status.st_mode & 0o777 == 0o600)
          """,
          """
          var times = [timeval(tv_sec: 1, tv_usec: 0), timeval(tv_sec: 1, tv_usec: 0)]
          print("times", told(utimes(file, &times)), told(utimensat(AT_FDCWD, file, nil, 0)))
          """,
          #"print("owner", told(chown(file, getuid(), getgid())))"#,
          """
          typealias Set = @convention(c) (UnsafePointer<CChar>, UnsafePointer<CChar>, UnsafeRawPointer, Int, Int32) -> Int32
          print("attribute", told(unsafeBitCast(dlsym(nil, "setxattr"), to: Set.self)(file, "user.a", "a", 1, 0)))
          """,
          """
          typealias Begin = @convention(c) (Int32) -> Int32
          print("watch", told(unsafeBitCast(dlsym(nil, "inotify_init1"), to: Begin.self)(0)))
          """,
          """
          // What Foundation does with files of its own needs none of these.
          try "a".write(toFile: "a", atomically: true, encoding: .utf8)
          try "b".write(toFile: "a", atomically: true, encoding: .utf8)
          try FileManager.default.copyItem(atPath: "a", toPath: "c")
          try FileManager.default.createDirectory(atPath: "d/e", withIntermediateDirectories: true)
          try FileManager.default.copyItem(atPath: "d", toPath: "f")
          print(try String(contentsOfFile: "c", encoding: .utf8))
          """,
        ], "--sandbox")
      #expect(result.exitCode == 0, "\(result.errors)")
      let found = try outputs
      #expect(
        found == [
          "permissions refused done true", "times refused refused", "owner refused", "attribute refused", "watch refused", "b",
        ], "\(found)")
    }

    @Test(arguments: [("-tools-directory", ""), ("-driver-use-frontend-path", "/swift-frontend")])
    func `no flag makes the compiler's driver start a stranger's program`(flag: String, name: String) throws {
      let mark = folder.url.appending(path: "ran").path
      for tool in ["swift-frontend", "clang", "swift-autolink-extract"] {
        try folder.write("#!/bin/sh\ntouch '\(mark)'\nexit 1\n", to: "tools/\(tool)")
        try FileManager.default.setAttributes(
          [.posixPermissions: 0o755], ofItemAtPath: folder.url.appending(path: "tools/\(tool)").path)
      }
      let flags = "---\nflags: [\(flag), \(folder.url.path)/tools\(name)]\n---\n"
      #expect(try check(["print(1)"], "--sandbox", frontMatter: flags).exitCode == 1)
      #expect(!FileManager.default.fileExists(atPath: mark))
      // A flag over two lines would be a further step of the compiler.
      let twoLines = try check(["print(1)"], "--sandbox", frontMatter: "---\nflags: [-Xlinker, \"a\\n/bin/touch \(mark)\"]\n---\n")
      #expect(twoLines.exitCode == 1)
      #expect(twoLines.errors.contains("a flag can't hold a line end"), "\(twoLines.errors)")
      #expect(!FileManager.default.fileExists(atPath: mark))
    }

    @Test func `a flag that does no harm works in the sandbox`() throws {
      let result = try check(["#if ONE\nprint(1)\n#endif"], "--sandbox", frontMatter: "---\nflags: [-DONE]\n---\n")
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(try outputs == ["1"])
    }

    @Test func `processes that make ever more processes end with the lesson`() throws {
      try folder.write("limits: { seconds: 60, processes: 16 }\n", to: "Lessons/course.yml")
      let result = try check(
        [
          """
          import Foundation
          // Limited to eight generations, so that a failing test does no harm.
          let command = "f() { if [ $1 = 0 ]; then exec sleep 98766; fi; f $(($1 - 1)) & f $(($1 - 1)) & wait; }; f 8"
          var child = pid_t()
          let texts: [String] = ["/bin/sh", "-c", command]
          let words: [UnsafeMutablePointer<CChar>?] = texts.map { strdup($0) } + [nil]
          posix_spawn(&child, "/bin/sh", nil, nil, words, nil)
          _ = waitpid(child, nil, 0)
          """
        ], "--sandbox")
      #expect(result.exitCode == 1)
      #expect(result.errors.contains("this started more than 16 processes"), "\(result.errors)")
      #expect(processes(mentioning: "sleep 98766") == [])
    }

    @Test func `a lesson doesn't fill the disk`() throws {
      try folder.write("limits: { seconds: 60, disk: 16 MB, file: 1 MB }\n", to: "Lessons/course.yml")
      let result = try check(
        [
          """
          import Foundation
          var count = 0
          while true {
            count += 1
            try Data(repeating: 1, count: 1_000_000).write(to: URL(filePath: "file\\(count)"))
            usleep(1000)
          }
          """
        ], "--sandbox")
      #expect(result.exitCode == 1)
      #expect(result.errors.contains("this wrote files of more than 16 MB together"), "\(result.errors)")
    }

    /// Starts a program under a filter that answers a system call as a kernel without it does.
    private static let olderKernel = """
      import ctypes, os, struct, sys
      c = ctypes.CDLL(None, use_errno=True)
      steps = [(0x20, 0, 0, 0), (0x15, 0, 1, int(sys.argv[1])), (6, 0, 0, 0x50000 | 38), (6, 0, 0, 0x7FFF0000)]
      code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *step) for step in steps))
      program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(steps), ctypes.addressof(code)))
      if c.prctl(38, 1, 0, 0, 0) or c.prctl(22, 2, ctypes.byref(program)): sys.exit(99)
      os.execv(sys.argv[2], sys.argv[2:])
      """

    private static let hasPython = FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")

    #if arch(x86_64)
      private static let (landlock, seccomp) = (444, 317)
    #else
      private static let (landlock, seccomp) = (444, 277)
    #endif

    @Test(
      .enabled(if: hasPython, "there is no Python, which sets up an older kernel"),
      arguments: [
        (landlock, "reading and writing files other than its own; signals to other processes"),
        (seccomp, "network connections, and limits of other processes"),
      ])
    func `what the kernel can't enforce is told, and the rest is enforced`(call: Int, lacks: String) throws {
      try folder.write(Self.olderKernel, to: "older.py")
      try folder.write(
        "# Open\n\n```swift\nimport Foundation\nprint(socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0) < 0)\n```\n",
        to: "Lessons/01-hostile.md")
      let result = try LessonsTool().run(
        shell: "/usr/bin/python3 older.py \(call) \"$LESSONS\" check 1 --accept --sandbox", in: folder.url)
      #expect(result.exitCode == 0, "\(result.errors)")
      #expect(result.errors.contains("the sandbox can't prevent here: \(lacks)\n"), "\(result.errors)")
      #expect(try outputs == [call == Self.landlock ? "true" : "false"])
    }

    private static func owner(_ path: String) -> UInt32? {
      var state = stat()
      return stat(path, &state) == 0 ? state.st_uid : nil
    }
  }
#endif

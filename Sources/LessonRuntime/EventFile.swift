import CellOutputs

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file beside standard output on which events travel, so that a `print` can't forge a result.
struct EventFile {
  /// nil when the program is run by hand, without the tool: then nobody listens.
  private let descriptor: Int32?
  /// The process that is the lesson's program: a copy that a cell makes of it has nothing to tell.
  private let owner = getpid()
  /// What standard output was when the program began.
  private let output = StreamIdentity(STDOUT_FILENO)

  init(path: String?) {
    guard let path else {
      descriptor = nil
      return
    }
    let opened = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    descriptor = opened >= 0 ? opened : nil
  }

  /// Appends one line. If that fails (the file was closed, the disk is full), the program ends, and the tool is told.
  func append(_ kind: RunEvent.Kind) {
    guard let descriptor else { return }
    guard getpid() == owner else { _exit(0) }
    fflush(nil)
    let isOurs = StreamIdentity(STDOUT_FILENO) == output
    let event = RunEvent(
      kind, outputOffset: isOurs ? Int(lseek(STDOUT_FILENO, 0, SEEK_CUR)) : -1,
      errorOffset: Int(lseek(STDERR_FILENO, 0, SEEK_CUR)))
    guard let line = try? EventCoding.line(for: event) else { return }
    withoutFileLimit {
      var rest = line[...]
      while !rest.isEmpty {
        let written = rest.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
        if written < 0 {
          if errno == EINTR { continue }
          _exit(RunEnvironment.lostEvents)
        }
        rest = rest.dropFirst(written)
      }
    }
  }

  /// The limit is for what the lesson writes, not for what is told of it.
  private func withoutFileLimit(_ write: () -> Void) {
    var limit = rlimit()
    guard getrlimit(resource, &limit) == 0 else { return write() }
    var most = limit
    most.rlim_cur = most.rlim_max
    setrlimit(resource, &most)
    write()
    setrlimit(resource, &limit)
  }
}

#if canImport(Glibc)
  private let resource = __rlimit_resource_t(RLIMIT_FSIZE.rawValue)
#else
  private let resource = RLIMIT_FSIZE
#endif

/// Which file a stream leads to; nil if it is closed.
private struct StreamIdentity: Equatable {
  private let device: UInt64
  private let file: UInt64

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    (device, file) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}

func environmentVariable(_ name: String) -> String? {
  getenv(name).map { String(cString: $0) }
}

/// The calls in a file that the tool wrote. If it can't be read, the tool finds that they are not answered.
func readCalls(in path: String) -> [FunctionCall] {
  guard let file = fopen(path, "r") else { return [] }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var buffer = [UInt8](repeating: 0, count: 1 << 16)
  while case let count = fread(&buffer, 1, buffer.count, file), count > 0 { bytes += buffer[..<count] }
  return (try? EventCoding.calls(from: bytes)) ?? []
}

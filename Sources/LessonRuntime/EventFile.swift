import CellOutputs
import LessonGuard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file beside standard output on which events travel, so that a `print` can't forge a result.
struct EventFile {
  private let descriptor: Int32
  private var writer: EventWriter
  /// The process that is the lesson's program: a copy that a cell makes of it has nothing to tell.
  private let owner = getpid()
  /// What the file and standard output were when the program began.
  private let file: StreamIdentity?
  private let output = StreamIdentity(STDOUT_FILENO)

  init(descriptor: Int32, key: EventSeal.Key) {
    self.descriptor = descriptor
    writer = EventWriter(key: key)
    file = StreamIdentity(descriptor)
  }

  /// Appends one line. If that fails (the file was closed or replaced, the disk is full), the program ends, and the tool is told.
  mutating func append(_ kind: RunEvent.Kind) {
    guard getpid() == owner else { _exit(0) }
    fflush(nil)
    guard StreamIdentity(descriptor) == file else { _exit(RunEnvironment.lostEvents) }
    let isOurs = StreamIdentity(STDOUT_FILENO) == output
    let event = RunEvent(
      kind, outputOffset: isOurs ? size(of: STDOUT_FILENO) : -1, errorOffset: size(of: STDERR_FILENO))
    guard let line = try? writer.line(for: event) else { return }
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

  /// How many bytes a stream's file holds, whoever wrote them; -1 if it is closed.
  private func size(of descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : -1
  }

  /// The limit on the size of files is for what the lesson writes, not for its events.
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

/// What the tool tells this program to do, and where its events go; nil when the program is run by hand.
func takeOrder() -> (order: RunOrder, events: EventFile)? {
  var length = 0
  var channel: Int32 = -1
  guard let bytes = lesson_guard_take_order(&length, &channel) else { return nil }
  let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: length)
  defer {
    // A cell must not find the key in this memory.
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    free(bytes)
  }
  // Without an order no event can be written: the exit code tells the tool so.
  guard let order = try? RunOrder(bytes: Array(buffer)) else { _exit(RunEnvironment.lostEvents) }
  return (order, EventFile(descriptor: channel, key: order.key))
}

import CellOutputs
import LessonGuard

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The file of events. It is separate from standard output, so that a `print` can't forge a result.
struct EventFile {
  private let descriptor: Int32
  private var writer: EventWriter
  /// The process of the lesson's program. Processes that a cell forks must not write events.
  private let owner = getpid()
  /// The identities of the file and of standard output when the program began.
  private let file: StreamIdentity?
  private let output = StreamIdentity(STDOUT_FILENO)

  init(descriptor: Int32, key: EventSeal.Key) {
    self.descriptor = descriptor
    writer = EventWriter(key: key)
    file = StreamIdentity(descriptor)
  }

  /// Appends one line. If that fails (the file was closed or replaced, the disk is full), the program ends with an exit code for the tool.
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

  /// The size of a stream's file, whoever wrote to it; -1 if it is closed.
  private func size(of descriptor: Int32) -> Int {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? Int(status.st_size) : -1
  }

  /// Writes without the limit on the size of files, which applies only to what the lesson writes.
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

/// The identity of the file that a stream leads to; nil if the stream is closed.
private struct StreamIdentity: Equatable {
  private let device: UInt64
  private let file: UInt64

  init?(_ descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    (device, file) = (UInt64(status.st_dev), UInt64(status.st_ino))
  }
}

/// The tool's order to this program and the file for its events; nil if the program is run by hand.
func takeOrder() -> (order: RunOrder, events: EventFile)? {
  var length = 0
  var channel: Int32 = -1
  guard let bytes = lesson_guard_take_order(&length, &channel) else { return nil }
  let buffer = UnsafeMutableRawBufferPointer(start: bytes, count: length)
  defer {
    // Erase the memory, so that no cell finds the key in it.
    buffer.initializeMemory(as: UInt8.self, repeating: 0)
    free(bytes)
  }
  // Without an order no event can be written, so report the failure by the exit code.
  guard let order = try? RunOrder(bytes: Array(buffer)) else { _exit(RunEnvironment.lostEvents) }
  return (order, EventFile(descriptor: channel, key: order.key))
}

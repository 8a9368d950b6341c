import Diagnostics
import Foundation

#if canImport(System)
  import System
#else
  import SystemPackage
#endif

/// A file that a lesson's program writes and the tool reads. It has no name, so that no cell can replace it.
final class ProgramFile: Sendable {
  /// The descriptor for the program. It appends, even if a cell moves its position.
  let writing: FileDescriptor
  private let reading: FileDescriptor

  /// - Parameter content: The initial content.
  init(holding content: [UInt8] = [], in folder: URL) throws(ToolFailure) {
    let path = FilePath(folder.appending(path: ".\(UUID().uuidString)").path)
    do {
      writing = try .open(path, .readWrite, options: [.create, .exclusiveCreate, .append, .closeOnExec], permissions: [.ownerReadWrite])
    } catch {
      throw ToolFailure("a temporary file could not be written", details: "\(error)")
    }
    defer { unlink(path.string) }
    do {
      reading = try .open(path, .readOnly, options: .closeOnExec)
    } catch {
      try? writing.close()
      throw ToolFailure("a temporary file could not be read", details: "\(error)")
    }
    do {
      try writing.writeAll(content)
    } catch {
      throw ToolFailure("a temporary file could not be written", details: "\(error)")
    }
  }

  deinit {
    try? writing.close()
    try? reading.close()
  }

  /// The content from an offset on; empty if it can't be read.
  func bytes(from offset: Int = 0) -> [UInt8] {
    var status = stat()
    guard fstat(reading.rawValue, &status) == 0, status.st_size > offset else { return [] }
    return [UInt8](unsafeUninitializedCapacity: Int(status.st_size) - offset) { buffer, count in
      while count < buffer.count {
        let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
        guard let more = try? reading.read(fromAbsoluteOffset: Int64(offset + count), into: rest), more > 0 else { return }
        count += more
      }
    }
  }
}

import Diagnostics

/// A ZIP archive whose files are stored as they are, in a given order, without times: the same files always give the same bytes.
struct ZipArchive {
  private var bytes: [UInt8] = []
  private var directory: [UInt8] = []
  private var count = 0

  /// - Parameter path: With `/` between its parts, at most 65,535 bytes long.
  mutating func add(_ path: String, _ content: [UInt8]) {
    let name = Array(path.utf8)
    let offset = bytes.count
    // What both records of a file have: version 2.0, names in UTF-8, stored, 1 January 1980, checksum, sizes.
    var header: [UInt8] = []
    for number in [20, 0x0800, 0, 0, 0x0021] { header.append(number, bytes: 2) }
    header.append(Int(Self.checksum(of: content)), bytes: 4)
    header.append(content.count, bytes: 4)
    header.append(content.count, bytes: 4)
    header.append(name.count, bytes: 2)
    header.append(0, bytes: 2)

    bytes += [0x50, 0x4B, 3, 4] + header + name + content
    directory += [0x50, 0x4B, 1, 2]
    directory.append(20, bytes: 2)
    directory += header
    // No comment, the first disk, no attributes.
    directory.append(0, bytes: 2)
    directory.append(0, bytes: 2)
    directory.append(0, bytes: 2)
    directory.append(0, bytes: 4)
    directory.append(offset, bytes: 4)
    directory += name
    count += 1
  }

  /// - Throws: If the archive is larger than the format's 32-bit offsets allow, or has more than 65,535 files.
  func archive() throws(ToolFailure) -> [UInt8] {
    guard bytes.count + directory.count < 0xFFFF_FFFF, count < 0xFFFF else {
      throw ToolFailure("the book would be larger than 4 GB, or have more than 65,534 files", help: "export fewer lessons")
    }
    var end: [UInt8] = [0x50, 0x4B, 5, 6, 0, 0, 0, 0]
    end.append(count, bytes: 2)
    end.append(count, bytes: 2)
    end.append(directory.count, bytes: 4)
    end.append(bytes.count, bytes: 4)
    end.append(0, bytes: 2)
    return bytes + directory + end
  }

  /// CRC-32, as ZIP and PNG have it.
  ///
  /// - Complexity: O(bytes)
  static func checksum(of bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in table[Int((sum ^ UInt32(byte)) & 0xFF)] ^ (sum >> 8) }
  }

  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { value, _ in value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1 }
  }
}

extension [UInt8] {
  /// Appends a number, its lowest byte first.
  fileprivate mutating func append(_ number: Int, bytes count: Int) {
    for place in 0..<count { append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }
}

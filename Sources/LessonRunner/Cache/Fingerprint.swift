import Foundation

/// The bytes of a regular file; nil if it can't be read or is no regular file. Reading a pipe could block forever.
package func contentsOfRegularFile(_ path: String) -> Data? {
  let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  guard file >= 0 else { return nil }
  defer { close(file) }
  var state = stat()
  guard fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG else { return nil }
  // Files of the system's own may have more than they say, and a file may grow. One byte more shows the end of those that don't.
  var content = Data(count: min(Int(state.st_size), 1 << 26) + 1)
  var count = 0
  while true {
    let space = content.count - count
    let more = content.withUnsafeMutableBytes { read(file, $0.baseAddress! + count, space) }
    if more < 0, errno == EINTR { continue }
    guard more >= 0 else { return nil }
    if more == 0 { break }
    count += more
    if count == content.count { content.count = max(2 * count, 1 << 16) }
  }
  content.count = count
  return content
}

/// A 64-bit hash that is the same on every machine and in every run, unlike Swift's `Hasher`. (The FNV-1a hash of Fowler, Noll and
/// Vo, applied to words.)
package struct Fingerprint: Sendable, Hashable, CustomStringConvertible {
  private var value: UInt64 = 0xcbf2_9ce4_8422_2325

  package init() {}

  package init(of bytes: some Sequence<UInt8>) {
    add(bytes)
  }

  /// Adds a part with its length, so that the boundaries between parts count.
  package mutating func add(_ bytes: some Sequence<UInt8>) {
    var count: UInt64 = 0
    let isAdded: Void? = bytes.withContiguousStorageIfAvailable { bytes in
      count = UInt64(bytes.count)
      // Eight bytes at a time take an eighth of the time.
      let bytes = UnsafeRawBufferPointer(bytes)
      let words = bytes.count / 8
      for word in 0..<words { mix(UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self))) }
      for byte in bytes[(8 * words)...] { mix(UInt64(byte)) }
    }
    if isAdded == nil {
      let copy = Array(bytes)
      return add(copy)
    }
    mix(count)
  }

  package mutating func add(_ text: String) {
    var text = text
    text.withUTF8 { add($0) }
  }

  /// Adds the state of a file without reading it: its path, size and modification time.
  ///
  /// - Parameter isExact: Whether to add also which file it is and when it was last changed in any way, which no program can set. So a save that
  ///   keeps the size and sets the time back is noticed, but a copy counts as another file.
  package mutating func addState(ofFile path: String, isExact: Bool = false) {
    add(path)
    var state = stat()
    // Follow symbolic links.
    guard stat(path, &state) == 0 else { return mix(0) }
    mix(UInt64(bitPattern: Int64(state.st_size)))
    #if canImport(Darwin)
      let (time, change) = (state.st_mtimespec, state.st_ctimespec)
    #else
      let (time, change) = (state.st_mtim, state.st_ctim)
    #endif
    mix(UInt64(bitPattern: Int64(time.tv_sec)))
    mix(UInt64(bitPattern: Int64(time.tv_nsec)))
    guard isExact else { return }
    mix(UInt64(state.st_ino))
    mix(UInt64(bitPattern: Int64(change.tv_sec)))
    mix(UInt64(bitPattern: Int64(change.tv_nsec)))
  }

  /// Adds the bytes of a file. It reads in blocks, since there are many files.
  ///
  /// - Returns: false if it isn't a regular file, or can't be read.
  package mutating func addContent(ofFile path: String) -> Bool {
    // Don't block on a pipe that nobody writes to.
    let file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard file >= 0 else { return false }
    defer { close(file) }
    var state = stat()
    guard fstat(file, &state) == 0, state.st_mode & S_IFMT == S_IFREG else { return false }
    let size = Int(state.st_size)
    return withUnsafeTemporaryAllocation(byteCount: size, alignment: 16) { buffer in
      var count = 0
      while count < size {
        let more = read(file, buffer.baseAddress! + count, size - count)
        if more < 0 && errno == EINTR { continue }
        // The file was truncated while it was read.
        guard more > 0 else { return false }
        count += more
      }
      add(UnsafeRawBufferPointer(buffer))
      return true
    }
  }

  package var description: String { String(value, radix: 16) }

  private mutating func mix(_ word: UInt64) {
    value = (value ^ word) &* 0x0000_0100_0000_01b3
    // The product carries only upwards, so mix the high bits into the low ones.
    value ^= value >> 32
  }
}

// Files, read and written by the C library.

#if canImport(Darwin)
  import Darwin
#elseif canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// The bytes of a file.
func readFile(_ path: String) throws(FileError) -> [UInt8] {
  func failure(_ action: String) -> FileError {
    FileError(file: path, byte: nil, problem: "\(action): \(String(cString: strerror(errno)))")
  }
  guard let file = fopen(path, "rb") else { throw failure("can't be opened") }
  defer { fclose(file) }
  var bytes: [UInt8] = []
  var chunk = [UInt8](repeating: 0, count: 1 << 16)
  while true {
    let count = fread(&chunk, 1, chunk.count, file)
    bytes += chunk[..<count]
    if ferror(file) != 0 { throw failure("can't be read") }
    if count < chunk.count { return bytes }
  }
}

/// Writes a file, or replaces it.
func writeFile(_ path: String, _ bytes: [UInt8]) throws(FileError) {
  func failure() -> FileError {
    FileError(file: path, byte: nil, problem: "can't be written: \(String(cString: strerror(errno)))")
  }
  guard let file = fopen(path, "wb") else { throw failure() }
  let written = fwrite(bytes, 1, bytes.count, file)
  // The last bytes may fail only when the file is closed.
  guard fclose(file) == 0, written == bytes.count else { throw failure() }
}

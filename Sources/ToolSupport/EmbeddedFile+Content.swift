import CEmbeddedFiles

extension EmbeddedFile {
  /// What the file holds.
  package var content: [UInt8] { [UInt8](UnsafeBufferPointer(start: bytes, count: count)) }
}

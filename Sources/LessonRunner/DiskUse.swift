import Foundation

/// The growth of the files in a folder, measured repeatedly while a program writes.
struct DiskUse {
  private let folder: String
  /// The size before the program began: that of the lesson's data.
  private let start: Int
  private var last: Int
  private var nextLook: ContinuousClock.Instant

  init(of folder: URL) {
    self.folder = folder.path
    start = Self.bytes(in: folder.path)
    last = start
    nextLook = .now
  }

  /// By how many bytes the files have grown. Measuring takes a tenth of the time at most, since there may be many files.
  mutating func growth() -> Int {
    let now = ContinuousClock.now
    if now >= nextLook {
      last = Self.bytes(in: folder)
      let end = ContinuousClock.now
      nextLook = end.advanced(by: max(.milliseconds(100), now.duration(to: end) * 10))
    }
    return last - start
  }

  private static func bytes(in folder: String) -> Int {
    guard let paths = FileManager.default.enumerator(atPath: folder) else { return 0 }
    var sum = 0
    for case let path as String in paths {
      var status = stat()
      // Ignore files deleted meanwhile. Count the allocated blocks, because files may have holes.
      if lstat(folder + "/" + path, &status) == 0 { sum += Int(status.st_blocks) * 512 }
    }
    return sum
  }
}

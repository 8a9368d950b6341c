import Foundation

/// What the files in a folder take of the disk, looked at again and again as a program writes.
struct DiskUse {
  private let folder: String
  /// Before the program began: the lesson's data.
  private let start: Int
  private var last: Int
  private var nextLook: ContinuousClock.Instant

  init(of folder: URL) {
    self.folder = folder.path
    start = Self.bytes(in: folder.path)
    last = start
    nextLook = .now
  }

  /// By how many bytes the files have grown. Many files take long to look at, so looks take a tenth of the time at most.
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
      // A file that is gone by now takes nothing; one with holes takes what it has on the disk.
      if lstat(folder + "/" + path, &status) == 0 { sum += Int(status.st_blocks) * 512 }
    }
    return sum
  }
}

import Diagnostics
import Foundation

/// A number that changes when a source file does: of names and contents, so that neither a fresh clone nor an older
/// revision checked out is mistaken for what was built before.
enum SourceFingerprint {
  static func of(package: URL, targets: [String], toolchain: Toolchain) throws(ToolFailure) -> String {
    var files = [package.appending(path: "Package.swift")]
    for target in targets {
      let folder = package.appending(path: "Sources/\(target)")
      let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
      files += names.filter { $0.hasSuffix(".swift") }.sorted().map { folder.appending(path: $0) }
    }
    var hash = FNV1a()
    hash.add(Array(toolchain.swiftc.resolvingSymlinksInPath().path.utf8))
    for file in files {
      guard let content = FileManager.default.contents(atPath: file.path) else {
        throw ToolFailure("\(file.path) could not be read")
      }
      hash.add(Array(file.lastPathComponent.utf8))
      hash.add([UInt8](content))
    }
    return String(hash.value, radix: 16)
  }
}

/// The 64-bit hash of Fowler, Noll and Vo: stable from run to run, unlike `Hasher`.
struct FNV1a {
  private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

  mutating func add(_ bytes: [UInt8]) {
    // The length first, so that two neighbours never read as one.
    for shift in stride(from: 0, to: 64, by: 8) { add(UInt8(truncatingIfNeeded: bytes.count >> shift)) }
    for byte in bytes { add(byte) }
  }

  private mutating func add(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }
}

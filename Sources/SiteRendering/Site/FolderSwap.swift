import Diagnostics
import Foundation

/// Puts one folder in the place of another in one step.
enum FolderSwap {
  /// Afterwards `new` holds what stood at `place`; if nothing did, there is no `new` any more.
  static func put(_ new: String, inPlaceOf place: String) throws(ToolFailure) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
      guard rename(new, place) == 0 else { throw ToolFailure(writing: place, code: errno) }
      return
    }
    if exchange(new, place) { return }

    // The file system can't exchange: for an instant the place is empty.
    let aside = new + ".old"
    guard rename(place, aside) == 0 else { throw ToolFailure(writing: place, code: errno) }
    guard rename(new, place) == 0 else {
      let code = errno
      rename(aside, place)
      throw ToolFailure(writing: place, code: code)
    }
    rename(aside, new)
  }

  /// Lets the two change places, if the system can: `renameat2` of Linux, `renamex_np` of macOS.
  private static func exchange(_ a: String, _ b: String) -> Bool {
    #if os(Linux)
      // Glibc's header hides it from Swift behind _GNU_SOURCE.
      typealias RenameAt2 = @convention(c) (Int32, UnsafePointer<CChar>, Int32, UnsafePointer<CChar>, UInt32) -> Int32
      let exchange: UInt32 = 2
      guard let symbol = dlsym(nil, "renameat2") else { return false }
      return unsafeBitCast(symbol, to: RenameAt2.self)(AT_FDCWD, a, AT_FDCWD, b, exchange) == 0
    #else
      return renamex_np(a, b, UInt32(RENAME_SWAP)) == 0
    #endif
  }
}

import Diagnostics
import Foundation

/// Puts one folder in the place of another in one step.
enum FolderSwap {
  /// Afterwards `new` holds what stood at `place`; if nothing did, there is no `new` any more.
  ///
  /// - Parameters:
  ///   - exchange: Lets two folders change places, if the system can.
  ///   - move: Gives a folder another path. Returns the system's error number, or zero.
  static func put(
    _ new: String, inPlaceOf place: String, exchange: (String, String) -> Bool = exchange,
    move: (String, String) -> Int32 = { rename($0, $1) == 0 ? 0 : errno }
  ) throws(ToolFailure) {
    func require(_ code: Int32) throws(ToolFailure) { if code != 0 { throw ToolFailure(writing: place, code: code) } }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: place, isDirectory: &isFolder) else {
      return try require(move(new, place))
    }
    if exchange(new, place) { return }

    // The file system can't exchange: for an instant the place is empty.
    let aside = new + ".old"
    let code = move(place, aside)
    if code == EXDEV {
      // A container's file system moves no folder that its image has. It can be copied and removed.
      let failure = replaceByCopy(new, place, aside: aside, move)
      return try require(failure)
    }
    try require(code)
    let failure = move(new, place)
    if failure != 0 { _ = move(aside, place) }
    try require(failure)
    _ = move(aside, new)
  }

  /// Keeps a copy of the old folder until the new one stands in its place.
  ///
  /// - Returns: The system's error number, or zero.
  private static func replaceByCopy(_ new: String, _ place: String, aside: String, _ move: (String, String) -> Int32) -> Int32 {
    let files = FileManager.default
    // A copy that isn't whole is no reason to touch the original.
    guard (try? files.copyItem(atPath: place, toPath: aside)) != nil else { return EXDEV }
    // What couldn't be removed keeps the new folder from moving there, which is told.
    try? files.removeItem(atPath: place)
    let failure = move(new, place)
    if failure == 0 {
      // An old copy that stays is no part of the site.
      try? files.removeItem(atPath: aside)
    } else {
      // The copy comes back. If it can't, it stays beside the site under its own name.
      _ = move(aside, place)
    }
    return failure
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

#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

/// The paths of everything in a folder and in the folders in it, each folder before what it holds; nil if the folder can't be read. They are relative
/// to the folder, with `/` between their parts. Links aren't followed.
///
/// In a large course, Foundation's ways to do this take most of the time of a build that has little to do.
///
/// - Parameter enters: Whether a folder, given by its path, is entered. It is listed anyway.
package func paths(below folder: String, entering enters: (String) -> Bool = { _ in true }) -> [String]? {
  var found: [String] = []
  guard list(folder, prefix: "", into: &found, enters) else { return nil }
  return found
}

private func list(_ folder: String, prefix: String, into found: inout [String], _ enters: (String) -> Bool) -> Bool {
  guard let stream = opendir(folder) else { return false }
  var folders: [String] = []
  while let entry = readdir(stream) {
    let name = withUnsafePointer(to: &entry.pointee.d_name) {
      $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: entry.pointee.d_name)) { String(cString: $0) }
    }
    guard name != ".", name != ".." else { continue }
    let isFolder =
      switch Int32(entry.pointee.d_type) {
      case Int32(DT_DIR): true
      // Some file systems don't say.
      case Int32(DT_UNKNOWN): isRealFolder("\(folder)/\(name)")
      default: false
      }
    if isFolder { folders.append(name) } else { found.append(prefix + name) }
  }
  // Before the next is opened: few may be open at once.
  closedir(stream)
  for name in folders {
    found.append(prefix + name)
    // One that can't be read is as good as empty.
    if enters(prefix + name) { _ = list("\(folder)/\(name)", prefix: "\(prefix)\(name)/", into: &found, enters) }
  }
  return true
}

private func isRealFolder(_ path: String) -> Bool {
  var state = stat()
  return lstat(path, &state) == 0 && state.st_mode & S_IFMT == S_IFDIR
}

import Diagnostics
import Foundation
import ToolSupport

/// Writes a site as a whole, or not at all.
///
/// The files go into a folder beside the old site, and the two folders then change places in one step. So a reader
/// never sees half a site, and whatever goes wrong before that step leaves the old site as it was.
package struct SiteWriter: Sendable {
  /// Lists the files that we wrote. A folder without it isn't ours to replace.
  package static let markerName = ".lessons-site"

  private let folder: String
  private let parent: String
  private let name: String

  /// - Parameter folder: Where the site is to stand; it may exist already if `lessons` wrote it, or if it is empty.
  package init(folder: String) {
    // A link is followed, so that the site stands where it points to, and the link stays.
    let url = URL(filePath: folder, directoryHint: .isDirectory).resolvingSymlinksInPath().standardizedFileURL
    self.folder = url.path(percentEncoded: false).trimmingTrailingSlashes()
    parent = url.deletingLastPathComponent().path(percentEncoded: false).trimmingTrailingSlashes()
    name = url.lastPathComponent
  }

  /// The folder that was written, whatever its name is now.
  package struct WrittenFolder: Sendable {
    fileprivate var path: String
    /// The number by which the file system knows it.
    fileprivate var number: UInt64?

    /// Whether it is still the site: another build may have put its own in its place.
    package var stands: Bool { number != nil && number == Self.number(ofFolder: path) }

    fileprivate static func number(ofFolder path: String) -> UInt64? {
      var state = stat()
      return stat(path, &state) == 0 ? UInt64(state.st_ino) : nil
    }
  }

  /// Writes the site.
  ///
  /// - Parameter work: What is done once the site stands, while the old one is removed: in a large course, that takes long.
  @discardableResult
  package func write(_ files: [SiteFile], then work: @Sendable (WrittenFolder) -> Void = { _ in }) throws(ToolFailure) -> WrittenFolder {
    try SiteWriter.checkPaths(files)
    try checkThatFolderIsOurs()
    removeAbandonedFolders()
    let temporary = try makeTemporaryFolder()
    let written = WrittenFolder(path: folder, number: WrittenFolder.number(ofFolder: temporary))
    do throws(ToolFailure) {
      try write(files, in: temporary)
      try write(SiteFile(path: Self.markerName, text: Self.marker(for: files)), in: temporary)
      guard !Task.isCancelled else { throw ToolFailure("interrupted: the site is as it was") }
      try FolderSwap.put(temporary, inPlaceOf: folder)
    } catch {
      Self.remove(temporary)
      throw error
    }
    _ = concurrentMap(count: 2) { turn in
      // It is the old site now, or nothing where there was none.
      if turn == 0 { Self.remove(temporary) } else { work(written) }
    }
    return written
  }
}

// MARK: - What may be written where

extension SiteWriter {
  private static func marker(for files: [SiteFile]) -> String {
    "Written by `lessons build`, which replaces this folder as a whole. Its files:\n"
      + files.map(\.path).sorted().map { encoded($0) + "\n" }.joined()
  }

  /// A path as one line, whatever is in it.
  private static func encoded(_ path: String) -> String {
    guard path.utf8.contains(where: { "%\n\r".utf8.contains($0) }) else { return path }
    return path.replacing("%", with: "%25").replacing("\n", with: "%0A").replacing("\r", with: "%0D")
  }

  private static func checkPaths(_ files: [SiteFile]) throws(ToolFailure) {
    var seen: Set<String> = [markerName]
    for file in files {
      let parts = file.path.split(separator: "/", omittingEmptySubsequences: false)
      guard !parts.contains(where: { ["", ".", ".."].contains($0) || $0.utf8.contains(0) }) else {
        throw ToolFailure("the site can't hold a file `\(file.path)`", help: "keep it inside the course's folder")
      }
      guard seen.insert(file.path).inserted else {
        throw ToolFailure("two files of the site would be `\(file.path)`", help: "rename one of them")
      }
    }
  }

  private func checkThatFolderIsOurs() throws(ToolFailure) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder) else { return }
    guard isFolder.boolValue else {
      throw ToolFailure("`\(folder)` is a file", help: "give a folder with --output")
    }
    guard let present = paths(below: folder) else {
      throw ToolFailure("`\(folder)` can't be read")
    }
    let marker = FileManager.default.contents(atPath: "\(folder)/\(Self.markerName)")
    let lines = Set(
      String(decoding: marker ?? Data(), as: UTF8.self).split(separator: "\n").dropFirst().map(String.init))
    for path in present {
      // The first markers held the paths as they are.
      if path == Self.markerName || lines.contains(Self.encoded(path)) || lines.contains(path) { continue }
      if lines.contains(where: { $0.hasPrefix(Self.encoded(path) + "/") || $0.hasPrefix(path + "/") }) { continue }
      guard marker != nil else {
        throw ToolFailure(
          "`\(folder)` isn't empty, and `lessons` didn't write it",
          help: "give another folder with --output, or empty this one")
      }
      throw ToolFailure(
        "`\(folder)/\(path)` isn't from `lessons`, and would be lost", help: "move it out of the site's folder")
    }
  }
}

// MARK: - Files and folders

extension SiteWriter {
  private func makeTemporaryFolder() throws(ToolFailure) -> String {
    // Why one can't be made is told of the folder in it.
    try? FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    let temporary =
      "\(parent)/\(temporaryPrefix)\(ProcessInfo.processInfo.processIdentifier)-\(UInt32.random(in: .min ... .max))"
    guard mkdir(temporary, 0o777) == 0 else { throw ToolFailure(writing: folder, code: errno) }
    return temporary
  }

  /// The files that are taken over are linked while the others are written: in a large course, both take long.
  private func write(_ files: [SiteFile], in root: String) throws(ToolFailure) {
    let failures = concurrentMap(count: 2) { turn -> ToolFailure? in
      do throws(ToolFailure) {
        for file in files where file.isKept == (turn == 0) { try write(file, in: root) }
        return nil
      } catch {
        return error
      }
    }
    if let failure = failures.compactMap(\.self).first { throw failure }
  }

  private func write(_ file: SiteFile, in root: String) throws(ToolFailure) {
    var path = root
    for part in file.path.split(separator: "/").dropLast() {
      path += "/\(part)"
      guard mkdir(path, 0o777) == 0 || errno == EEXIST else {
        throw ToolFailure(writing: "\(folder)/\(file.path)", code: errno)
      }
    }
    let code = file.isKept ? keep(file.path, in: root) : Self.write(file.bytes, to: "\(root)/\(file.path)")
    guard code == 0 else { throw ToolFailure(writing: "\(folder)/\(file.path)", code: code) }
  }

  /// Takes a file over from the site that stands.
  ///
  /// - Returns: The system's error number, or zero.
  private func keep(_ path: String, in root: String) -> Int32 {
    if link("\(folder)/\(path)", "\(root)/\(path)") == 0 { return 0 }
    // Some file systems have no hard links.
    guard errno != ENOENT, let bytes = FileManager.default.contents(atPath: "\(folder)/\(path)") else { return ENOENT }
    return Self.write([UInt8](bytes), to: "\(root)/\(path)")
  }

  /// - Returns: The system's error number, or zero.
  private static func write(_ bytes: [UInt8], to path: String) -> Int32 {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { return errno }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { unistdWrite(descriptor, $0) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        let code = errno
        close(descriptor)
        return code
      }
      rest = rest.dropFirst(count)
    }
    return close(descriptor) == 0 ? 0 : errno
  }

  private var temporaryPrefix: String { ".\(name).building-" }

  /// A build that was killed can't tidy up after itself; the next one does.
  private func removeAbandonedFolders() {
    for entry in (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    where entry.hasPrefix(temporaryPrefix) {
      guard let process = Int32(entry.dropFirst(temporaryPrefix.count).prefix { $0.isNumber }) else { continue }
      let isRunning = kill(process, 0) == 0 || errno == EPERM
      if !isRunning { Self.remove("\(parent)/\(entry)") }
    }
  }

  /// Removes a folder that we wrote, also if somebody has made it read-only since.
  private static func remove(_ folder: String) {
    if (try? FileManager.default.removeItem(atPath: folder)) != nil { return }
    for path in [""] + (paths(below: folder) ?? []) {
      var state = stat()
      let place = "\(folder)/\(path)"
      if lstat(place, &state) == 0, state.st_mode & S_IFMT == S_IFDIR { chmod(place, 0o700) }
    }
    try? FileManager.default.removeItem(atPath: folder)
  }
}

/// Inside `SiteWriter` the name `write` is its own.
private func unistdWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}

extension ToolFailure {
  init(writing path: String, code: Int32) {
    self.init("`\(path)` can't be written: \(String(cString: strerror(code)).lowercasedFirst)")
  }
}

extension String {
  fileprivate func trimmingTrailingSlashes() -> String {
    var path = self[...]
    while path.count > 1, path.last == "/" { path.removeLast() }
    return String(path)
  }

  fileprivate var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

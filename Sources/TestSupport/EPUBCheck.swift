import Foundation

/// The program that decides whether a book is valid, where it is installed.
package enum EPUBCheck {
  /// Where `epubcheck` is on the search path; nil if it isn't, or if there is no Java.
  package static let path: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    func find(_ name: String) -> String? { folders.map { "\($0)/\(name)" }.first(where: FileManager.default.isExecutableFile) }
    return find("java") == nil ? nil : find("epubcheck")
  }()

  /// Without Java's second compiler, and without threads that collect what isn't needed, a program of seconds takes half as long.
  private static let quickJava = ["java", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"]

  /// - Returns: What it says of a book: without errors and warnings, `status` is 0.
  package static func check(_ book: URL) throws -> (status: Int32, output: String) {
    let program = path ?? ""
    // Debian's is a Java archive that the kernel starts, if it is told how.
    let isArchive = FileHandle(forReadingAtPath: program).flatMap { try? $0.read(upToCount: 2) } == Data("PK".utf8)
    let output = try TemporaryFolder()
    try output.write("", to: "output")
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = (isArchive ? quickJava + ["-jar", program] : [program]) + ["--failonwarnings", book.path]
    process.standardOutput = try FileHandle(forWritingTo: output.url.appending(path: "output"))
    process.standardError = process.standardOutput
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try output.text(of: "output"))
  }
}

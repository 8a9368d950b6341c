import Diagnostics
import Foundation

/// The path of a file in reports for GitHub: relative to the repository, whatever the working directory.
enum ReportPath {
  static func shown(_ file: SourceFile) -> String {
    guard let workspace = ProcessInfo.processInfo.environment["GITHUB_WORKSPACE"], !workspace.isEmpty else { return file.path }
    let root = URL(filePath: workspace, directoryHint: .isDirectory).standardizedFileURL.resolvingSymlinksInPath().path
    let path = URL(filePath: file.path).standardizedFileURL.resolvingSymlinksInPath().path
    return path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : file.path
  }
}

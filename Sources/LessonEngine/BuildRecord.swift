import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import SiteRendering

/// A record of what the last site was built from, and of the site itself. If neither has changed, there is nothing to do.
package struct BuildRecord: Codable {
  /// A fingerprint of everything that the site was made of.
  private var inputs: String
  /// A fingerprint of the site's files after writing: their names, sizes and times.
  private var site: String
  /// The summary that the build reported.
  private(set) var summary: CheckSummary

  /// The last build's summary, if building again would write the same site.
  package static func ifCurrent(_ cache: CacheFolder, inputs: String, site: String) -> CheckSummary? {
    guard let bytes = contentsOfRegularFile(cache.buildRecord.path),
      let record = ChecksummedFile.content(of: bytes, as: BuildRecord.self), record.inputs == inputs,
      record.site == state(ofFolder: site)
    else { return nil }
    return record.summary
  }

  /// Records that the site was built from the inputs.
  ///
  /// - Parameter written: The folder that was written. If another build has replaced it, nothing is recorded.
  package static func write(
    _ cache: CacheFolder, inputs: String, site: String, written: SiteWriter.WrittenFolder, summary: CheckSummary
  ) {
    let record = BuildRecord(inputs: inputs, site: state(ofFolder: site), summary: summary)
    guard written.stands else { return }
    // The record only saves time: without it, the next build does all of its work.
    guard let bytes = ChecksummedFile.bytes(sealing: record) else { return }
    cache.make()
    try? bytes.write(to: cache.buildRecord, options: .atomic)
  }

  /// A key of what the site is made of, of the working directory, and of the site's folder.
  ///
  /// - Returns: nil if it can't be determined, so that the site must be built.
  package static func inputs(ofCourse folder: URL, site: String, drafts: Bool = false) -> String? {
    guard let inputs = (try? BuildInputs(ofCourse: folder))?.fingerprint() else { return nil }
    return "\(inputs)\(drafts ? " with drafts" : "") \(FileManager.default.currentDirectoryPath) \(site)"
  }

  private static func state(ofFolder folder: String) -> String {
    var state = Fingerprint()
    for path in ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted() {
      state.addState(ofFile: "\(folder)/\(path)")
    }
    return state.description
  }
}

import Diagnostics
import Foundation
import LessonChecks
import LessonDocument
import LessonRunner
import SiteRendering

/// What the last site was built from, and what it was then: if neither has changed, there is nothing to do.
package struct BuildRecord: Codable {
  /// A fingerprint of everything that the site is made of.
  private var inputs: String
  /// A fingerprint of the site's files as they were written: their names, sizes and times.
  private var site: String
  /// What was said of the build.
  private(set) var summary: CheckSummary

  /// The last build's summary, if building again would write the same site.
  package static func ifCurrent(_ cache: CacheFolder, inputs: String, site: String) -> CheckSummary? {
    guard let bytes = contentsOfRegularFile(cache.buildRecord.path),
      let record = ChecksummedFile.content(of: bytes, as: BuildRecord.self), record.inputs == inputs,
      record.site == state(ofFolder: site)
    else { return nil }
    return record.summary
  }

  /// Notes that the site now stands as it was built from the inputs.
  ///
  /// - Parameter written: The folder that was written; if another build has put its own in that one's place, nothing is noted.
  package static func write(
    _ cache: CacheFolder, inputs: String, site: String, written: SiteWriter.WrittenFolder, summary: CheckSummary
  ) {
    let record = BuildRecord(inputs: inputs, site: state(ofFolder: site), summary: summary)
    guard written.stands else { return }
    // Only for speed: without the record the next build does all of its work.
    guard let bytes = ChecksummedFile.bytes(sealing: record) else { return }
    try? FileManager.default.createDirectory(
      at: cache.buildRecord.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? bytes.write(to: cache.buildRecord, options: .atomic)
  }

  /// What the site is made of, and where it is made and goes.
  ///
  /// - Returns: nil if that can't be known, so that nothing may be left undone.
  package static func inputs(ofCourse folder: URL, site: String) -> String? {
    guard let inputs = (try? BuildInputs(ofCourse: folder))?.fingerprint() else { return nil }
    return "\(inputs) \(FileManager.default.currentDirectoryPath) \(site)"
  }

  private static func state(ofFolder folder: String) -> String {
    var state = Fingerprint()
    for path in ((try? FileManager.default.subpathsOfDirectory(atPath: folder)) ?? []).sorted() {
      state.addState(ofFile: "\(folder)/\(path)")
    }
    return state.description
  }
}

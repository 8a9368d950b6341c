import CellAnalysis
import CellOutputs
import Diagnostics
import Foundation
import LessonDocument

/// The last good run of each lesson, stored between calls in one file per lesson. The files may be deleted at any time.
///
/// A file is used only if it is complete and its run has the same key; any other file is ignored. So a damaged file, a file of another
/// version or two builds that write at the same time cost time at worst.
package struct RunCache: Sendable {
  private let folder: URL

  package struct Entry: Codable, Sendable {
    /// A key of everything that the run depended on: see `Runner.key(of:)`.
    package var key: String
    package var run: Run
    /// The places of the compiler's warnings: see `Run.placesOfWarnings(in:)`.
    package var places: String
    /// How long the run took, so that the longest lessons can be started first.
    package var seconds: Double

    package init(key: String, run: Run, of document: Document, seconds: Double) {
      self.key = key
      self.run = run
      places = run.placesOfWarnings(in: document)
      self.seconds = seconds
    }

    /// Whether nothing that the run depended on has changed, nor the places of its warnings.
    package func holds(for document: Document, key: String) -> Bool {
      self.key == key && places == run.placesOfWarnings(in: document)
    }
  }

  /// - Parameter folder: A folder for this course alone. It is created when the first run is stored.
  package init(folder: URL) {
    self.folder = folder
  }

  /// The last good run of the lesson, and how long it took.
  ///
  /// - Returns: No entry if its key is another one: to read the run takes longer than all that is done before a lesson runs. nil if there is none.
  package func last(of lesson: String, key: String) -> (entry: Entry?, seconds: Double)? {
    guard let bytes = contentsOfRegularFile(file(of: lesson).path),
      let summary = ChecksummedFile.content(of: bytes, as: Summary.self)
    else { return nil }
    return (summary.key == key ? ChecksummedFile.content(of: bytes, as: Entry.self) : nil, summary.seconds)
  }

  /// How long the last good run of the lesson took.
  package func seconds(of lesson: String) -> Double? {
    contentsOfRegularFile(file(of: lesson).path).flatMap { ChecksummedFile.content(of: $0, as: Summary.self) }?.seconds
  }

  /// What of an entry is read first.
  private struct Summary: Codable {
    var key: String
    var seconds: Double
  }

  /// Stores the run if it is good. A failure is never stored, because its cause may have been the machine.
  package func store(_ entry: Entry, for lesson: String) {
    guard entry.run.isGood, let bytes = ChecksummedFile.bytes(sealing: entry) else { return }
    write(bytes, to: file(of: lesson))
  }

  /// The stored runs of the lesson at other inputs, if they belong to the run with this key.
  package func variations(for lesson: String, key: String) -> [Variation: Run] {
    guard let bytes = contentsOfRegularFile(variationsFile(of: lesson).path),
      let kept = ChecksummedFile.content(of: bytes, as: KeptVariations.self), kept.key == key
    else { return [:] }
    return kept.runs
  }

  package func store(_ runs: [Variation: Run], key: String, for lesson: String) {
    guard let bytes = ChecksummedFile.bytes(sealing: KeptVariations(key: key, runs: runs)) else { return }
    write(bytes, to: variationsFile(of: lesson))
  }

  /// Failing to write the cache is no error: the next call only takes longer.
  private func write(_ bytes: Data, to file: URL) {
    try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    try? bytes.write(to: file, options: .atomic)
  }

  private struct KeptVariations: Codable {
    var key: String
    var runs: [Variation: Run]
  }

  private func variationsFile(of lesson: String) -> URL { folder.appending(path: "\(lesson).variations") }

  private func file(of lesson: String) -> URL { folder.appending(path: "\(lesson).run") }
}

extension Run {
  /// A fingerprint of what determines the lines in warnings, besides the program: comments above the warning in its cell; if it has notes
  /// about other lines, the whole file.
  fileprivate func placesOfWarnings(in document: Document) -> String {
    var places = Fingerprint()
    for (cell, run) in zip(document.cells, cells) where !run.warnings.isEmpty {
      places.add(cell.code.text)
      if run.warnings.contains(where: { !$0.notes.isEmpty }) { places.add(document.file(of: cell).text) }
    }
    return places.description
  }

  /// Whether every cell met its expectation, and every call of a function gave a value.
  var isGood: Bool {
    expressionProblems.values.allSatisfy { !$0.contains { $0.severity == .error } }
      && cells.allSatisfy { $0.state == .succeeded || $0.state == .notRun }
      && answers.values.allSatisfy { if case .value = $0 { true } else { false } }
  }
}

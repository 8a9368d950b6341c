import CellAnalysis
import CellOutputs
import Diagnostics
import Foundation
import LessonDocument

/// The last good run of each lesson, kept from one call to the next: one file a lesson, which anybody may delete.
///
/// Only a file that is whole, and of a run with the same key, is used; anything else is as if it weren't there. So a damaged file, one
/// of another version or two builds that write at the same time can cost time, and nothing else.
package struct RunCache: Sendable {
  private let folder: URL

  package struct Entry: Codable, Sendable {
    /// What the run depended on: see `Runner.key(of:)`.
    package var key: String
    package var run: Run
    /// Where what the compiler warned of stands: see `Run.placesOfWarnings(in:)`.
    package var places: String
    /// How long it took, so that the longest lessons can begin first.
    package var seconds: Double

    package init(key: String, run: Run, of document: Document, seconds: Double) {
      self.key = key
      self.run = run
      places = run.placesOfWarnings(in: document)
      self.seconds = seconds
    }

    /// Whether nothing has changed that the run depended on, nor where its warnings stand.
    package func holds(for document: Document, key: String) -> Bool {
      self.key == key && places == run.placesOfWarnings(in: document)
    }
  }

  /// - Parameter folder: A folder for this course alone; it is made when the first run is kept.
  package init(folder: URL) {
    self.folder = folder
  }

  /// The last good run of the lesson, whatever it depended on.
  package func entry(for lesson: String) -> Entry? {
    guard let bytes = contentsOfRegularFile(file(of: lesson).path) else { return nil }
    return ChecksummedFile.content(of: bytes, as: Entry.self)
  }

  /// Keeps the run, if it is good. A failure is never kept: it might have been the machine's, and is looked for again.
  package func store(_ entry: Entry, for lesson: String) {
    guard entry.run.isGood, let bytes = ChecksummedFile.bytes(sealing: entry) else { return }
    write(bytes, to: file(of: lesson))
  }

  /// The runs of the lesson at other inputs, if they are of the run with this key.
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

  /// A cache that can't be written is no error: it only makes the next call slower.
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
  /// What the places of warnings depend on beyond the program: comments above one in its cell, and all lines above one that names another.
  fileprivate func placesOfWarnings(in document: Document) -> String {
    var places = Fingerprint()
    for (cell, run) in zip(document.cells, cells) where !run.warnings.isEmpty {
      places.add(cell.code.text)
      if run.warnings.contains(where: { !$0.notes.isEmpty }) { places.add(document.file.text) }
    }
    return places.description
  }

  /// Whether every cell did what it should, and every function that was asked gave a value.
  var isGood: Bool {
    expressionProblems.values.allSatisfy { !$0.contains { $0.severity == .error } }
      && cells.allSatisfy { $0.state == .succeeded || $0.state == .notRun }
      && answers.values.allSatisfy { if case .value = $0 { true } else { false } }
  }
}

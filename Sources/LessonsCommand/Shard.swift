import ArgumentParser
import LessonDocument
import LessonEngine
import LessonRunner

/// A share of a course, for a machine among several: `2/8`.
struct Shard: ExpressibleByArgument, Hashable {
  /// From 1.
  var index: Int
  var count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], (1...JSONReport.Shard.most).contains(count),
      (1...count).contains(index)
    else {
      return nil
    }
    (self.index, self.count) = (index, count)
  }

  /// The lessons of this share, in the order of the course. The shares take about equally long, as far as the times of the last runs tell.
  ///
  /// - Parameter seconds: The time of a lesson's last run; nil if it isn't known.
  func lessons(of lessons: [Document], seconds: (Document) -> Double?) -> [Document] {
    let times = lessons.map(seconds)
    let known = times.compactMap(\.self)
    let usual = known.isEmpty ? 1 : known.reduce(0, +) / Double(known.count)
    // The longest first, each to the share that has least. Equal ones go by name, so that each machine finds the same shares.
    let order = lessons.indices.sorted { (times[$1] ?? usual, lessons[$0].name) < (times[$0] ?? usual, lessons[$1].name) }
    var loads = Array(repeating: 0.0, count: count)
    var own: Set<Int> = []
    for lesson in order {
      let share = loads.indices.min { (loads[$0], $0) < (loads[$1], $1) } ?? 0
      // A lesson that needs no run takes a little time, too.
      loads[share] += max(times[lesson] ?? usual, 0.001)
      if share == index - 1 { own.insert(lesson) }
    }
    return lessons.indices.filter(own.contains).map { lessons[$0] }
  }
}

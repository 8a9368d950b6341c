/// The candidate that the author most probably meant; nil if none is similar.
///
/// A similar name differs in at most a third of its letters (at least one may differ), by insertions, deletions, replacements or swaps of
/// neighbors. A name that differs only in case is the most similar.
/// - Complexity: O(candidates · length²)
package func nearestName(to name: String, among candidates: some Sequence<String>) -> String? {
  let lowercased = name.lowercased()
  let letters = Array(name)
  let limit = max(1, letters.count / 3)
  var best: (name: String, distance: Int)?
  for candidate in candidates where abs(candidate.count - letters.count) <= limit {
    let distance = candidate.lowercased() == lowercased ? 0 : editDistance(letters, Array(candidate))
    guard distance <= limit else { continue }
    // Of two equally similar names, take the first in the alphabet, so that messages are deterministic.
    if best.map({ (distance, candidate) < ($0.distance, $0.name) }) ?? true { best = (candidate, distance) }
  }
  return best?.name
}

/// The optimal string alignment distance: Levenshtein's distance, plus swaps of adjacent characters.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
  var beforePrevious = [Int]()
  var previous = Array(0...b.count)
  for i in a.indices {
    var current = [i + 1]
    for j in b.indices {
      var distance = min(previous[j + 1] + 1, current[j] + 1, previous[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { distance = min(distance, beforePrevious[j - 1] + 1) }
      current.append(distance)
    }
    beforePrevious = previous
    previous = current
  }
  return previous[b.count]
}

/// The help for a name that doesn't exist: `did you mean `softmax`?`; nil if no candidate is similar.
///
/// - Parameter form: Formats the name as the author writes it.
package func suggestion(
  for name: String, among candidates: some Sequence<String>, as form: (String) -> String = { $0 }
) -> String? {
  nearestName(to: name, among: candidates).map { "did you mean `\(form($0))`?" }
}

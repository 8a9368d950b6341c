extension RandomAccessCollection where Index == Int {
  /// The index of the first element for which the predicate is true, found by bisection; the end index if there is none.
  /// The elements must be partitioned: every element for which the predicate is false comes before those for which it is true.
  ///
  /// - Complexity: O(log count)
  @inlinable
  package func partitioningIndex(where belongsInSecondPart: (Element) -> Bool) -> Int {
    var (low, high) = (startIndex, endIndex)
    while low < high {
      let middle = low + (high - low) / 2
      if belongsInSecondPart(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}

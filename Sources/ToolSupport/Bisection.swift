extension RandomAccessCollection where Index == Int {
  /// The index of the first element that belongs to the second part, found by bisection: the elements for which the predicate is false
  /// come before those for which it is true. The end index if it is true for none.
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

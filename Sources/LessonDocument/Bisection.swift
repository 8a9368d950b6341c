extension Array {
  /// The last element whose key is at most `limit`, of elements whose keys ascend.
  /// - Complexity: O(log count)
  func last(withKey key: (Element) -> Int, upTo limit: Int) -> Element? {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if key(self[middle]) <= limit { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? self[low - 1] : nil
  }
}

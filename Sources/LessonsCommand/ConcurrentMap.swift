/// The results of `transform` for each element, in their order, computed on all cores.
func concurrentMap<Element: Sendable, Value: Sendable>(
  _ elements: [Element], _ transform: @escaping @Sendable (Element) -> Value
) async -> [Value] {
  await withTaskGroup(of: (Int, Value).self) { group in
    for (index, element) in elements.enumerated() {
      group.addTask { (index, transform(element)) }
    }
    var values = [Value?](repeating: nil, count: elements.count)
    for await (index, value) in group { values[index] = value }
    return values.compactMap { $0 }
  }
}

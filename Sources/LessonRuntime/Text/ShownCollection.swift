/// A collection that is shown in brackets, with its elements in an order that is the same in every run.
protocol ShownCollection {
  var elementCount: Int { get }

  /// Whether the predicate is true for each key and each value. It stops at the first for which it is false.
  func areAll(_ predicate: (Any) -> Bool) -> Bool

  /// The elements at these positions in the shown order. `key` is nil except in a dictionary.
  func elements(at places: [Int]) -> [(key: Any?, value: Any)]

  /// The brackets as Swift prints them, `[` and `]` for most collections.
  func brackets(isNested: Bool) -> (opening: String, closing: String)
}

extension ShownCollection where Self: RandomAccessCollection {
  var elementCount: Int { count }

  func areAll(_ predicate: (Any) -> Bool) -> Bool { allSatisfy { predicate($0) } }

  func elements(at places: [Int]) -> [(key: Any?, value: Any)] { places.map { (nil, self[index(startIndex, offsetBy: $0)]) } }
}

extension Array: ShownCollection {
  func brackets(isNested: Bool) -> (opening: String, closing: String) { ("[", "]") }
}

extension ArraySlice: ShownCollection {
  func brackets(isNested: Bool) -> (opening: String, closing: String) { isNested ? ("ArraySlice([", "])") : ("[", "]") }
}

extension ContiguousArray: ShownCollection {
  func brackets(isNested: Bool) -> (opening: String, closing: String) {
    isNested ? ("ContiguousArray([", "])") : ("[", "]")
  }
}

extension Set: ShownCollection {
  var elementCount: Int { count }

  func areAll(_ predicate: (Any) -> Bool) -> Bool { allSatisfy { predicate($0) } }

  func elements(at places: [Int]) -> [(key: Any?, value: Any)] {
    let elements = inShownOrder(Array(self), by: { $0 })
    return places.map { (nil, elements[$0]) }
  }

  func brackets(isNested: Bool) -> (opening: String, closing: String) { isNested ? ("Set([", "])") : ("[", "]") }
}

extension Dictionary: ShownCollection {
  var elementCount: Int { count }

  func areAll(_ predicate: (Any) -> Bool) -> Bool { allSatisfy { predicate($0.key) && predicate($0.value) } }

  func elements(at places: [Int]) -> [(key: Any?, value: Any)] {
    let entries = inShownOrder(Array(self), by: \.key)
    return places.map { (entries[$0].key, entries[$0].value) }
  }

  func brackets(isNested: Bool) -> (opening: String, closing: String) { (isEmpty ? "[:" : "[", "]") }
}

@available(macOS 26, *)
extension InlineArray: ShownCollection {
  var elementCount: Int { count }

  func areAll(_ predicate: (Any) -> Bool) -> Bool { indices.allSatisfy { predicate(self[$0]) } }

  func elements(at places: [Int]) -> [(key: Any?, value: Any)] { places.map { (nil, self[$0]) } }

  func brackets(isNested: Bool) -> (opening: String, closing: String) { ("[", "]") }
}

/// Sorted by size if the keys have one, otherwise by their texts.
private func inShownOrder<Element, Key>(_ elements: [Element], by key: (Element) -> Key) -> [Element] {
  func bySize<Sized: Comparable>(_ type: Sized.Type) -> [Element]? {
    let sized = elements.compactMap { element in (key(element) as? Sized).map { (key: $0, element: element) } }
    guard sized.count == elements.count else { return nil }
    // NaNs can't be ordered among the numbers, so put them last.
    let ordered = sized.filter { $0.key == $0.key }.sorted { $0.key < $1.key }
    return (ordered + sized.filter { $0.key != $0.key }).map(\.element)
  }
  if let type = Key.self as? any Comparable.Type, let sorted = bySize(type) { return sorted }
  return elements.map { (text: ValueText.text(of: key($0), width: .max), element: $0) }
    .sorted { $0.text < $1.text }.map(\.element)
}

import CellOutputs

extension ValueDigest {
  /// The digest of a whole value, including the parts that `ValueText` leaves out.
  init(of value: Any) {
    self.init { digest in
      var room = 1_000_000
      digest.add(value, depth: 0, room: &room)
    }
  }
}

extension ValueDigest.Builder {
  /// The deepest nesting that is visited; deeper recursion would need too much stack.
  private static var deepest: Int { 1000 }

  /// - Parameter room: The number of parts that may still be visited by reflection, which takes a microsecond each. Numbers in arrays are
  ///   all visited.
  fileprivate mutating func add(_ value: Any, depth: Int, room: inout Int) {
    room -= 1
    guard room >= 0, depth < Self.deepest else { return }
    if let numbers = value as? any DigestedNumbers {
      numbers.add(to: &self)
      return
    }
    switch Form(of: value) {
    case .text(let text): add(text(true).replacing("-nan", with: "nan").redacted)
    case .displayed(let displayed):
      let value = displayed()
      add(value.digest?.text ?? value.text)
    case .collection(let collection):
      add(UInt64(collection.elementCount))
      for (key, value) in collection.elements(at: Array(0..<collection.elementCount)) {
        if let key { add(key, depth: depth + 1, room: &room) }
        add(value, depth: depth + 1, room: &room)
      }
    case .parts(let name, let parts, _):
      add(name)
      for part in parts {
        add(part.label ?? "")
        add(part.value, depth: depth + 1, room: &room)
      }
    }
  }
}

/// Numbers, and arrays of them in any nesting. They are visited one by one, without reflection.
private protocol DigestedNumbers {
  func add(to digest: inout ValueDigest.Builder)
}

extension Array: DigestedNumbers where Element: DigestedNumbers {
  func add(to digest: inout ValueDigest.Builder) {
    digest.add(UInt64(count))
    for element in self { element.add(to: &digest) }
  }
}

extension Float: DigestedNumbers {
  func add(to digest: inout ValueDigest.Builder) { digest.add(Double(self)) }
}

extension Double: DigestedNumbers {
  func add(to digest: inout ValueDigest.Builder) { digest.add(self) }
}

extension FixedWidthInteger where Self: DigestedNumbers {
  fileprivate func add(to digest: inout ValueDigest.Builder) { digest.add(UInt64(truncatingIfNeeded: self)) }
}

extension Int: DigestedNumbers {}
extension Int32: DigestedNumbers {}
extension Int64: DigestedNumbers {}
extension UInt8: DigestedNumbers {}
extension UInt64: DigestedNumbers {}

import CellOutputs

/// How a cell shows a value without a notation of its own: like Swift's `description`, except that
///
/// - sets and dictionaries are in the order of their elements and keys, because Swift's order is random,
/// - types are without their module's name, as an author writes them,
/// - parts that are `Displayable` have the text that their type defines,
/// - text wider than a page is broken over lines,
/// - long collections are without their middle, as tensors are.
struct ValueText {
  /// The largest number of elements and parts, nested ones included, that is shown in full. A larger value has its collections shortened.
  static let mostElements = 1000
  /// The number of elements that a shortened collection shows at each end, if it is longer than `longestWhole`.
  private static let edge = 3
  private static let longestWhole = 12
  /// The deepest nesting that is shown. Otherwise a linked list would be shown to its end.
  private static let deepest = 16

  private let isShortened: Bool
  /// The number of parts that may still be shown.
  private var room = 10 * mostElements
  /// Whether nothing has been left out so far.
  private var isWhole = true

  static func text(of value: Any, width: Int = TextLayout.width) -> String { shown(value, width: width).text }

  static func shown(_ value: Any, width: Int = TextLayout.width) -> (text: String, isWhole: Bool) {
    var writer = Self(isShortened: isLarge(value))
    let text = writer.layout(of: value, depth: 0).text(width: width)
    return (text, writer.isWhole)
  }

  /// Whether some elements are left out.
  static func isLarge(_ value: Any) -> Bool {
    var room = mostElements
    return !fits(value, in: &room)
  }

  private init(isShortened: Bool) { self.isShortened = isShortened }

  private static func fits(_ value: Any, in room: inout Int) -> Bool {
    switch Form(of: value) {
    case .text, .displayed: return true
    case .collection(let collection):
      room -= collection.elementCount
      return room >= 0 && collection.areAll { fits($0, in: &room) }
    case .parts(_, let parts, _):
      room -= parts.count
      return room >= 0 && parts.allSatisfy { fits($0.value, in: &room) }
    }
  }

  private mutating func layout(of value: Any, depth: Int) -> TextLayout {
    room -= 1
    guard room >= 0, depth < Self.deepest else { return elision }
    switch Form(of: value) {
    case .text(let text): return .leaf(text(depth > 0))
    case .displayed(let displayed):
      let value = displayed()
      if value.digest != nil { isWhole = false }
      return .leaf(value.text)
    case .collection(let collection): return layout(of: collection, depth: depth)
    case .parts(let name, let parts, let style):
      let items = parts.map { part in
        let inner = layout(of: part.value, depth: depth + 1)
        return part.label.map { .labeled("\($0): ", inner) } ?? inner
      }
      return .group(opening: "\(name)(", items, closing: ")", style: style)
    }
  }

  /// A mark in place of parts that are left out.
  private var elision: TextLayout {
    mutating get {
      isWhole = false
      return .leaf("…")
    }
  }

  private mutating func layout(of collection: any ShownCollection, depth: Int) -> TextLayout {
    let count = collection.elementCount
    let isCut = isShortened && count > Self.longestWhole
    let places = isCut ? Array(0..<Self.edge) + Array(count - Self.edge..<count) : Array(0..<count)
    var items = collection.elements(at: places).map { element -> TextLayout in
      let key = element.key.map { layout(of: $0, depth: depth + 1).text(width: .max) + ": " }
      let value = layout(of: element.value, depth: depth + 1)
      return key.map { .labeled($0, value) } ?? value
    }
    if isCut { items.insert(elision, at: Self.edge) }
    let (opening, closing) = collection.brackets(isNested: depth > 0)
    return .group(opening: opening, items, closing: closing, style: .hanging)
  }
}

/// The kind of a value, which determines its text.
enum Form {
  /// A value without parts. Its text may differ inside other values.
  case text((_ isNested: Bool) -> String)
  /// A value whose type defines how it is shown.
  case displayed(() -> DisplayedValue)
  case collection(any ShownCollection)
  case parts(name: String, [(label: String?, value: Any)], TextLayout.Style)

  init(of value: Any) {
    let mirror = Mirror(reflecting: value)
    // Test this first, because casts see through optionals.
    if mirror.displayStyle == .optional {
      self = mirror.children.first.map { .parts(name: "Optional", [(nil, $0.value)], .hanging) } ?? .text { _ in "nil" }
      return
    }
    if let value = value as? any Displayable {
      self = .displayed { value.displayed(asType: "") }
      return
    }
    if let collection = value as? any ShownCollection {
      self = .collection(collection)
      return
    }
    if let type = value as? any Any.Type {
      self = .text { _ in typeName(of: type) }
      return
    }
    let hasOwnText =
      value is any CustomStringConvertible || value is any CustomDebugStringConvertible || value is any TextOutputStreamable
    guard !hasOwnText else {
      self = .text { $0 ? String(reflecting: value) : String(describing: value) }
      return
    }
    let name = typeName(of: Swift.type(of: value))
    switch mirror.displayStyle {
    // A mirror without a style comes from a type that customizes its parts, but not its kind.
    case .struct?,
      nil where !mirror.children.isEmpty:
      self = .parts(name: name, mirror.children.map { ($0.label, $0.value) }, .indented)
    case .tuple? where !mirror.children.isEmpty:
      self = .parts(name: "", Self.parts(ofTuple: mirror), .hanging)
    case .enum?:
      // An enumeration case with associated values has one child: the value, or a tuple of them.
      guard let child = mirror.children.first, let name = child.label else {
        self = .text { _ in String(describing: value) }
        return
      }
      let values = Mirror(reflecting: child.value)
      self = .parts(
        name: name, values.displayStyle == .tuple ? Self.parts(ofTuple: values) : [(nil, child.value)], .indented)
    case .class?, .collection?, .set?, .dictionary?: self = .text { _ in name }
    default: self = .text { _ in String(describing: value) }
    }
  }

  // Swift labels a part without a name `.0`.
  private static func parts(ofTuple mirror: Mirror) -> [(label: String?, value: Any)] {
    mirror.children.map { ($0.label.flatMap { $0.hasPrefix(".") ? nil : $0 }, $0.value) }
  }
}

/// Nodes side by side, with TeX's space between them.
extension MathMLWriter {
  typealias AtomClass = SyntaxTree.AtomClass

  /// The nodes as one element: itself, or a row.
  func row(_ nodes: [Node], _ style: Style) -> MathMLElement {
    let items = items(nodes, style)
    if items.count == 1, items[0].wrappers.isEmpty { return element(items[0].node, items[0].style) }
    return MathMLElement("mrow", content(of: items, after: nil))
  }

  /// The nodes without an element around them. A cell of an alignment goes on `after` what stands left of it.
  func rowContent(_ nodes: [Node], _ style: Style, after previous: AtomClass? = nil) -> String {
    content(of: items(nodes, style), after: previous)
  }

  private func content(of items: [Item], after previous: AtomClass?) -> String {
    let spaces = spaces(of: items, after: previous)
    var out = ""
    var open: [Wrapper] = []
    for (item, space) in zip(items, spaces) {
      let common = zip(open, item.wrappers).prefix { $0.id == $1.id }.count
      out += closingTags(open[common...])
      if space.before != 0 { out += MathMLElement.space(em: Double(space.before) / 18).markup }
      for wrapper in item.wrappers[common...] { out += wrapper.element.openingTag }
      open = item.wrappers
      out += element(item.node, item.style, space: space.about).markup
      if let gap = space.application {
        let attributes = gap == 0 ? [] : [("rspace", length(Double(gap) / 18))]
        out += MathMLElement("mo", attributes, text: "\u{2061}").markup
      }
    }
    return out + closingTags(open[...])
  }

  private func closingTags(_ wrappers: ArraySlice<Wrapper>) -> String {
    wrappers.reversed().map { "</\($0.element.name)>" }.joined()
  }
}

// MARK: Items

extension MathMLWriter {
  /// A node of a row. Colors and sizes are no longer nodes but wrappers, because TeX sees through them when it spaces:
  /// the plus in `a \textcolor{red}{+} b` is still a binary operator.
  private struct Item {
    var node: Node
    var style: Style
    var wrappers: [Wrapper]
  }

  private struct Wrapper {
    /// Neighbors with the same wrapper share one element.
    var id: Range<Int>
    /// Without its content.
    var element: MathMLElement
  }

  private func items(_ nodes: [Node], _ style: Style, in outer: [Wrapper] = []) -> [Item] {
    var items: [Item] = []
    var name: (end: Int, wrapper: Wrapper)?
    for (index, node) in nodes.enumerated() {
      if let current = name, node.range.lowerBound >= current.end { name = nil }
      if name == nil, let found = symbols.name(spanning: nodes[index...]) {
        let element = MathMLElement("mrow", Self.symbolAttributes(found.symbol), "")
        let wrapper = Wrapper(id: found.range, element: element)
        name = (found.range.upperBound, wrapper)
      }
      let wrappers = outer + (name.map { [$0.wrapper] } ?? [])
      switch node.kind {
      case .colored(let color, let inner, _):
        let wrapper = Wrapper(id: node.range, element: MathMLElement("mstyle", [("mathcolor", color)], ""))
        items += self.items(inner, style, in: wrappers + [wrapper])
      case .sized(let size, let inner):
        let (attributes, innerStyle) = sized(size, style)
        let wrapper = Wrapper(id: node.range, element: MathMLElement("mstyle", attributes, ""))
        items += self.items(inner, innerStyle, in: wrappers + [wrapper])
      default:
        items.append(Item(node: node, style: style, wrappers: wrappers))
      }
    }
    return items
  }

  private func sized(_ size: SyntaxTree.SizeStyle, _ style: Style) -> ([(name: String, value: String)], Style) {
    switch size {
    case .display: ([("displaystyle", "true"), ("scriptlevel", "0")], style.with(.display))
    case .text: ([("displaystyle", "false"), ("scriptlevel", "0")], style.with(.text))
    case .script: ([("displaystyle", "false"), ("scriptlevel", "1")], style.with(Style.Size.script))
    case .scriptscript: ([("displaystyle", "false"), ("scriptlevel", "2")], style.with(.scriptscript))
    case .small: ([("mathsize", "85%")], style)
    case .large: ([("mathsize", "120%")], style)
    }
  }
}

// MARK: Spaces

extension MathMLWriter {
  private struct ItemSpace {
    /// In front of the item, where no operator can carry it; in eighteenths of an em.
    var before = 0
    /// What the item's own operator leaves.
    var about = OperatorSpace.none
    /// Behind the invisible sign that applies a function to what follows; nil if nothing is applied.
    var application: Int?
  }

  private func spaces(of items: [Item], after previous: AtomClass?) -> [ItemSpace] {
    var spaces = Array(repeating: ItemSpace(), count: items.count)
    let atoms = items.indices.filter { atomClass(of: items[$0].node) != nil }
    let classes = AtomSpacing.resolvingBinaries(
      atoms.compactMap { atomClass(of: items[$0].node) }, after: previous)

    if let previous, let first = atoms.first {
      let gap = AtomSpacing.between(previous, classes[0], inScript: items[first].style.isInScript)
      if isOperator(items[first]) { spaces[first].about.left = gap } else { spaces[first].before = gap }
    }
    for (position, (left, right)) in zip(atoms, atoms.dropFirst()).enumerated() {
      let (leftClass, rightClass) = (classes[position], classes[position + 1])
      let gap = AtomSpacing.between(leftClass, rightClass, inScript: items[left].style.isInScript)
      if isFunction(items[left].node), [.ordinary, .bigOperator, .open, .inner].contains(rightClass) {
        spaces[left].application = gap
      } else if gap == 0 {
        continue
      } else if isOperator(items[left]), leftClass != .close || !isOperator(items[right]) {
        spaces[left].about.right = gap
      } else if isOperator(items[right]) {
        spaces[right].about.left = gap
      } else {
        spaces[right].before = gap
      }
    }
    for index in items.indices.dropFirst().dropLast() {
      spaces[index].about.isInfix = (index - 1...index + 1).allSatisfy { neighbor in
        !isSpaceLike(items[neighbor].node) && items[neighbor].wrappers.map(\.id) == items[index].wrappers.map(\.id)
      }
    }
    return spaces
  }

  /// The class by which TeX spaces a node, or nil for what it does not see: spaces.
  private func atomClass(of node: Node) -> AtomClass? {
    switch node.kind {
    case .space: nil
    case .sign(let sign): sign.command.hasPrefix("\\middle") ? .open : sign.atomClass
    case .bigDelimiter(let sign, _): sign.atomClass
    case .function, .brace: .bigOperator
    case .fenced: .inner
    case .table(let table): Self.fences[table.environment] == nil ? .ordinary : .inner
    case .scripts(let base?, _, _, _, _): atomClass(of: base) ?? .ordinary
    case .stack(let base, _, _), .negated(let base), .phantom(let base), .ornamented(_, let base): atomClass(of: base) ?? .ordinary
    case .classed(let atomClass, _): atomClass
    case .letter, .number, .text, .group, .scripts, .fraction, .root, .accent, .styled, .colored, .sized, .boxed, .highlighted, .rule, .tag,
      .link,
      .choice:
      .ordinary
    }
  }

  /// Whether the item is an `<mo>`, bare or with scripts beside it, that carries its own space. What has something
  /// above or below may be wider than its `<mo>`, and is spaced from outside.
  private func isOperator(_ item: Item) -> Bool {
    switch item.node.kind {
    case .sign(let sign): Self.isOperator(sign) && !sign.command.hasPrefix("\\middle")
    case .bigDelimiter: true
    case .negated(let inner): isOperator(Item(node: inner, style: item.style, wrappers: []))
    case .scripts(let base?, _, _, _, let placement):
      if case .sign(let sign) = base.kind {
        Self.isOperator(sign) && !standAsLimits(base, placement, item.style)
      } else {
        false
      }
    default: false
    }
  }

  private func isFunction(_ node: Node) -> Bool {
    switch node.kind {
    case .function: true
    case .scripts(let base?, _, _, _, _): isFunction(base)
    default: false
    }
  }

  /// Whether MathML ignores the element when it looks for the first operator of a row.
  private func isSpaceLike(_ node: Node) -> Bool {
    switch node.kind {
    case .space, .text, .phantom, .tag: true
    default: false
    }
  }
}

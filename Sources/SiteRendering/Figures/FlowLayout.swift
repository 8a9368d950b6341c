import CellOutputs

/// Where the boxes of a flow diagram stand, and which way its arrows take: in layers, from the top down, so that every arrow leads downwards.
///
/// The usual four steps: each node gets a layer; arrows that pass a layer get a bend in it; the nodes of each layer are ordered so that few
/// arrows cross; and each node moves as near to its neighbors as the others in its layer let it. The label of an arrow is a node like
/// others, so that nothing ever lies on it. Groups stand side by side, each in a lane of its own.
struct FlowLayout {
  struct Node {
    enum Kind: Hashable {
      case box(Int)
      case label(String)
      /// Where an arrow passes a layer.
      case bend
    }

    var kind: Kind
    var width: Double
    var height: Double
    /// The lane it must stand in; between two lanes for what leads from one to the other.
    var lane: Double
    var layer = 0
    /// Its center.
    var x = 0.0
    /// Its upper edge.
    var y = 0.0

    var left: Double { x - width / 2 }
    var right: Double { x + width / 2 }
    var isBend: Bool { kind == .bend }
  }

  /// From node to node, through the bends.
  struct Way {
    var nodes: [Int]
    var hasHead: Bool
  }

  struct Frame {
    var name: String
    /// Where its name begins.
    var nameX: Double
    /// The first layer within it.
    var layer: Int
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double
  }

  private(set) var nodes: [Node] = []
  private(set) var ways: [Way] = []
  private(set) var frames: [Frame] = []
  private(set) var width = 0.0
  private(set) var height = 0.0

  private let diagram: FlowDiagram
  /// The nodes of each layer, from left to right.
  private var layers: [[Int]] = []

  private static let gap = (across: 14.0, down: 30.0)
  private static let framePadding = 12.0
  private static let frameHead = 22.0

  init(_ diagram: FlowDiagram) {
    self.diagram = diagram
    addNodes()
    assignLayers()
    addBends()
    order()
    placeAcross()
    separateLanes()
    placeDown()
    addFrames()
    moveToOrigin()
  }
}

// MARK: - Nodes

extension FlowLayout {
  static let (nameScale, lineHeight) = (1.16, 17.0)

  private mutating func addNodes() {
    let groups = groupNames
    let middle = Double(max(groups.count - 1, 0)) / 2
    for (index, box) in diagram.boxes.enumerated() {
      let texts = [
        TypesetText(box.name).width * Self.nameScale, box.isShapeWritten ? TypesetText(box.shapeText).width : 0,
        Double(box.columns) * FlowDiagram.Box.columnWidth - 8,
      ]
      nodes.append(
        Node(
          kind: .box(index), width: max((texts.max() ?? 0) + 20, 44),
          height: box.values != nil ? 32 + Double(box.rows) * Self.lineHeight : box.shape == nil ? 32 : 48,
          lane: groups.firstIndex(of: box.group).map(Double.init) ?? middle))
    }
    // One label serves all arrows that end, or else begin, at the same box.
    var labels: [String: Int] = [:]
    func shared(_ keep: (FlowDiagram.Arrow) -> Bool) -> Bool { diagram.arrows.count(where: keep) > 1 }
    for arrow in diagram.arrows {
      guard !arrow.label.isEmpty else {
        ways.append(Way(nodes: [arrow.from, arrow.to], hasHead: true))
        continue
      }
      let meets = shared { $0.to == arrow.to && $0.label == arrow.label }
      let parts = !meets && shared { $0.from == arrow.from && $0.label == arrow.label }
      let key = "\(meets ? -1 : arrow.from) \(parts ? -1 : arrow.to) \(arrow.label)"
      let label = labels[key] ?? nodes.count
      if label == nodes.count {
        nodes.append(
          Node(
            kind: .label(arrow.label), width: TypesetText(arrow.label).width + 6, height: Self.lineHeight,
            lane: (nodes[arrow.from].lane + nodes[arrow.to].lane) / 2))
        labels[key] = label
      }
      for way in [Way(nodes: [arrow.from, label], hasHead: false), Way(nodes: [label, arrow.to], hasHead: true)]
      where !ways.contains(where: { $0.nodes == way.nodes }) {
        ways.append(way)
      }
    }
  }

  private var groupNames: [String] {
    diagram.boxes.reduce(into: []) { if !$1.group.isEmpty, !$0.contains($1.group) { $0.append($1.group) } }
  }

  /// Each node below all that lead to it, and no further down than that; but what nothing leads to stands just above what it leads to.
  private mutating func assignLayers() {
    for _ in nodes.indices {
      for way in ways { nodes[way.nodes[1]].layer = max(nodes[way.nodes[1]].layer, nodes[way.nodes[0]].layer + 1) }
    }
    for index in nodes.indices where !ways.contains(where: { $0.nodes[1] == index }) {
      nodes[index].layer = ways.filter { $0.nodes[0] == index }.map { nodes[$0.nodes[1]].layer - 1 }.min() ?? 0
    }
  }

  private mutating func addBends() {
    for index in ways.indices {
      let (from, to) = (ways[index].nodes[0], ways[index].nodes[1])
      for layer in nodes[from].layer + 1..<max(nodes[to].layer, nodes[from].layer + 1) {
        var bend = Node(kind: .bend, width: 6, height: 0, lane: (nodes[from].lane + nodes[to].lane) / 2)
        bend.layer = layer
        ways[index].nodes.insert(nodes.count, at: ways[index].nodes.count - 1)
        nodes.append(bend)
      }
    }
    layers = Array(repeating: [], count: (nodes.map(\.layer).max() ?? -1) + 1)
    for index in nodes.indices { layers[nodes[index].layer].append(index) }
  }

  /// The nodes that ways lead to from each node, and those they come from.
  private var neighbors: (below: [[Int]], above: [[Int]]) {
    var below = Array(repeating: [Int](), count: nodes.count)
    var above = below
    for way in ways {
      for (a, b) in zip(way.nodes, way.nodes.dropFirst()) {
        below[a].append(b)
        above[b].append(a)
      }
    }
    return (below, above)
  }
}

// MARK: - Order

extension FlowLayout {
  /// Sweeps down and up, each layer ordered by the mean place of its neighbors; the order with the fewest crossings stays.
  private mutating func order() {
    let (below, above) = neighbors
    for layer in layers.indices { layers[layer].sort { (nodes[$0].lane, $0) < (nodes[$1].lane, $1) } }
    var (best, fewest) = (layers, crossings)
    for sweep in 0..<12 where fewest > 0 {
      let isDown = sweep.isMultiple(of: 2)
      for layer in isDown ? Array(layers.indices.dropFirst()) : layers.indices.dropLast().reversed() {
        let fixed = layers[isDown ? layer - 1 : layer + 1]
        let places = Dictionary(uniqueKeysWithValues: fixed.enumerated().map { ($1, Double($0) / Double(max(fixed.count - 1, 1))) })
        let keyed = layers[layer].enumerated().map { place, node -> (lane: Double, mean: Double, place: Int, node: Int) in
          let near = (isDown ? above : below)[node].compactMap { places[$0] }
          let own = Double(place) / Double(max(layers[layer].count - 1, 1))
          return (nodes[node].lane, near.isEmpty ? own : near.reduce(0, +) / Double(near.count), place, node)
        }
        layers[layer] = keyed.sorted { ($0.lane, $0.mean, $0.place) < ($1.lane, $1.mean, $1.place) }.map(\.node)
      }
      if crossings < fewest { (best, fewest) = (layers, crossings) }
    }
    layers = best
  }

  private var crossings: Int {
    let below = neighbors.below
    var count = 0
    for (upper, lower) in zip(layers, layers.dropFirst()) {
      let places = Dictionary(uniqueKeysWithValues: lower.enumerated().map { ($1, $0) })
      let ends = upper.flatMap { below[$0].compactMap { places[$0] }.sorted() }
      for (index, end) in ends.enumerated() { count += ends[(index + 1)...].count { $0 < end } }
    }
    return count
  }
}

// MARK: - Places

extension FlowLayout {
  private func distance(_ a: Int, _ b: Int) -> Double {
    (nodes[a].width + nodes[b].width) / 2 + (nodes[a].isBend && nodes[b].isBend ? 6 : Self.gap.across)
  }

  private mutating func placeAcross() {
    let (below, above) = neighbors
    for layer in layers {
      var x = 0.0
      for (index, node) in layer.enumerated() {
        if index > 0 { x += distance(layer[index - 1], node) }
        nodes[node].x = x
      }
      for node in layer { nodes[node].x -= x / 2 }
    }
    for sweep in 0..<40 {
      for layer in sweep.isMultiple(of: 2) ? layers : layers.reversed() {
        let wanted = layer.map { node -> Double in
          let near = above[node] + below[node]
          // An arrow is straight before it is short: bends follow bends.
          let straight = near.filter { nodes[node].isBend && nodes[$0].isBend }
          let used = straight.isEmpty ? near : straight + near
          return used.isEmpty ? nodes[node].x : used.map { nodes[$0].x }.reduce(0, +) / Double(used.count)
        }
        settle(layer, wanted)
      }
    }
  }

  /// Moves the nodes of a layer as near to where they would be as their order and distances allow: neighbors that would overlap become one
  /// block, which moves to the mean of what its nodes want.
  private mutating func settle(_ layer: [Int], _ wanted: [Double]) {
    var blocks: [(sum: Double, count: Double, nodes: [(node: Int, offset: Double)])] = []
    var offset = 0.0
    for (index, node) in layer.enumerated() {
      if index > 0 { offset += distance(layer[index - 1], node) }
      blocks.append((wanted[index] - offset, 1, [(node, offset)]))
      while blocks.count > 1 {
        let (upper, lower) = (blocks[blocks.count - 1], blocks[blocks.count - 2])
        guard upper.sum / upper.count < lower.sum / lower.count else { break }
        blocks.removeLast(2)
        blocks.append((lower.sum + upper.sum, lower.count + upper.count, lower.nodes + upper.nodes))
      }
    }
    for block in blocks { for (node, offset) in block.nodes { nodes[node].x = block.sum / block.count + offset } }
  }

  /// Moves whole lanes apart, so that their frames don't touch, and then what belongs to no group between its neighbors.
  private mutating func separateLanes() {
    let groups = groupNames
    guard !groups.isEmpty else { return }
    func isFree(_ node: Int) -> Bool {
      if case .box(let box) = nodes[node].kind { diagram.boxes[box].group.isEmpty } else { false }
    }
    var edge: Double?
    for lane in Set(nodes.map(\.lane)).sorted() {
      let own = nodes.indices.filter { nodes[$0].lane == lane && !isFree($0) }
      guard var left = own.map({ nodes[$0].left }).min(), var right = own.map({ nodes[$0].right }).max() else { continue }
      if lane == lane.rounded(), groups.indices.contains(Int(lane)) {
        let sides = sides(ofFrame: groups[Int(lane)], lane: lane)
        (left, right) = (min(sides.left, left - Self.framePadding), max(sides.right, right + Self.framePadding))
      }
      let shift = edge.map { max($0 + Self.gap.across - left, 0) } ?? 0
      for node in own { nodes[node].x += shift }
      edge = right + shift
    }
    let (below, above) = neighbors
    for layer in layers where layer.contains(where: isFree) {
      let wanted = layer.map { node -> Double in
        let near = above[node] + below[node]
        return isFree(node) && !near.isEmpty ? near.map { nodes[$0].x }.reduce(0, +) / Double(near.count) : nodes[node].x
      }
      settle(layer, wanted)
    }
  }

  private mutating func placeDown() {
    var y = 0.0
    for (index, layer) in layers.enumerated() {
      let groups = Set(layer.compactMap(group))
      let earlier = Set(layers[..<index].joined().compactMap(group))
      let later = Set(layers[(index + 1)...].joined().compactMap(group))
      if !groups.subtracting(earlier).isEmpty { y += Self.frameHead }
      let height = layer.map { nodes[$0].height }.max() ?? 0
      for node in layer {
        if nodes[node].isBend { nodes[node].height = height }
        nodes[node].y = y + (height - nodes[node].height) / 2
      }
      let isBesideLabels = ([layer] + (index + 1 < layers.count ? [layers[index + 1]] : [])).contains { layer in
        layer.allSatisfy { if case .box = nodes[$0].kind { false } else { true } }
      }
      y += height + (isBesideLabels ? Self.gap.down * 0.6 : Self.gap.down)
      if !groups.subtracting(later).isEmpty { y += Self.framePadding }
    }
  }

  private func group(of node: Int) -> String? {
    guard case .box(let box) = nodes[node].kind, !diagram.boxes[box].group.isEmpty else { return nil }
    return diagram.boxes[box].group
  }

  private mutating func addFrames() {
    for (lane, name) in groupNames.enumerated() {
      let own = nodes.indices.filter { group(of: $0) == name }.map { nodes[$0] }
      let sides = sides(ofFrame: name, lane: Double(lane))
      frames.append(
        Frame(
          name: name, nameX: sides.nameX, layer: own.map(\.layer).min() ?? 0, left: sides.left,
          top: (own.map(\.y).min() ?? 0) - Self.frameHead, right: sides.right,
          bottom: (own.map { $0.y + $0.height }.max() ?? 0) + Self.framePadding))
    }
  }

  /// How far a frame reaches to both sides, and where its name begins: at the left of all arrows that come from above, or at their right, so
  /// that none runs through it. Where neither side has room, the frame becomes wider on the one that lacks less.
  private func sides(ofFrame name: String, lane: Double) -> (left: Double, right: Double, nameX: Double) {
    let boxes = nodes.indices.filter { group(of: $0) == name }
    let first = boxes.map { nodes[$0].layer }.min() ?? 0
    let last = boxes.map { nodes[$0].layer }.max() ?? 0
    // An arrow that passes beside the group's boxes is within their frame, too.
    let passing = ways.filter { boxes.contains($0.nodes[0]) || boxes.contains($0.nodes[$0.nodes.count - 1]) }.flatMap(\.nodes)
      .filter { nodes[$0].isBend && nodes[$0].lane == lane && (first...last).contains(nodes[$0].layer) }
    let own = boxes + passing
    let left = (own.map { nodes[$0].left }.min() ?? 0) - Self.framePadding
    let right = (own.map { nodes[$0].right }.max() ?? 0) + Self.framePadding
    let ends = own.filter { nodes[$0].layer == first }.flatMap { node in
      ways.indices.filter { ways[$0].nodes.dropFirst().contains(node) }.map { way in
        ways[way].nodes.last == node ? port(of: way, at: node, isEnd: true) : nodes[node].x
      }
    }
    let width = TypesetText(name).width
    guard let leftmost = ends.min(), let rightmost = ends.max() else { return (left, max(right, left + width + 16), left + 8) }
    let lack = (left: left + width + 16 - leftmost, right: rightmost + width + 16 - right)
    return lack.left <= max(lack.right, 0)
      ? (left - max(lack.left, 0), right, left - max(lack.left, 0) + 8)
      : (left, right + max(lack.right, 0), right + max(lack.right, 0) - width - 8)
  }

  /// Where a way begins or ends at a node: ways are side by side, in the order in which they come.
  func port(of index: Int, at node: Int, isEnd: Bool) -> Double {
    let all = ways.indices.filter { (isEnd ? ways[$0].nodes.last : ways[$0].nodes.first) == node }
    func other(_ way: Int) -> Double {
      let passed = ways[way].nodes
      return nodes[isEnd ? passed[passed.count - 2] : passed[1]].x
    }
    let sorted = all.sorted { (other($0), $0) < (other($1), $1) }
    if case .label = nodes[node].kind { return nodes[node].x }
    guard let place = sorted.firstIndex(of: index) else { return nodes[node].x }
    let step = min(16, nodes[node].width / Double(all.count + 1))
    return nodes[node].x + (Double(place) - Double(all.count - 1) / 2) * step
  }

  /// Where the ways into a layer have to be above their ends: over the names of the frames that begin there, if one does.
  func edge(above layer: Int) -> Double? { frames.filter { $0.layer == layer }.map(\.top).min() }

  /// So that the picture begins at zero, with room for half a stroke.
  private mutating func moveToOrigin() {
    let left = (nodes.map(\.left) + frames.map(\.left)).min() ?? 0
    let top = (nodes.map(\.y) + frames.map(\.top)).min() ?? 0
    for index in nodes.indices { (nodes[index].x, nodes[index].y) = (nodes[index].x - left + 1, nodes[index].y - top + 1) }
    for index in frames.indices {
      frames[index].nameX += 1 - left
      frames[index].left += 1 - left
      frames[index].right += 1 - left
      frames[index].top += 1 - top
      frames[index].bottom += 1 - top
    }
    width = ((nodes.map(\.right) + frames.map(\.right)).max() ?? 0) + 1
    height = ((nodes.map { $0.y + $0.height } + frames.map(\.bottom)).max() ?? 0) + 1
  }
}

extension FlowDiagram.Box {
  /// Each number has room for six digits and signs, so that others fit, too.
  static let columnWidth = 54.0

  var rows: Int { values == nil ? 0 : shape?.count == 2 ? shape?[0] ?? 1 : 1 }
  var columns: Int { values == nil ? 0 : shape?.last ?? 1 }
  /// Its numbers tell the shape, too.
  var isShapeWritten: Bool { shape != nil && values == nil }

  /// With as many decimals as the largest leaves room for.
  var valueTexts: [String] {
    let values = values ?? []
    let decimals = StepDiagram.Step.decimals(of: values)
    return values.map { decimalText($0, decimals: decimals) }
  }

  /// `n × d_k = 3 × 8`, or `3 × 8` where the sizes have no names.
  var shapeText: String {
    guard let shape else { return "" }
    let sizes = shape.isEmpty ? "1" : shape.map(String.init).joined(separator: " × ")
    return sizeNames.isEmpty ? sizes : "\(sizeNames.joined(separator: " × ")) = \(sizes)"
  }
}

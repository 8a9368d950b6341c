/// Which statements need each other, and in which order they are computed.
enum Components {
  /// The strongly connected components that can be reached, each before those that depend on it (Tarjan 1972).
  static func inOrder(of edges: [[Int]], from roots: [Int]) -> [[Int]] {
    var state = State(edges: edges)
    for root in roots where state.order[root] == nil { state.visit(root) }
    return state.components
  }

  /// All that can be reached from a node, without itself unless it lies on a cycle.
  static func reachable(from start: Int, along edges: [[Int]]) -> Set<Int> {
    var found: Set<Int> = []
    var pending = edges[start]
    while let node = pending.popLast() {
      if found.insert(node).inserted { pending += edges[node] }
    }
    return found
  }

  private struct State {
    let edges: [[Int]]
    var order: [Int: Int] = [:]
    var lowest: [Int: Int] = [:]
    var stack: [Int] = []
    var components: [[Int]] = []

    init(edges: [[Int]]) { self.edges = edges }

    // The recursion is as deep as there are statements: at most a few hundred.
    mutating func visit(_ node: Int) {
      order[node] = order.count
      lowest[node] = order[node]
      stack.append(node)
      for next in edges[node] {
        if order[next] == nil {
          visit(next)
          lowest[node] = min(lowest[node] ?? 0, lowest[next] ?? 0)
        } else if stack.contains(next) {
          lowest[node] = min(lowest[node] ?? 0, order[next] ?? 0)
        }
      }
      guard lowest[node] == order[node], let start = stack.firstIndex(of: node) else { return }
      components.append(stack[start...].sorted())
      stack.removeSubrange(start...)
    }
  }
}

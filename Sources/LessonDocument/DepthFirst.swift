/// A node of a tree.
package protocol TreeNode {
  /// The nodes directly within this one, in order.
  var children: [Self] { get }
}

/// Nodes with all their descendants, each node before its children.
///
/// It uses an explicit stack instead of recursion, because the author decides how deeply a lesson nests.
package struct DepthFirst<Node: TreeNode>: Sequence, IteratorProtocol {
  private var waiting: [Node]
  private let entersChildren: (Node) -> Bool

  fileprivate init(_ roots: some BidirectionalCollection<Node>, entersChildren: @escaping (Node) -> Bool) {
    waiting = roots.reversed()
    self.entersChildren = entersChildren
  }

  package mutating func next() -> Node? {
    guard let node = waiting.popLast() else { return nil }
    if entersChildren(node) { waiting += node.children.reversed() }
    return node
  }
}

extension BidirectionalCollection where Element: TreeNode {
  /// These nodes and all their descendants, each node before its children.
  package var depthFirst: DepthFirst<Element> { depthFirst { _ in true } }

  /// These nodes and their descendants, except the descendants of nodes whose children are not entered.
  package func depthFirst(enteringChildrenWhere entersChildren: @escaping (Element) -> Bool) -> DepthFirst<Element> {
    DepthFirst(self, entersChildren: entersChildren)
  }
}

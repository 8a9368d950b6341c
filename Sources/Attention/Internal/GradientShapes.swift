// The gradient of a tensor that was repeated, by broadcasting or for a group of heads, is the sum of its copies' gradients.

/// `gradient`, summed to the shape that its tensor had before it was repeated.
func summed(_ gradient: Tensor, to shape: [Int]) -> Tensor {
  var gradient = gradient
  while gradient.rank > shape.count { gradient = gradient.sum(axis: 0) }
  for axis in shape.indices where gradient.shape[axis] != shape[axis] {
    // The copies of a shared head are adjacent: k₀ k₀ k₁ k₁. An axis of size 1 has a single group.
    var groups = gradient.shape
    groups.replaceSubrange(axis...axis, with: [shape[axis], gradient.shape[axis] / max(shape[axis], 1)])
    gradient = gradient.reshaped(groups).sum(axis: axis + 1)
  }
  return gradient
}

// A tensor that was repeated, to broadcast or to serve a group of heads, gets the sum of its copies' gradients.

/// `gradient`, summed to the shape its tensor had before it was repeated.
func summed(_ gradient: Tensor, to shape: [Int]) -> Tensor {
  var gradient = gradient
  while gradient.rank > shape.count { gradient = gradient.sum(axis: 0) }
  for axis in shape.indices where gradient.shape[axis] != shape[axis] {
    // Shared heads lie side by side: k₀ k₀ k₁ k₁. An axis of size 1 is the case of a single group.
    var groups = gradient.shape
    groups.replaceSubrange(axis...axis, with: [shape[axis], gradient.shape[axis] / max(shape[axis], 1)])
    gradient = gradient.reshaped(groups).sum(axis: axis + 1)
  }
  return gradient
}

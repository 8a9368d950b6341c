/// How badly logits predict classes: the mean of −log p of the right ones.
///
///     crossEntropy(logits, targets: [3, 0, 7]) // logits: [3, classes]
///
/// With smoothing ε, the target is 1 − ε for the right class, plus ε / classes for each: −Σ q log p.
///
/// - Parameters:
///   - logits: Shape `[..., classes]`.
///   - targets: The right class of each row, in row-major order of the leading axes.
///   - labelSmoothing: ε, from 0 to 1.
///   - ignored: A target, such as that of padding, whose rows don't count.
/// - Returns: The mean over the rows that count; 0 if there is none.
/// - Precondition: There is a target for each row, and each is a class.
/// - Complexity: O(count).
/// - Source: Szegedy et al. 2016, "Rethinking the Inception Architecture for Computer Vision", section 7, for the smoothing.
public func crossEntropy(
  _ logits: Tensor, targets: [Int], labelSmoothing: Float = 0, ignored: Int? = nil
) -> Float {
  let rows = TargetRows(logits, targets, labelSmoothing, ignored, in: "crossEntropy")
  let logarithms = logSoftmax(logits.reshaped([targets.count, rows.classes]))
  let total = rows.counted.reduce(0.0) { total, row in
    let right = Double(logarithms[row, targets[row]])
    if labelSmoothing == 0 { return total - right }
    let all = (0..<rows.classes).reduce(0.0) { $0 + Double(logarithms[row, $1]) }
    return total - Double(1 - labelSmoothing) * right - Double(labelSmoothing) / Double(rows.classes) * all
  }
  return Float(total / Double(max(rows.counted.count, 1)))
}

/// The gradient of the logits from that of their cross entropy, 1: (softmax(x) − q) / rows.
///
/// Parameters are those of `crossEntropy(_:targets:labelSmoothing:ignored:)`.
///
/// - Returns: The shape of `logits`; zeros for rows that don't count.
public func crossEntropyGradient(
  _ logits: Tensor, targets: [Int], labelSmoothing: Float = 0, ignored: Int? = nil
) -> Tensor {
  let rows = TargetRows(logits, targets, labelSmoothing, ignored, in: "crossEntropyGradient")
  let weights = softmax(logits)
  var gradient = Tensor.zeros(logits.shape)
  let share = 1 / Float(max(rows.counted.count, 1))
  for row in rows.counted {
    for column in 0..<rows.classes {
      let target = (column == targets[row] ? 1 - labelSmoothing : 0) + labelSmoothing / Float(rows.classes)
      gradient.scalars[row * rows.classes + column] = share * (weights.scalars[row * rows.classes + column] - target)
    }
  }
  return gradient
}

/// The mean of −log p of the right classes, with the arguments of `crossEntropy(_:targets:labelSmoothing:ignored:)` for tensors. Shape `[]`.
public func crossEntropy(
  _ logits: Variable, targets: [Int], labelSmoothing: Float = 0, ignored: Int? = nil
) -> Variable {
  let value = crossEntropy(logits.value, targets: targets, labelSmoothing: labelSmoothing, ignored: ignored)
  return .computed(Tensor(value), from: [logits]) {
    [$0.item * crossEntropyGradient(logits.value, targets: targets, labelSmoothing: labelSmoothing, ignored: ignored)]
  }
}

/// The rows that count.
private struct TargetRows {
  let classes: Int
  let counted: [Int]

  init(_ logits: Tensor, _ targets: [Int], _ labelSmoothing: Float, _ ignored: Int?, in function: String) {
    require(logits.rank >= 1, "\(function): the logits need the shape [..., classes], but have []")
    classes = logits.shape[logits.rank - 1]
    let rows = logits.shape.dropLast().reduce(1, *)
    require(
      targets.count == rows, "\(function): logits of shape \(logits.shape) need \(rows) targets, not \(targets.count)")
    require((0...1).contains(labelSmoothing), "\(function): the label smoothing must be from 0 to 1, but it is \(labelSmoothing)")
    counted = targets.indices.filter { targets[$0] != ignored }
    for row in counted {
      require(
        (0..<classes).contains(targets[row]),
        "\(function): target \(row) is \(targets[row]), which is none of the \(classes) classes of logits of shape \(logits.shape)")
    }
  }
}

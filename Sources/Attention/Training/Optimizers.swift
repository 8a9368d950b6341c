/// Gradient descent, with or without momentum.
///
/// v ← momentum · v + g,  p ← p − learningRate · v.
///
/// - Source: Sutskever et al. 2013, "On the importance of initialization and momentum in deep learning", equations 1 and 2, with the learning
///   rate outside the sum, as in PyTorch.
public struct SGD<Model> {
  /// The length of a step, as a multiple of the gradient. It may change from step to step.
  public var learningRate: Float
  /// The share of the last step's direction that stays; 0 for none.
  public let momentum: Float
  private var velocities: [WritableKeyPath<Model, Tensor>: Tensor] = [:]

  /// - Precondition: `learningRate` is not negative, and `momentum` is from 0 to below 1.
  public init(learningRate: Float, momentum: Float = 0) {
    require(learningRate >= 0, "SGD: the learning rate must not be negative, but it is \(learningRate)")
    require((0..<1).contains(momentum), "SGD: the momentum must be from 0 to below 1, but it is \(momentum)")
    (self.learningRate, self.momentum) = (learningRate, momentum)
  }

  /// One step.
  ///
  /// - Complexity: O(elements of the gradients).
  public mutating func update(_ model: inout Model, with gradients: Gradients<Model>) {
    for (path, gradient) in gradients.entries {
      var direction = gradient
      if momentum > 0 {
        if let velocity = velocities[path] { direction += velocity * momentum }
        velocities[path] = direction
      }
      model[keyPath: path] -= direction * learningRate
    }
  }
}

/// Adam, and with a weight decay AdamW: steps whose length in each element doesn't depend on the size of its gradients.
///
///     m ← β₁ m + (1 − β₁) g,  v ← β₂ v + (1 − β₂) g²
///     p ← p − learningRate · (m̂ / (√v̂ + ε) + weightDecay · p)        m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ)
///
/// The weight decay applies to tensors of two or more axes; gains and biases keep their size.
///
/// - Source: Kingma and Ba 2015, "Adam: A Method for Stochastic Optimization", algorithm 1; Loshchilov and Hutter 2019, "Decoupled Weight
///   Decay Regularization", algorithm 2.
public struct Adam<Model> {
  /// About the length of a step in each element. It may change from step to step.
  public var learningRate: Float
  /// How much of the mean of the gradients, and of that of their squares, stays in each step.
  public let beta1, beta2: Float
  /// Keeps the divisor from being 0.
  public let epsilon: Float
  /// How much each element shrinks in a step, as a multiple of the learning rate.
  public let weightDecay: Float
  /// The number of steps so far.
  public private(set) var steps = 0
  private var moments: [WritableKeyPath<Model, Tensor>: (mean: Tensor, square: Tensor)] = [:]

  /// - Precondition: `learningRate` and `weightDecay` are not negative; `beta1` and `beta2` are from 0 to below 1.
  public init(
    learningRate: Float = 0.001, beta1: Float = 0.9, beta2: Float = 0.999, epsilon: Float = 1e-8, weightDecay: Float = 0
  ) {
    require(learningRate >= 0, "Adam: the learning rate must not be negative, but it is \(learningRate)")
    require(weightDecay >= 0, "Adam: the weight decay must not be negative, but it is \(weightDecay)")
    require(
      (0..<1).contains(beta1) && (0..<1).contains(beta2),
      "Adam: beta1 and beta2 must be from 0 to below 1, but they are \(beta1) and \(beta2)")
    (self.learningRate, self.beta1, self.beta2) = (learningRate, beta1, beta2)
    (self.epsilon, self.weightDecay) = (epsilon, weightDecay)
  }

  /// One step.
  ///
  /// - Complexity: O(elements of the gradients).
  public mutating func update(_ model: inout Model, with gradients: Gradients<Model>) {
    steps += 1
    // A mean of few gradients, which began with 0, is too small by these factors.
    let meanBias = Float(1 - power(Double(beta1), Double(steps)))
    let squareBias = Float(1 - power(Double(beta2), Double(steps)))
    for (path, gradient) in gradients.entries {
      var (mean, square) = moments[path] ?? (.zeros(gradient.shape), .zeros(gradient.shape))
      // The dictionary's copies are dropped, so that the moments change in place.
      moments[path] = nil
      var tensor = model[keyPath: path]
      let decay = tensor.rank >= 2 ? weightDecay : 0
      for index in gradient.scalars.indices {
        let slope = gradient.scalars[index]
        mean.scalars[index] = beta1 * mean.scalars[index] + (1 - beta1) * slope
        square.scalars[index] = beta2 * square.scalars[index] + (1 - beta2) * slope * slope
        let direction = mean.scalars[index] / meanBias / ((square.scalars[index] / squareBias).squareRoot() + epsilon)
        tensor.scalars[index] -= learningRate * (direction + decay * tensor.scalars[index])
      }
      model[keyPath: path] = tensor
      moments[path] = (mean, square)
    }
  }
}

/// A learning rate that rises in a straight line during the first steps, and then falls along half a cosine.
///
///     optimizer.learningRate = 0.003 * warmUp(step: step, steps: 100, total: 2000)
///
/// - Parameters:
///   - step: The number of steps made, from 0.
///   - steps: The number of steps in which it rises.
///   - total: The step at which it has fallen to `floor`; nil if it doesn't fall.
///   - floor: Where the fall ends.
/// - Returns: From above 0 to 1.
/// - Source: Vaswani et al. 2017, section 5.3, for the rise; Loshchilov and Hutter 2017, "SGDR", equation 5, for the fall.
public func warmUp(step: Int, steps: Int, total: Int? = nil, floor: Float = 0) -> Float {
  require(
    step >= 0 && steps >= 0 && total ?? .max >= steps,
    "warmUp: step \(step), a rise of \(steps) steps and an end at \(total.map { "\($0)" } ?? "none") don't fit")
  if step < steps { return Float(step + 1) / Float(steps) }
  guard let total else { return 1 }
  let progress = total == steps ? 1 : Float(min(step, total) - steps) / Float(total - steps)
  return floor + (1 - floor) * 0.5 * (1 + cos(Float.pi * progress))
}

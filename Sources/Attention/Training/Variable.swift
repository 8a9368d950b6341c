/// A tensor whose computation is recorded, so that gradients can flow back through it.
///
///     let (value, gradients) = valueAndGradients(at: [x, w]) { inputs in
///       tanh(matmul(inputs[0], inputs[1])).sum()
///     }
///     gradients[1] // has the shape of w
///
/// Each function of variables computes its value at once, and writes on a `Tape` how the gradient of its result becomes those of its arguments.
///
/// - Source: Baydin et al. 2018, "Automatic Differentiation in Machine Learning: a Survey", section 3.2, reverse mode.
public struct Variable {
  /// The tensor.
  public let value: Tensor
  /// The place on the tape of a value that depends on the inputs; nil for a constant.
  let source: (tape: Tape, index: Int)?

  /// A constant, which gets no gradient.
  public init(_ constant: Tensor) { (value, source) = (constant, nil) }

  init(_ value: Tensor, on tape: Tape, at index: Int) { (self.value, source) = (value, (tape, index)) }

  /// The size of each axis.
  public var shape: [Int] { value.shape }

  /// A value computed from `inputs`.
  ///
  /// - Parameter pullback: The gradients of the inputs, from that of the value; nil for an input that gets none.
  static func computed(
    _ value: Tensor, from inputs: [Variable], pullback: @escaping (_ cotangent: Tensor) -> [Tensor?]
  ) -> Variable {
    guard let tape = inputs.lazy.compactMap(\.source?.tape).first else { return Variable(value) }
    let indices = inputs.map { input -> Int? in
      guard let source = input.source else { return nil }
      require(source.tape === tape, "Variable: values of two computations of gradients can't be combined")
      return source.index
    }
    return Variable(value, on: tape, at: tape.write(Tape.Entry(inputs: indices, pullback: pullback)))
  }
}

/// The record of a computation, from the first value to the last.
final class Tape {
  /// How a value was computed.
  struct Entry {
    /// The places of its inputs; nil for constants.
    let inputs: [Int?]
    let pullback: (Tensor) -> [Tensor?]
  }

  private var entries: [Entry] = []

  /// Adds an entry, and returns its place.
  func write(_ entry: Entry) -> Int {
    entries.append(entry)
    return entries.count - 1
  }

  /// A new input.
  func input(_ value: Tensor) -> Variable {
    Variable(value, on: self, at: write(Entry(inputs: [], pullback: { _ in [] })))
  }

  /// The gradients of all values, by place, from that of `result`; nil where nothing flows.
  func gradients(of result: Variable, cotangent: Tensor) -> [Tensor?] {
    var gradients = [Tensor?](repeating: nil, count: entries.count)
    guard let place = result.source?.index else { return gradients }
    gradients[place] = cotangent
    // A value is computed from earlier ones, so when its turn comes, all that depends on it has added its share.
    for index in (0...place).reversed() {
      guard let gradient = gradients[index] else { continue }
      let entry = entries[index]
      for case (let input?, let share?) in zip(entry.inputs, entry.inputs.isEmpty ? [] : entry.pullback(gradient)) {
        if gradients[input] == nil { gradients[input] = share } else { gradients[input]! += share }
      }
      // Only inputs are asked for.
      if !entry.inputs.isEmpty { gradients[index] = nil }
    }
    return gradients
  }
}

/// The value of a function, and the gradients of its inputs: the vector–Jacobian product.
///
/// - Parameters:
///   - inputs: The arguments of the function.
///   - cotangent: The gradient of the result, with its shape; by default 1, if the result is a single number.
///   - function: Computes a variable from others.
/// - Returns: The value, and for each input a gradient of its shape; zeros if the result doesn't depend on it.
/// - Complexity: A few times that of the function alone; every intermediate value is kept.
public func valueAndGradients(
  at inputs: [Tensor], cotangent: Tensor? = nil, _ function: ([Variable]) -> Variable
) -> (value: Tensor, gradients: [Tensor]) {
  let tape = Tape()
  let result = function(inputs.map { tape.input($0) })
  require(
    cotangent != nil || result.value.count == 1,
    "valueAndGradients: without a cotangent, the result must be a single number, but its shape is \(result.shape)")
  let cotangent = cotangent ?? .ones(result.shape)
  checkAlike(cotangent, result.value, in: "valueAndGradients")
  let gradients = tape.gradients(of: result, cotangent: cotangent)
  return (result.value, zip(inputs, gradients).map { $1 ?? .zeros($0.shape) })
}

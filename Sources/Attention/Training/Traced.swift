/// A part of a model whose tensors are variables: what `valueAndGradients(of:_:)` gives its function in place of the model.
///
///     let (loss, gradients) = valueAndGradients(of: model) { model in
///       crossEntropy(model.output(model.block(x, mask: .causal(n))), targets: next)
///     }
///
/// A property that is a tensor is a `Variable`, every other property a traced part. The library's layers can be called as such. A model is any
/// type with settable properties; it needs no protocol. Its parameters are the tensors that the computation reads.
@dynamicMemberLookup
public struct Traced<Model, Part> {
  let parameters: Parameters<Model>
  let path: WritableKeyPath<Model, Part>

  /// The part itself, for what isn't learned.
  public var value: Part { parameters.model[keyPath: path] }

  /// A tensor of this part, as a variable.
  public subscript(dynamicMember member: WritableKeyPath<Part, Tensor>) -> Variable {
    parameters.variable(path.appending(path: member))
  }

  /// A tensor of this part, as a variable; nil if there is none.
  public subscript(dynamicMember member: WritableKeyPath<Part, Tensor?>) -> Variable? {
    let place = path.appending(path: member)
    return parameters.model[keyPath: place].map { _ in parameters.variable(place.appending(path: \Tensor?.!)) }
  }

  /// A part of this part.
  public subscript<Inner>(dynamicMember member: WritableKeyPath<Part, Inner>) -> Traced<Model, Inner> {
    Traced<Model, Inner>(parameters: parameters, path: path.appending(path: member))
  }

  /// A part of this part; nil if there is none.
  public subscript<Inner>(dynamicMember member: WritableKeyPath<Part, Inner?>) -> Traced<Model, Inner>? {
    let place = path.appending(path: member)
    return parameters.model[keyPath: place].map { _ in
      Traced<Model, Inner>(parameters: parameters, path: place.appending(path: \Inner?.!))
    }
  }

  /// The parts of an array, such as the blocks of a model.
  public subscript<Element>(dynamicMember member: WritableKeyPath<Part, [Element]>) -> [Traced<Model, Element>] {
    let place = path.appending(path: member)
    return parameters.model[keyPath: place].indices.map {
      Traced<Model, Element>(parameters: parameters, path: place.appending(path: \[Element].[$0]))
    }
  }
}

/// The variables of a model's tensors, in the order in which they were first read.
final class Parameters<Model> {
  let model: Model
  let tape = Tape()
  private(set) var read: [(path: WritableKeyPath<Model, Tensor>, variable: Variable)] = []
  private var places: [WritableKeyPath<Model, Tensor>: Int] = [:]

  init(_ model: Model) { self.model = model }

  func variable(_ path: WritableKeyPath<Model, Tensor>) -> Variable {
    if let place = places[path] { return read[place].variable }
    let variable = tape.input(model[keyPath: path])
    places[path] = read.count
    read.append((path, variable))
    return variable
  }
}

/// The value of a loss, and the gradients of the tensors of `model` that it depends on.
///
///     var optimizer = Adam<Model>(learningRate: 0.001)
///     for batch in batches {
///       let (loss, gradients) = valueAndGradients(of: model) { $0.loss(batch) }
///       optimizer.update(&model, with: gradients.clipped(toNorm: 1))
///     }
///
/// - Parameters:
///   - model: Any value with tensors among its settable properties, or among those of its parts.
///   - loss: Computes a single number from the model's parts.
/// - Complexity: About three times that of the loss alone; every intermediate value is kept.
public func valueAndGradients<Model>(
  of model: Model, _ loss: (Traced<Model, Model>) -> Variable
) -> (value: Float, gradients: Gradients<Model>) {
  let parameters = Parameters(model)
  let result = loss(Traced(parameters: parameters, path: \.self))
  require(
    result.value.count == 1, "valueAndGradients: the loss must be a single number, but its shape is \(result.shape)")
  let all = parameters.tape.gradients(of: result, cotangent: .ones(result.shape))
  return (
    result.value.item,
    Gradients(
      entries: parameters.read.map { path, variable in
        (path, variable.source.flatMap { all[$0.index] } ?? .zeros(variable.shape))
      })
  )
}

/// The gradients of a model's tensors.
public struct Gradients<Model> {
  /// In the order in which the computation read the tensors, so that sums are the same in each run.
  let entries: [(path: WritableKeyPath<Model, Tensor>, gradient: Tensor)]

  /// The gradient of a tensor; nil if the computation didn't read it.
  ///
  ///     gradients[\.output.weight]
  ///     gradients[\.encoder.blocks[0].attention.queryBias!]
  public subscript(path: WritableKeyPath<Model, Tensor>) -> Tensor? { entries.first { $0.path == path }?.gradient }

  /// The Euclidean length of all gradients as one vector.
  public var norm: Float {
    Float(
      entries.reduce(0) { $1.gradient.scalars.reduce($0) { $0 + Double($1) * Double($1) } }.squareRoot())
  }

  /// The gradients, shortened to the length `limit` if they are longer.
  ///
  /// - Precondition: `limit` is positive.
  /// - Source: Pascanu, Mikolov and Bengio 2013, "On the difficulty of training recurrent neural networks", algorithm 1.
  public func clipped(toNorm limit: Float) -> Gradients {
    require(limit > 0, "clipped: the norm must be positive, but it is \(limit)")
    let norm = norm
    return norm > limit ? Gradients(entries: entries.map { ($0.path, $0.gradient * (limit / norm)) }) : self
  }
}

internal import CAttentionKernels

/// One call of attention, prepared for the kernels: which part of each argument belongs to each matrix of the result.
///
/// The initializer fails if the arguments don't fit, or need what the kernels can't do. The readable form then reports the error, or
/// computes the result.
struct AttentionCall {
  let query: Tensor
  let key: Tensor
  let value: Tensor
  /// Keys and values in fewer bits; `key` and `value` have their shapes, but no scalars then.
  private var stored: (key: CachedRows, value: CachedRows)?
  let options: AttentionOptions
  /// The visibility of a mask that isn't stored as spans.
  private let visibility: Tensor?
  /// The visible keys. Each layer is a pass over the keys of its own.
  private let spans: SpanLists?
  /// The leading axes of the result.
  let leading: [Int]
  let places: [AttentionPlace]
  let queries: Int
  let keySize: Int

  init?(query: Tensor, key: Tensor, value: Tensor, options: AttentionOptions) {
    guard query.rank >= 1, key.rank >= 2, value.rank >= 2, key.rows == value.rows, query.shape.last == key.columns,
      key.rows > 0, key.rows < Int(Int32.max), value.columns > 0, options.softcap ?? 1 > 0, !(options.scale ?? 1).isNaN
    else { return nil }
    let heads = query.shape.dropLast(2)
    guard let keyGroup = groupSize(key, heads, options.keyHeads),
      let scoreLeading = joinedShape(Array(heads), sharedLeading(key, keyGroup)),
      let valueGroup = groupSize(value, scoreLeading[...], options.keyHeads),
      let leading = joinedShape(scoreLeading, sharedLeading(value, valueGroup)), !leading.contains(0)
    else { return nil }
    queries = query.rank == 1 ? 1 : query.rows
    let rowAxis = query.rank == 1 ? [] : [queries]
    let scoreShape = scoreLeading + rowAxis + [key.rows]
    guard queries > 0, options.bias.map({ broadcasts($0.shape, to: scoreShape) }) ?? true,
      options.mask.map({ broadcasts($0.shape, to: scoreShape) }) ?? true,
      options.sinks.map({ broadcasts($0.shape, to: scoreLeading) }) ?? true
    else { return nil }

    if let spans = options.mask?.spans, spans.keys == key.rows, query.rank > 1 {
      self.spans = spans
      visibility = nil
    } else {
      spans = nil
      visibility = options.mask?.visibility
    }
    (self.query, self.key, self.value, self.options, self.leading) = (query, key, value, options, leading)
    keySize = key.columns

    if leading.isEmpty {
      places = [AttentionPlace()]
      return
    }
    let matrix = queries * keySize
    let queryPlaces = matrices(Array(heads), leading)
    let keyPlaces = matrices(key.shape.dropLast(2), leading, group: keyGroup)
    let valuePlaces = matrices(value.shape.dropLast(2), leading, group: valueGroup)
    let spanPlaces = self.spans.map { ($0.shape[$0.shape.count - 2], matrices($0.shape.dropLast(2), leading)) }
    let visibilityPlaces = visibility.map { (matrixCount($0), matrices($0.shape.dropLast(2), leading)) }
    let biasPlaces = options.bias.map { (matrixCount($0), matrices($0.shape.dropLast(2), leading)) }
    let sinkPlaces = options.sinks.map { matrices($0.shape, leading) }
    let scoresSize = scoreShape.suffix(rowAxis.count + 1).reduce(1, *)
    let scorePlaces = options.dropout.map { _ in (scoresSize, matrices(scoreLeading, leading)) }
    places = queryPlaces.indices.map { index in
      func place(_ places: (size: Int, matrices: [Int])?) -> Int64 { Int64(places.map { $0.size * $0.matrices[index] } ?? 0) }
      return AttentionPlace(
        query: Int64(queryPlaces[index] * matrix), spans: 2 * place(spanPlaces), visibility: place(visibilityPlaces),
        bias: place(biasPlaces), sink: Int64(sinkPlaces?[index] ?? 0), weights: place(scorePlaces),
        key: Int64(keyPlaces[index]), value: Int64(valuePlaces[index]))
    }
  }

  /// A call with keys and values of a cache, in fewer bits than floats.
  init?(query: Tensor, key: CachedRows, value: CachedRows, options: AttentionOptions) {
    self.init(
      query: query, key: Tensor(unchecked: key.shape, []), value: Tensor(unchecked: value.shape, []), options: options)
    stored = (key, value)
  }

  /// The shape of the context.
  var shape: [Int] { leading + (query.rank == 1 ? [] : [queries]) + [value.columns] }

  /// The context; nil if it isn't finite. The readable form decides how NaN and ∞ spread.
  func context() -> Tensor? {
    if passes.count > 1 { return results().map { Tensor(unchecked: shape, $0.context) } }
    return withProblem { problem in
      var isSound = false
      let scalars = [Float](unsafeUninitializedCapacity: places.count * queries * value.columns) { buffer, count in
        count = places.count * queries * value.columns
        isSound = forward(&problem, context: buffer.baseAddress, maximum: nil, total: nil)
        // If nothing was written, there was no memory.
        if !isSound { buffer.initialize(repeating: 0) }
      }
      return isSound ? Tensor(unchecked: shape, scalars) : nil
    }
  }

  /// The context, and the softmax statistics of each row; nil if they aren't finite.
  func results() -> Results? {
    guard var joined = results(pass: 0) else { return nil }
    for pass in passes.dropFirst() {
      guard let results = results(pass: pass) else { return nil }
      joined.join(results, valueSize: value.columns)
    }
    return joined
  }

  private func results(pass: Int) -> Results? {
    let rows = places.count * queries
    var results = Results(
      context: [Float](repeating: 0, count: rows * value.columns),
      rows: .init(maximum: [Float](repeating: 0, count: rows), total: [Float](repeating: 0, count: rows)))
    let isSound = withProblem(pass: pass) { problem in
      forward(&problem, context: &results.context, maximum: &results.rows.maximum, total: &results.rows.total)
    }
    return isSound ? results : nil
  }

  struct Results {
    var context: [Float]
    var rows: AttentionResult.Rows

    /// Adds the results of other keys: contexts are averaged with the totals of their exponentials as weights.
    mutating func join(_ other: Results, valueSize: Int) {
      let maxima = zip(rows.maximum, other.rows.maximum).map { max($0, $1) }
      func scales(_ own: [Float]) -> [Float] {
        exponentials(zip(own, maxima).map { $0 == -.infinity ? $0 : $0 - $1 })
      }
      let (scales, otherScales) = (scales(rows.maximum), scales(other.rows.maximum))
      for row in maxima.indices where otherScales[row] != 0 {
        let (share, otherShare) = (rows.total[row] * scales[row], other.rows.total[row] * otherScales[row])
        let total = share + otherShare
        for column in row * valueSize..<(row + 1) * valueSize {
          context[column] = context[column] * (share / total) + other.context[column] * (otherShare / total)
        }
        rows.total[row] = total
      }
      rows.maximum = maxima
    }
  }

  private func forward(
    _ problem: inout AttentionProblem, context: UnsafeMutablePointer<Float>?, maximum: UnsafeMutablePointer<Float>?,
    total: UnsafeMutablePointer<Float>?
  ) -> Bool {
    if attention_forward(&problem, context, maximum, total) { return true }
    // Perhaps only hidden values weren't finite.
    problem.isCareful = true
    return attention_forward(&problem, context, maximum, total)
  }

  /// Each pass visits one range of keys of each row.
  var passes: Range<Int> { 0..<(spans?.layers.count ?? 1) }

  /// Calls `body` with one pass of the call as C sees it.
  func withProblem<Result>(pass: Int = 0, _ body: (inout AttentionProblem) -> Result) -> Result {
    let execution = Execution.current
    var problem = AttentionProblem()
    problem.matrices = Int64(places.count)
    problem.queries = Int64(queries)
    problem.keys = Int64(key.rows)
    problem.keySize = Int64(keySize)
    problem.valueSize = Int64(value.columns)
    problem.keyMatrices = Int64(key.shape.dropLast(2).reduce(1, *))
    problem.valueMatrices = Int64(value.shape.dropLast(2).reduce(1, *))
    problem.scale = options.scale ?? defaultScale(keySize: keySize)
    problem.softcap = options.softcap ?? 0
    if let dropout = options.dropout {
      // Numbers below this threshold drop a weight. Like the rate, it is in steps of 2⁻²⁴.
      problem.dropThreshold = UInt32((dropout.rate * 0x1p24).rounded(.up))
      problem.dropKeep = 1 / (1 - dropout.rate)
      problem.dropSeed = dropout.seed
    }
    problem.instructionSet = execution.instructionSet.rawValue
    problem.threads = Int32(clamping: execution.threads)
    (problem.biasRowStride, problem.biasColumnStride) = strides(options.bias)
    (problem.visibilityRowStride, problem.visibilityColumnStride) = strides(visibility)
    problem.spanRowStride = spans.map { $0.shape[$0.shape.count - 2] == 1 ? 0 : 2 } ?? 0
    let layer = spans?.layers[pass]
    // A sink is one key, which belongs to one pass.
    let sinks = pass == 0 ? options.sinks : nil
    return query.scalars.withUnsafeBufferPointer { query in
      key.scalars.withUnsafeBufferPointer { key in
        value.scalars.withUnsafeBufferPointer { value in
          places.withUnsafeBufferPointer { places in
            withPointer(layer?.bounds) { spans in
              withPointer(visibility?.scalars) { visibility in
                withPointer(options.bias?.scalars) { bias in
                  withPointer(sinks?.scalars) { sinks in
                    problem.query = query.baseAddress
                    problem.key = key.baseAddress
                    problem.value = value.baseAddress
                    problem.places = places.baseAddress
                    problem.spans = spans
                    problem.visibility = visibility
                    problem.bias = bias
                    problem.sinks = sinks
                    guard let stored else { return body(&problem) }
                    return stored.key.withStored { key in
                      stored.value.withStored { value in
                        (problem.storedKey, problem.storedValue) = (key, value)
                        return body(&problem)
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    }
  }
}

private func withPointer<Element, Result>(_ array: [Element]?, _ body: (UnsafePointer<Element>?) -> Result) -> Result {
  guard let array else { return body(nil) }
  return array.withUnsafeBufferPointer { body($0.baseAddress) }
}

/// How many query heads share each of the heads of `x`: 1 if each has its own, or all share one; nil if they don't fit.
private func groupSize(_ x: Tensor, _ leading: ArraySlice<Int>, _ keyHeads: Int?) -> Int? {
  guard let keyHeads else { return 1 }
  guard let heads = leading.last, x.rank >= 3, x.shape[x.rank - 3] == keyHeads, keyHeads > 0, heads % keyHeads == 0 else { return nil }
  return keyHeads == 1 ? 1 : heads / keyHeads
}

/// The leading axes of `x` with its heads repeated.
private func sharedLeading(_ x: Tensor, _ group: Int) -> [Int] {
  var leading = Array(x.shape.dropLast(2))
  if group > 1 { leading[leading.count - 1] *= group }
  return leading
}

/// The index of the matrix, in a tensor with the leading axes `own`, for each matrix of a tensor with the axes `leading`.
private func matrices(_ own: some Collection<Int>, _ leading: [Int], group: Int = 1) -> [Int] {
  var own = Array(own)
  guard group > 1 else { return offsets(shape: leading, strides: broadcastStrides(own, to: leading)) }
  let heads = own.removeLast()
  let outer = offsets(shape: leading.dropLast(), strides: broadcastStrides(own, to: leading.dropLast()))
  return outer.flatMap { matrix in (0..<heads * group).map { matrix * heads + $0 / group } }
}

/// The number of elements of each matrix, before broadcasting its rows and columns.
private func matrixCount(_ x: Tensor) -> Int { x.shape.suffix(2).reduce(1, *) }

/// The distances between neighbors in a column and in a row: 0 for an axis that is repeated.
private func strides(_ x: Tensor?) -> (row: Int64, column: Int64) {
  guard let x else { return (0, 0) }
  let columns = x.rank >= 1 ? x.shape[x.rank - 1] : 1
  return (x.rank >= 2 && x.rows > 1 ? Int64(columns) : 0, columns > 1 ? 1 : 0)
}

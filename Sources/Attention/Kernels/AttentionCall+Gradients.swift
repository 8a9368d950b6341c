internal import CAttentionKernels

extension AttentionCall {
  /// The gradients of query, key, value, bias and sinks, each with the shape of its argument; nil if the kernels can't compute them, or if
  /// they are not finite. The forward pass is computed unless its result is given.
  func gradients(cotangent: Tensor, result: AttentionResult?) -> Gradients? {
    guard query.rank >= 2, cotangent.shape == shape else { return nil }
    let known = result.flatMap { result in
      result.rows.map { Results(context: result.context.scalars, rows: $0) }
    }
    guard let results = known ?? results() else { return nil }
    let rows = places.count * queries
    var queryGradient = [Float](repeating: 0, count: rows * keySize)
    let keyCount = places.count * key.rows * keySize
    let valueCount = places.count * key.rows * value.columns
    var keyGradient: [Float] = []
    var valueGradient: [Float] = []
    // The gradient of a bias that is the same for all keys is the sum of each row.
    let hasColumns = options.bias.map { $0.shape.last ?? 1 > 1 } ?? false
    var biasGradient = [Float](repeating: 0, count: hasColumns ? options.bias!.scalars.count : 0)
    var rowSums = [Float](repeating: 0, count: options.bias != nil && !hasColumns ? rows : 0)
    /// Adds the gradients of one pass. Those of queries, bias and row sums are added to in place. Those of keys and values are written over what
    /// is there, so their memory isn't filled with zeros first: on an Intel Xeon that would take up to 4 % of the time.
    func add(pass: Int, isCareful: Bool) -> Bool {
      var isSound = false
      var passValueGradient: [Float] = []
      let passKeyGradient = [Float](unsafeUninitializedCapacity: keyCount) { keyGradient, keys in
        passValueGradient = [Float](unsafeUninitializedCapacity: valueCount) { valueGradient, values in
          isSound = withProblem(pass: pass) { problem in
            problem.isCareful = isCareful
            return results.context.withUnsafeBufferPointer { context in
              cotangent.scalars.withUnsafeBufferPointer { cotangent in
                results.rows.maximum.withUnsafeBufferPointer { maximum in
                  results.rows.total.withUnsafeBufferPointer { total in
                    queryGradient.withUnsafeMutableBufferPointer { queryGradient in
                      biasGradient.withUnsafeMutableBufferPointer { biasGradient in
                        rowSums.withUnsafeMutableBufferPointer { rowSums in
                          var backward = AttentionBackward(
                            context: context.baseAddress, cotangent: cotangent.baseAddress, maximum: maximum.baseAddress,
                            total: total.baseAddress, queryGradient: queryGradient.baseAddress,
                            keyGradient: keyGradient.baseAddress, valueGradient: valueGradient.baseAddress,
                            biasGradient: biasGradient.isEmpty ? nil : biasGradient.baseAddress,
                            rowSums: rowSums.isEmpty ? nil : rowSums.baseAddress)
                          return attention_backward(&problem, &backward)
                        }
                      }
                    }
                  }
                }
              }
            }
          }
          // Without memory of their own the kernels may have left some unwritten.
          if !isSound { valueGradient.initialize(repeating: 0) }
          values = valueCount
        }
        if !isSound { keyGradient.initialize(repeating: 0) }
        keys = keyCount
      }
      if pass == passes.first {
        (keyGradient, valueGradient) = (passKeyGradient, passValueGradient)
      } else {
        for index in keyGradient.indices { keyGradient[index] += passKeyGradient[index] }
        for index in valueGradient.indices { valueGradient[index] += passValueGradient[index] }
      }
      return isSound
    }
    var isSound = passes.allSatisfy { add(pass: $0, isCareful: false) }
    if !isSound {
      // Perhaps only hidden elements weren't finite. Reset the sums.
      func reset(_ sums: inout [Float]) { sums = [Float](repeating: 0, count: sums.count) }
      reset(&queryGradient)
      reset(&biasGradient)
      reset(&rowSums)
      isSound = passes.allSatisfy { add(pass: $0, isCareful: true) }
    }
    guard isSound, biasGradient.allSatisfy(\.isFinite), rowSums.allSatisfy(\.isFinite) else { return nil }
    func tensor(_ scalars: [Float], rows: Int, columns: Int, like argument: Tensor) -> Tensor {
      summed(Tensor(unchecked: leading + [rows, columns], scalars), to: argument.shape)
    }
    return Gradients(
      query: tensor(queryGradient, rows: queries, columns: keySize, like: query),
      key: tensor(keyGradient, rows: key.rows, columns: keySize, like: key),
      value: tensor(valueGradient, rows: key.rows, columns: value.columns, like: value),
      bias: options.bias.map { bias in
        hasColumns
          ? Tensor(unchecked: bias.shape, biasGradient)
          : summed(Tensor(unchecked: leading + [queries, 1], rowSums), to: bias.shape)
      },
      sinks: options.sinks.map { sinks in
        // A sink has no value of its own, so each row's share of its gradient is −rowsum(dO ∘ O).
        let scores = (0..<rows).map { sinks.scalars[Int(places[$0 / queries].sink)] }
        let shares = exponentials(zip(scores, results.rows.maximum).map { $0 == -.infinity ? $0 : $0 - $1 })
        let asked = (0..<rows).map { row -> Float in
          if shares[row] == 0 { return 0 }
          let columns = row * value.columns..<(row + 1) * value.columns
          let products = columns.reduce(0) { $0 + Double(cotangent.scalars[$1]) * Double(results.context[$1]) }
          return -shares[row] / results.rows.total[row] * Float(products)
        }
        return summed(Tensor(unchecked: leading + [queries], asked).sum(axis: -1), to: sinks.shape)
      })
  }

  /// The gradients, each with the shape of its argument.
  struct Gradients {
    let query, key, value: Tensor
    let bias, sinks: Tensor?
  }
}

/// The exponentials computed by the kernels, which have the same bits on every machine.
func exponentials(_ x: [Float]) -> [Float] {
  [Float](unsafeUninitializedCapacity: x.count) { buffer, count in
    attention_exponential(Execution.current.instructionSet.rawValue, x, buffer.baseAddress, Int64(x.count))
    count = x.count
  }
}

import Diagnostics

/// Parts that have axes. Their entries are computed as one flat array.
extension Evaluator {
  func makeEntriesCode(_ meaning: Meaning) throws(Problem) -> EntriesCode {
    let range = meaning.range
    let size = meaning.shape.reduce(1, *)
    switch meaning.kind {
    case .constant(let data):
      return { (_) throws(Problem) in data }
    case .sum(let addends):
      return try sumCode(addends, meaning.shape, at: range)
    case .negated(let part):
      let code = try entriesCode(part)
      return { (frame) throws(Problem) in try code(frame).map { -$0 } }
    case .pairwise(let operation, let a, let b):
      let apply = pairwise(operation, at: range)
      let (first, second) = (try entriesCode(a), try entriesCode(b))
      let (firstSpread, secondSpread) = (Spread(of: a, over: meaning.shape), Spread(of: b, over: meaning.shape))
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        let (left, right) = (try first(frame), try second(frame))
        var out: [Double] = []
        out.reserveCapacity(size)
        for index in 0..<size { out.append(try apply(left[firstSpread(index)], right[secondSpread(index)])) }
        return out
      }
    case .entrywise(let function, let part):
      let code = try entriesCode(part)
      let apply = entrywise(function, at: range)
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        return try code(frame).map { x throws(Problem) in try apply(x) }
      }
    case .reshaped(let part), .called(_, let part):
      return try entriesCode(part)
    case .transposed(let part):
      let code = try entriesCode(part)
      let (rows, columns) = (part.shape[0], part.shape[1])
      return { (frame) throws(Problem) in
        let data = try code(frame)
        var out: [Double] = []
        out.reserveCapacity(size)
        for column in 0..<columns {
          for row in 0..<rows { out.append(data[row * columns + column]) }
        }
        return out
      }
    case .matrixProduct(let a, let b, let sizes):
      return try productCode(a, b, sizes, at: range)
    case .cases(let branches):
      return try casesCode(branches, at: range) { (part) throws(Problem) in
        let code = try self.entriesCode(part)
        guard part.isNumber else { return code }
        return { (frame) throws(Problem) in Array(repeating: try code(frame)[0], count: size) }
      }
    case .entry(let base, let subscripts):
      return try sliceCode(base, subscripts, at: range)
    case .fold(let fold):
      return try foldCode(fold, size, at: range)
    case .table(let variables, let body):
      return try tableCode(variables, body, at: range)
    case .softmax(let part):
      let code = try entriesCode(part)
      let width = part.shape[part.shape.count - 1]
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        return try Self.softmax(try code(frame), width: width, at: range)
      }
    case .reduced(let reduction, let part):
      let code = try entriesCode(part)
      let shape = part.shape
      return { (frame) throws(Problem) in
        try frame.spend(shape.reduce(1, *), at: range)
        return try Self.reduce(reduction, try code(frame), shape, at: range)
      }
    case .diagonalMatrix(let part):
      let code = try entriesCode(part)
      return { (frame) throws(Problem) in
        let diagonal = try code(frame)
        var out = Array(repeating: 0.0, count: size)
        for (index, value) in diagonal.enumerated() { out[index * (diagonal.count + 1)] = value }
        return out
      }
    case .diagonal(let part):
      let code = try entriesCode(part)
      return { (frame) throws(Problem) in
        let data = try code(frame)
        return (0..<size).map { data[$0 * (size + 1)] }
      }
    case .joined(let parts, let axis):
      return try joinedCode(parts, axis)
    case .mapped(let element, let argument, let body):
      let slot = slot(element.id)
      let entries = try entriesCode(argument)
      let code = try within([element.id]) { () throws(Problem) in try numberCode(body) }
      return { (frame) throws(Problem) in
        try frame.spend(size, at: range)
        let saved = frame.elements[slot]
        defer { frame.elements[slot] = saved }
        return try entries(frame).map { value throws(Problem) in
          frame.elements[slot] = value
          return try code(frame)
        }
      }
    case .stored, .unsized, .index, .element, .delta:
      break
    }
    let code = try numberCode(meaning)
    return { (frame) throws(Problem) in [try code(frame)] }
  }

  /// Where an entry of the whole is found in a part that may be spread over it.
  private enum Spread {
    case same, single
    case row(Int), column(Int)

    init(of part: Meaning, over shape: [Int]) {
      if part.shape.allSatisfy({ $0 == 1 }) {
        self = .single
      } else if part.shape.reduce(1, *) == shape.reduce(1, *) {
        self = .same
      } else if part.shape.count == 2, part.shape[1] == 1 {
        self = .column(shape[1])
      } else {
        self = .row(shape[shape.count - 1])
      }
    }

    func callAsFunction(_ index: Int) -> Int {
      switch self {
      case .same: index
      case .single: 0
      case .row(let width): index % width
      case .column(let width): index / width
      }
    }
  }

  private func sumCode(_ addends: [Meaning.Addend], _ shape: [Int], at range: Range<Int>) throws(Problem) -> EntriesCode {
    let codes = try addends.map { addend throws(Problem) in
      (sign: addend.isNegative ? -1.0 : 1.0, code: try entriesCode(addend.value), spread: Spread(of: addend.value, over: shape))
    }
    let size = shape.reduce(1, *)
    return { (frame) throws(Problem) in
      var out = Array(repeating: 0.0, count: size)
      for (sign, code, spread) in codes {
        try frame.spend(size, at: range)
        let data = try code(frame)
        for index in 0..<size {
          let value = sign * data[spread(index)]
          let sum = out[index] + value
          if sum.isNaN, !out[index].isNaN, !value.isNaN { throw notANumber("∞ - ∞", at: range) }
          out[index] = sum
        }
      }
      return out
    }
  }

  private func productCode(
    _ a: Meaning, _ b: Meaning, _ sizes: Meaning.Sizes, at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let (first, second) = (try entriesCode(a), try entriesCode(b))
    let (m, k, n) = (sizes.m, sizes.k, sizes.n)
    return { (frame) throws(Problem) in
      let (left, right) = (try first(frame), try second(frame))
      let (rowSteps, overflow) = m.multipliedReportingOverflow(by: k)
      let (steps, overflow2) = rowSteps.multipliedReportingOverflow(by: n)
      try frame.spend(overflow || overflow2 ? .max : steps, at: range)
      var out = Array(repeating: 0.0, count: m * n)
      out.withUnsafeMutableBufferPointer { out in
        left.withUnsafeBufferPointer { left in
          right.withUnsafeBufferPointer { right in
            for row in 0..<m {
              for inner in 0..<k {
                let factor = left[row * k + inner]
                for column in 0..<n { out[row * n + column] += factor * right[inner * n + column] }
              }
            }
          }
        }
      }
      // Only a product with an infinite entry can make what is not a number of numbers.
      if out.contains(where: \.isNaN), !left.contains(where: \.isNaN), !right.contains(where: \.isNaN) {
        throw notANumber("a sum with 0 · ∞ or ∞ - ∞", at: range)
      }
      return out
    }
  }

  /// Subtracts the largest entry, so that exp never overflows. A row of -∞ gives zeros.
  static func softmax(_ data: [Double], width: Int, at range: Range<Int>) throws(Problem) -> [Double] {
    var out = data
    guard width > 0 else { return out }
    for start in stride(from: 0, to: data.count, by: width) {
      let row = start..<start + width
      var greatest = -Double.infinity
      for index in row { greatest = data[index] > greatest || data[index].isNaN ? data[index] : greatest }
      if greatest == .infinity { throw notANumber("softmax of ∞", at: range) }
      var total = 0.0
      for index in row {
        out[index] = greatest == -.infinity ? 0 : EntrywiseFunction.exp(data[index] - greatest)
        total += out[index]
      }
      if total != 0 { for index in row { out[index] /= total } }
    }
    return out
  }

  static func reduce(
    _ reduction: Meaning.Reduction, _ data: [Double], _ shape: [Int], at range: Range<Int>
  ) throws(Problem) -> [Double] {
    func total(_ indices: some Sequence<Int>) throws(Problem) -> Double {
      var sum = 0.0
      for index in indices {
        let next = sum + data[index]
        if next.isNaN, !sum.isNaN, !data[index].isNaN { throw notANumber("∞ - ∞", at: range) }
        sum = next
      }
      return sum
    }
    func extremum(_ indices: Range<Int>, _ precedes: (Double, Double) -> Bool) throws(Problem) -> Int {
      guard var best = indices.first else { throw Problem("the largest or smallest of no values", at: range) }
      for index in indices where data[index].isNaN || precedes(data[best], data[index]) { best = index }
      return best
    }
    let width = shape.last ?? 1
    let rows = width == 0 ? [] : stride(from: 0, to: data.count, by: width).map { $0..<$0 + width }
    switch reduction {
    case .rowSums: return try rows.map { row throws(Problem) in try total(row) }
    case .rowMaxima: return try rows.map { row throws(Problem) in data[try extremum(row, <)] }
    case .columnSums:
      return try (0..<width).map { column throws(Problem) in try total(stride(from: column, to: data.count, by: width)) }
    case .total: return [try total(data.indices)]
    case .mean:
      guard !data.isEmpty else { throw Problem("the mean of no values", at: range) }
      return [try total(data.indices) / Double(data.count)]
    case .maximum: return [data[try extremum(data.indices, <)]]
    case .minimum: return [data[try extremum(data.indices, >)]]
    case .argmax: return [Double(try extremum(data.indices, <) + 1)]
    case .argmin: return [Double(try extremum(data.indices, >) + 1)]
    case .trace: return [try total(stride(from: 0, to: data.count, by: width + 1))]
    case .logSumExp:
      let greatest = data.max() ?? -.infinity
      guard greatest.isFinite else { return [greatest] }
      return [greatest + EntrywiseFunction.log(data.reduce(0) { $0 + EntrywiseFunction.exp($1 - greatest) })]
    case .norm1: return [data.reduce(0) { $0 + abs($1) }]
    case .norm2: return [data.reduce(0) { $0 + $1 * $1 }.squareRoot()]
    case .normInfinity: return [data.reduce(0) { max($0, abs($1)) }]
    }
  }

  private func joinedCode(_ parts: [Meaning], _ axis: Int) throws(Problem) -> EntriesCode {
    let codes = try parts.map { part throws(Problem) in try entriesCode(part) }
    // How many entries each part gives for one value of the axes before.
    let blocks = parts.map { $0.shape[axis...].reduce(1, *) }
    let count = parts[0].shape[..<axis].reduce(1, *)
    return { (frame) throws(Problem) in
      let data = try codes.map { code throws(Problem) in try code(frame) }
      var out: [Double] = []
      for outer in 0..<count {
        for (part, block) in zip(data, blocks) { out += part[outer * block..<(outer + 1) * block] }
      }
      return out
    }
  }

  // MARK: Indices

  private func tableCode(_ variables: [IndexVariable], _ body: Meaning, at range: Range<Int>) throws(Problem) -> EntriesCode {
    let slots = variables.map { slot($0.id) }
    let lowers = variables.map(\.lowerBound)
    let counts = variables.map(\.count)
    let total = counts.reduce(1, *)
    let isNumber = body.shape.isEmpty
    let (number, entries) = try within(variables.map(\.id)) { () throws(Problem) -> (NumberCode?, EntriesCode?) in
      isNumber ? (try numberCode(body), nil) : (nil, try entriesCode(body))
    }
    let bodySize = body.shape.reduce(1, *)
    return { (frame) throws(Problem) in
      let saved = slots.map { frame.indices[$0] }
      defer { for (slot, value) in zip(slots, saved) { frame.indices[slot] = value } }
      try frame.spend(total, at: range)
      var out: [Double] = []
      out.reserveCapacity(total * bodySize)
      for position in 0..<total {
        var rest = position
        for axis in slots.indices.reversed() {
          frame.indices[slots[axis]] = lowers[axis] + rest % counts[axis]
          rest /= counts[axis]
        }
        if let number { out.append(try number(frame)) }
        if let entries { out += try entries(frame) }
      }
      return out
    }
  }

  private func foldCode(_ fold: Meaning.Fold, _ size: Int, at range: Range<Int>) throws(Problem) -> EntriesCode {
    let slot = slot(fold.variable.id)
    let bounds = try boundsCode(fold)
    let (test, body) = try within([fold.variable.id]) { () throws(Problem) in
      (try fold.condition.map { condition throws(Problem) in try conditionCode(condition) }, try entriesCode(fold.body))
    }
    let isMean = fold.operation == .mean
    return { (frame) throws(Problem) in
      let (lower, upper) = try bounds(frame)
      var out = Array(repeating: 0.0, count: size)
      guard lower <= upper else { return out }
      let saved = frame.indices[slot]
      defer { frame.indices[slot] = saved }
      var count = 0
      for index in lower...upper {
        frame.indices[slot] = index
        if let test, !(try test(frame)) { continue }
        try frame.spend(size, at: range)
        count += 1
        let data = try body(frame)
        for entry in 0..<size {
          let sum = out[entry] + data[entry]
          if sum.isNaN, !out[entry].isNaN, !data[entry].isNaN { throw notANumber("∞ - ∞", at: range) }
          out[entry] = sum
        }
      }
      if isMean { out = out.map { $0 / Double(count) } }
      return out
    }
  }

  private func sliceCode(
    _ base: Meaning, _ subscripts: [Meaning.Subscript], at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    if case .stored(let storage) = base.kind { return try storedCode(storage, subscripts, at: range) }
    let codes = try places(subscripts)
    let entries = try entriesCode(base)
    let lowers = base.bases.isEmpty ? base.shape.map { _ in 1 } : base.bases
    let lengths = base.shape
    let isPrefix = codes.allSatisfy { $0 != nil }
    let rest = lengths[min(codes.count, lengths.count)...].reduce(1, *)
    return { (frame) throws(Problem) in
      var fixed: [Int?] = []
      for (axis, code) in codes.enumerated() {
        guard let code else {
          fixed.append(nil)
          continue
        }
        let index = try code(frame) - lowers[axis]
        guard index >= 0, index < lengths[axis] else {
          throw Self.outOfRange(index + lowers[axis], lowers[axis], lengths[axis], at: range)
        }
        fixed.append(index)
      }
      let data = try entries(frame)
      if isPrefix {
        var offset = 0
        for (axis, index) in fixed.enumerated() { offset = offset * lengths[axis] + (index ?? 0) }
        return Array(data[offset * rest..<(offset + 1) * rest])
      }
      return Self.slice(data, lengths, fixed)
    }
  }

  private func places(_ subscripts: [Meaning.Subscript]) throws(Problem) -> [IndexCode?] {
    try subscripts.map { entry throws(Problem) -> IndexCode? in
      if case .at(let index) = entry { try indexCode(index) } else { nil }
    }
  }

  /// The entries at the fixed indices, in order.
  private static func slice(_ data: [Double], _ lengths: [Int], _ fixed: [Int?]) -> [Double] {
    var offsets = [0]
    for (axis, length) in lengths.enumerated() {
      if axis < fixed.count, let index = fixed[axis] {
        offsets = offsets.map { $0 * length + index }
      } else {
        offsets = offsets.flatMap { offset in (0..<length).map { offset * length + $0 } }
      }
    }
    return offsets.map { data[$0] }
  }

  func storedCode(
    _ storage: Storage, _ subscripts: [Meaning.Subscript], at range: Range<Int>
  ) throws(Problem) -> EntriesCode {
    let codes = try places(subscripts)
    let own = storage.indices.count
    guard codes.count >= own, codes[..<own].allSatisfy({ $0 != nil }) else {
      throw Problem("`\(storage.name)` needs all its indices here", at: range)
    }
    let inner = Array(codes[own...])
    let shape = storage.shape
    return { (frame) throws(Problem) in
      var indices: [Int] = []
      for code in codes[..<own] { indices.append(try code?(frame) ?? 0) }
      let value = try storage.value(at: indices, range)
      guard !inner.isEmpty else { return Array(value) }
      var fixed: [Int?] = []
      for (axis, code) in inner.enumerated() {
        guard let index = try code?(frame) else {
          fixed.append(nil)
          continue
        }
        guard index >= 1, index <= shape[axis] else { throw Self.outOfRange(index, 1, shape[axis], at: range) }
        fixed.append(index - 1)
      }
      return Self.slice(Array(value), shape, fixed)
    }
  }
}

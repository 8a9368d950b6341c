internal import CAttentionKernels

extension KeyValueCache {
  /// How the numbers of a cache are stored. Fewer bits take less memory, and less time when few queries read many keys.
  public enum Precision: Sendable, Hashable, CaseIterable {
    /// 4 bytes a number, as they are.
    case float32
    /// 2 bytes: the first half of a float, rounded to the nearest. The relative error of a number is at most 2⁻⁸; one beyond the largest
    /// bfloat16 number becomes ∞.
    case bfloat16
    /// 1 byte, and a factor of 4 bytes for each 32 features of a token's head. The error of a number is at most 1/254 of the largest magnitude
    /// among the 32. NaN or ∞ makes all of them NaN.
    ///
    /// - Source: absolute-maximum quantization in blocks, as in Dettmers et al. 2022, "8-bit Optimizers via Block-wise Quantization",
    ///   section 2.1, with equal steps.
    case int8
  }
}

/// The keys or values of a cache, with the shape `[batch, heads, capacity, size]`.
struct CachedRows: Sendable {
  private(set) var shape: [Int]
  let precision: KeyValueCache.Precision
  private var floats: [Float] = []
  private var halves: [UInt16] = []
  private var bytes: [Int8] = []
  /// A factor for each block of a row.
  private var scales: [Float] = []

  var heads: Int { shape[1] }
  var capacity: Int { shape[2] }
  var size: Int { shape[3] }
  private var blocks: Int { (size + Int(ATTENTION_BLOCK) - 1) / Int(ATTENTION_BLOCK) }

  /// Rows of zeros.
  init(shape: [Int], precision: KeyValueCache.Precision) {
    (self.shape, self.precision) = (shape, precision)
    let count = shape.reduce(1, *)
    switch precision {
    case .float32: floats = [Float](repeating: 0, count: count)
    case .bfloat16: halves = [UInt16](repeating: 0, count: count)
    case .int8:
      bytes = [Int8](repeating: 0, count: count)
      scales = [Float](repeating: 0, count: shape.dropLast().reduce(1, *) * blocks)
    }
  }

  /// The numbers, if they are stored as floats.
  var tensor: Tensor? { precision == .float32 ? Tensor(unchecked: shape, floats) : nil }

  /// Stores the first `count` tokens of one sequence of `source`, of shape `[batch, heads, tokens, size]`, from `place` on.
  mutating func store(_ count: Int, of source: Tensor, in sequence: Int, at place: Int) {
    let rows = source.rows
    for head in sequence * heads..<(sequence + 1) * heads {
      let from = head * rows * size
      let (row, numbers) = (head * capacity + place, source.scalars[from..<from + count * size])
      let start = row * size
      switch precision {
      case .float32: floats.withUnsafeMutableBufferPointer { _ = $0[start...].update(fromContentsOf: numbers) }
      case .bfloat16: for (offset, number) in numbers.enumerated() { halves[start + offset] = brainBits(number) }
      case .int8: quantize(numbers, at: row)
      }
    }
  }

  /// Stores whole rows from `row` on, each block of them in steps of a 127th of its largest magnitude.
  private mutating func quantize(_ numbers: ArraySlice<Float>, at row: Int) {
    for (offset, start) in stride(from: numbers.startIndex, to: numbers.endIndex, by: max(size, 1)).enumerated() {
      for block in 0..<blocks {
        let columns = block * Int(ATTENTION_BLOCK)..<min((block + 1) * Int(ATTENTION_BLOCK), size)
        // NaN and ∞ spread, as they must: a maximum would lose NaN.
        let largest = columns.reduce(Float(0)) { largest, column in
          let magnitude = abs(numbers[start + column])
          return magnitude.isFinite ? max(largest, magnitude) : .nan
        }
        // Magnitudes below this would have a step without an inverse.
        let step = largest < 1e-36 ? 0 : largest / 127
        scales[(row + offset) * blocks + block] = step
        for column in columns {
          let steps = step > 0 ? (numbers[start + column] / step).rounded(.toNearestOrEven) : 0
          bytes[(row + offset) * size + column] = Int8(min(max(steps, -127), 127))
        }
      }
    }
  }

  /// Copies tokens of one sequence from rows of the same precision and size.
  mutating func copy(_ tokens: Range<Int>, of other: CachedRows, in sequence: Int, to place: Int) {
    for head in sequence * heads..<(sequence + 1) * heads {
      let rows = head * other.capacity + tokens.lowerBound..<head * other.capacity + tokens.upperBound
      let row = head * capacity + place
      func copy<Number>(_ from: [Number], to: inout [Number], width: Int) {
        to.withUnsafeMutableBufferPointer {
          _ = $0[(row * width)...].update(fromContentsOf: from[rows.lowerBound * width..<rows.upperBound * width])
        }
      }
      switch precision {
      case .float32: copy(other.floats, to: &floats, width: size)
      case .bfloat16: copy(other.halves, to: &halves, width: size)
      case .int8:
        copy(other.bytes, to: &bytes, width: size)
        copy(other.scales, to: &scales, width: blocks)
      }
    }
  }

  /// All rows as floats. Complexity: O(count).
  func expanded() -> Tensor {
    switch precision {
    case .float32: Tensor(unchecked: shape, floats)
    case .bfloat16: Tensor(unchecked: shape, halves.map { float(brainBits: $0) })
    case .int8:
      Tensor(
        unchecked: shape,
        bytes.indices.map { Float(bytes[$0]) * scales[$0 / size * blocks + $0 % size / Int(ATTENTION_BLOCK)] })
    }
  }

  /// The number of bytes that the numbers of `rows` rows of each head take.
  func bytes(of rows: Int) -> Int {
    switch precision {
    case .float32: rows * heads * size * 4
    case .bfloat16: rows * heads * size * 2
    case .int8: rows * heads * (size + 4 * blocks)
    }
  }

  /// Calls `body` with the numbers as C sees them. They must not be floats.
  func withStored<Result>(_ body: (AttentionStored) -> Result) -> Result {
    switch precision {
    case .float32: preconditionFailure("floats are passed as such")
    case .bfloat16: halves.withUnsafeBytes { body(AttentionStored(numbers: $0.baseAddress, scales: nil)) }
    case .int8:
      bytes.withUnsafeBytes { bytes in
        scales.withUnsafeBufferPointer { body(AttentionStored(numbers: bytes.baseAddress, scales: $0.baseAddress)) }
      }
    }
  }
}

extension Tensor {
  /// Reads an array from a file of NumPy, `.npy`, whose elements have the type `<f4`, `<f8` or `<f2`.
  ///
  /// - Throws: `FileError`, with the byte at which the file is wrong.
  /// - Source: NumPy's documentation, numpy.lib.format.
  public init(contentsOfNumPyFile path: String) throws(FileError) { try self.init(numPyBytes: readFile(path), named: path) }

  /// Reads an array from the bytes of such a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What errors call it.
  /// - Throws: `FileError`, with the byte at which they are wrong.
  /// - Complexity: O(bytes).
  public init(numPyBytes bytes: [UInt8], named name: String = "npy") throws(FileError) {
    var reader = ByteReader(bytes, file: name)
    guard try reader.take(6, of: "the beginning of an .npy file").elementsEqual([0x93] + Array("NUMPY".utf8)) else {
      throw reader.error("this is no .npy file: it doesn't begin with \\x93NUMPY", at: 0)
    }
    let version = try reader.take(2, of: "the version").first!
    guard (1...3).contains(version) else { throw reader.error("version \(version) of .npy is unknown", at: 6) }
    let length = try reader.number(bytes: version == 1 ? 2 : 4, of: "the length of the header")
    let start = reader.place
    let header = String(decoding: try reader.take(Int(length), of: "the header"), as: UTF8.self)
    /// What follows a key of the header, a dictionary of Python.
    func value(_ key: String) throws(FileError) -> Substring {
      let parts = header.split(separator: "'\(key)':", maxSplits: 1)
      guard parts.count == 2 else { throw reader.error("the header has no '\(key)'", at: start) }
      return parts[1].drop { $0 == " " }
    }
    let type = try value("descr").prefix { $0 != "," && $0 != "}" }
    guard let size = ["'<f4'": 4, "'<f8'": 8, "'<f2'": 2][String(type)] else {
      throw reader.error("elements must be <f4, <f8 or <f2, but are \(type)", at: start)
    }
    let isTransposed = try value("fortran_order").hasPrefix("True")
    let places = try value("shape").dropFirst().prefix { $0 != ")" }.split(separator: ",")
    let shape = places.compactMap { Int($0.filter { $0 != " " }) }.filter { $0 >= 0 }
    guard shape.count == places.filter({ $0.contains { $0 != " " } }).count else {
      throw reader.error("the shape (\(places.joined(separator: ","))) is no list of sizes", at: start)
    }
    var count = 1
    for axis in shape {
      let (product, overflows) = count.multipliedReportingOverflow(by: axis)
      guard !overflows, product <= bytes.count else { throw reader.error("the shape \(shape) needs more elements than there are") }
      count = product
    }
    let data = try reader.take(count * size, of: "an array of shape \(shape)")
    guard reader.isAtEnd else { throw reader.error("the file goes on after its \(count) elements") }
    let scalars = data.withUnsafeBytes { data in
      (0..<count).map { index -> Float in
        switch size {
        case 2: float(halfBits: UInt16(littleEndian: data.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)))
        case 4: Float(bitPattern: UInt32(littleEndian: data.loadUnaligned(fromByteOffset: 4 * index, as: UInt32.self)))
        default:
          Float(Double(bitPattern: UInt64(littleEndian: data.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))))
        }
      }
    }
    // Fortran's order has the first axis vary fastest: the transpose in row-major order.
    let tensor = Tensor(unchecked: isTransposed ? shape.reversed() : shape, scalars)
    self = isTransposed ? tensor.permuted(Array(shape.indices.reversed())) : tensor
  }
}

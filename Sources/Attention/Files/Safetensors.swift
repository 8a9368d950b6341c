/// Named tensors in the format of trained models' files.
///
///     let model = try Safetensors(contentsOf: "alice.safetensors")
///     model["blocks.0.attn.W_Q"]! // a tensor
///     model.metadata["config"]
///
/// A file has the length of its header, the header in JSON, and the elements of all tensors. Numbers of 16 bits are read exactly.
///
/// - Source: The format's specification, huggingface.co/docs/safetensors.
public struct Safetensors: Sendable {
  /// The tensors' names, in the order of the file.
  public private(set) var names: [String] = []
  /// Remarks of the writer.
  public var metadata: [String: String] = [:]
  private var tensors: [String: Tensor] = [:]

  /// How an element is stored.
  public enum ElementType: String, Sendable, Hashable, CaseIterable {
    /// 32 bits.
    case float32 = "F32"
    /// 16 bits: half precision.
    case float16 = "F16"
    /// 16 bits: the upper half of 32.
    case bfloat16 = "BF16"

    var size: Int { self == .float32 ? 4 : 2 }
  }

  /// No tensors.
  public init() {}

  /// The tensor of this name; nil if there is none. A new name comes after the others.
  public subscript(name: String) -> Tensor? {
    get { tensors[name] }
    set {
      if tensors[name] == nil, newValue != nil { names.append(name) }
      if newValue == nil { names.removeAll { $0 == name } }
      tensors[name] = newValue
    }
  }

  /// Reads a file.
  ///
  /// - Throws: `FileError`, with the byte at which the file is wrong.
  public init(contentsOf path: String) throws(FileError) { try self.init(bytes: readFile(path), named: path) }

  /// Reads the bytes of a file.
  ///
  /// - Parameters:
  ///   - bytes: The whole file.
  ///   - name: What errors call it.
  /// - Throws: `FileError`, with the byte at which they are wrong.
  /// - Complexity: O(bytes).
  public init(bytes: [UInt8], named name: String = "safetensors") throws(FileError) {
    var reader = ByteReader(bytes, file: name)
    let length = try reader.number(bytes: 8, of: "the length of the header")
    guard length <= UInt64(bytes.count - 8) else {
      throw reader.error("the header has \(length) bytes, but only \(bytes.count - 8) follow", at: 0)
    }
    let start = 8 + Int(length)
    // The header alone: nothing behind it is read as JSON.
    var header = ByteReader(Array(bytes[..<start]), file: name)
    header.place = 8
    let root = try header.json()
    header.skipBlanks()
    guard header.isAtEnd else { throw header.error("the header goes on after its JSON") }
    guard let entries = root.object else { throw header.error("the header must be an object of JSON", at: root.byte) }
    for (name, entry) in entries {
      if name == "__metadata__" {
        for (key, value) in entry.object ?? [] { metadata[key] = value.string }
        continue
      }
      func fail(_ problem: String, at byte: Int) -> FileError { header.error("tensor \"\(name)\": \(problem)", at: byte) }
      guard tensors[name] == nil else { throw fail("the name is there twice", at: entry.byte) }
      guard let type = entry["dtype"] else { throw fail("dtype is missing", at: entry.byte) }
      guard let elementType = type.string.flatMap(ElementType.init) else {
        throw fail("dtype must be F32, F16 or BF16, but is \(type.string ?? "no string")", at: type.byte)
      }
      guard let shapeEntry = entry["shape"], let sizes = shapeEntry.array else { throw fail("shape is missing", at: entry.byte) }
      let shape = sizes.compactMap(\.size)
      guard shape.count == sizes.count else { throw fail("shape must be a list of sizes", at: shapeEntry.byte) }
      guard let range = entry["data_offsets"], let offsets = range.array?.compactMap(\.size), offsets.count == 2 else {
        throw fail("data_offsets must be two numbers", at: entry["data_offsets"]?.byte ?? entry.byte)
      }
      var size = elementType.size
      for axis in shape {
        let (product, overflows) = size.multipliedReportingOverflow(by: axis)
        guard !overflows else { throw fail("the shape \(shape) is too large", at: shapeEntry.byte) }
        size = product
      }
      guard offsets[0] <= offsets[1], offsets[1] - offsets[0] == size else {
        throw fail("\(elementType.rawValue) of shape \(shape) needs \(size) bytes, but data_offsets are \(offsets)", at: range.byte)
      }
      guard offsets[1] <= bytes.count - start else {
        throw fail("its elements end at \(offsets[1]), but the file has \(bytes.count - start) bytes of elements", at: range.byte)
      }
      self[name] = Tensor(unchecked: shape, elements(bytes[(start + offsets[0])..<(start + offsets[1])], elementType))
    }
  }

  /// The bytes of the file.
  ///
  /// - Parameter type: How elements are stored. Numbers are rounded to the nearest.
  public func bytes(as type: ElementType = .float32) -> [UInt8] {
    var members: [String] = []
    if !metadata.isEmpty {
      let remarks = metadata.sorted { $0.key < $1.key }.map { "\(JSON.quoted($0.key)):\(JSON.quoted($0.value))" }
      members.append("\"__metadata__\":{\(remarks.joined(separator: ","))}")
    }
    var elements: [UInt8] = []
    for name in names {
      guard let tensor = tensors[name] else { continue }
      let start = elements.count
      for scalar in tensor.scalars {
        switch type {
        case .float32: for shift in [0, 8, 16, 24] { elements.append(UInt8(truncatingIfNeeded: scalar.bitPattern >> UInt32(shift))) }
        case .float16: elements += [UInt8(truncatingIfNeeded: halfBits(scalar)), UInt8(halfBits(scalar) >> 8)]
        case .bfloat16: elements += [UInt8(truncatingIfNeeded: brainBits(scalar)), UInt8(brainBits(scalar) >> 8)]
        }
      }
      let shape = tensor.shape.map(String.init).joined(separator: ",")
      members.append(
        "\(JSON.quoted(name)):{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(shape)],\"data_offsets\":[\(start),\(elements.count)]}")
    }
    var header = Array("{\(members.joined(separator: ","))}".utf8)
    // Elements begin at a multiple of 8 bytes.
    header += [UInt8](repeating: 0x20, count: (8 - header.count % 8) % 8)
    return (0..<8).map { UInt8(truncatingIfNeeded: header.count >> (8 * $0)) } + header + elements
  }

  /// Writes a file, or replaces it.
  ///
  /// - Throws: `FileError` if the file can't be written.
  public func write(to path: String, as type: ElementType = .float32) throws(FileError) {
    try writeFile(path, bytes(as: type))
  }
}

/// Elements, the lowest byte of each first.
private func elements(_ bytes: ArraySlice<UInt8>, _ type: Safetensors.ElementType) -> [Float] {
  bytes.withUnsafeBytes { bytes in
    switch type {
    case .float32:
      (0..<bytes.count / 4).map {
        Float(bitPattern: UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self)))
      }
    case .float16, .bfloat16:
      (0..<bytes.count / 2).map {
        let bits = UInt16(littleEndian: bytes.loadUnaligned(fromByteOffset: 2 * $0, as: UInt16.self))
        return type == .float16 ? float(halfBits: bits) : float(brainBits: bits)
      }
    }
  }
}

import Attention
import Foundation
import Testing

@Suite struct SafetensorsTests {
  @Test(arguments: Safetensors.ElementType.allCases)
  func `what is written is read again`(type: Safetensors.ElementType) throws {
    var file = Safetensors()
    file.metadata = ["note": "a \"quoted\"\nline — ✓"]
    // Exact in 16 bits of either kind.
    file["b.weight"] = [[1, -2.5, 0], [0.125, .infinity, -0.0]]
    file["a"] = Tensor(3)
    file["empty"] = .zeros([2, 0])
    let read = try Safetensors(bytes: file.bytes(as: type))
    #expect(read.names == ["b.weight", "a", "empty"])
    #expect(read.metadata == file.metadata)
    for name in file.names { #expect(read[name] == file[name]) }
  }

  @Test func `a file on disk`() throws {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID()).safetensors").path
    defer { try? FileManager.default.removeItem(atPath: path) }
    var file = Safetensors()
    file["x"] = .randomNormal([3, 4], seed: 1)
    try file.write(to: path)
    #expect(try Safetensors(contentsOf: path)["x"] == file["x"])
    #expect(throws: FileError.self) { try Safetensors(contentsOf: path + ".none") }
    do { _ = try Safetensors(contentsOf: path + ".none") } catch {
      #expect(error.description == "\(path).none: can't be opened: No such file or directory")
    }
  }

  @Test func `all numbers of half precision are read exactly, and written back`() throws {
    let all = (UInt16.min...UInt16.max).filter { $0 & 0x7C00 != 0x7C00 || $0 & 0x3FF == 0 }
    let bytes = Self.file(
      "{\"x\":{\"dtype\":\"F16\",\"shape\":[\(all.count)],\"data_offsets\":[0,\(2 * all.count)]}}",
      all.flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] })
    let file = try Safetensors(bytes: bytes)
    #if arch(arm64) || os(Linux)
      #expect(file["x"]!.scalars == all.map { Float(Float16(bitPattern: $0)) })
    #endif
    #expect(file.bytes(as: .float16).suffix(2 * all.count) == bytes.suffix(2 * all.count))
  }

  #if arch(arm64) || os(Linux)
    @Test func `other numbers are rounded to the nearest, ties to even`() throws {
      var generator = SeededGenerator(seed: 1)
      let numbers = (0..<20_000).map { _ in Float(bitPattern: UInt32(truncatingIfNeeded: generator.next())) }.filter { !$0.isNaN }
      let halves = numbers.map { Float(Float16($0)) } + [1, 1.001953125]
      var file = Safetensors()
      // 1 + 2⁻¹¹ lies between 1 and 1 + 2⁻¹⁰; 1 + 3 · 2⁻¹¹ between 1 + 2⁻¹⁰ and 1 + 2⁻⁹.
      file["x"] = Tensor(numbers + [1.00048828125, 1.00146484375])
      #expect(try Safetensors(bytes: file.bytes(as: .float16))["x"]!.scalars == halves)
    }
  #endif

  @Test func `a bfloat16 is the upper half of a float, rounded`() throws {
    var file = Safetensors()
    file["x"] = [1.00390625, 1.01171875, 3.4e38, -1e-40]  // between 1 and 1 + 2⁻⁷; between 1 + 2⁻⁷ and 1 + 2⁻⁶
    let read = try Safetensors(bytes: file.bytes(as: .bfloat16))["x"]!
    #expect(read.scalars[..<3] == [1, 1.015625, .infinity])
    // Half of its smallest step, 2⁻¹³³.
    #expect(abs(read.scalars[3] + 1e-40) <= 4.6e-41)
  }

  static func file(_ header: String, _ elements: [UInt8] = []) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: header.utf8.count >> (8 * $0)) } + Array(header.utf8) + elements
  }

  static let faults: [(header: String, error: String)] = [
    ("", "byte 8: JSON needs a value here"),
    ("{\"x\":", "byte 13: JSON needs a value here"),
    ("[1]", "byte 8: the header must be an object of JSON"),
    ("{} {}", "byte 11: the header goes on after its JSON"),
    ("{\"x", "byte 9: a string of JSON begins here, but doesn't end"),
    ("{\"x\":7}", "byte 13: tensor \"x\": dtype is missing"),
    ("{\"x\":{\"dtype\":\"I8\"}}", "byte 22: tensor \"x\": dtype must be F32, F16 or BF16, but is I8"),
    ("{\"x\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}", "byte 36: tensor \"x\": shape must be a list of sizes"),
    (
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
      "byte 55: tensor \"x\": F32 of shape [2] needs 8 bytes, but data_offsets are [0, 4]"
    ),
    (
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}",
      "byte 55: tensor \"x\": its elements end at 8, but the file has 4 bytes of elements"
    ),
    (
      "{\"x\":{\"dtype\":\"F32\",\"shape\":[9223372036854775807],\"data_offsets\":[0,4]}}",
      "byte 36: tensor \"x\": shape must be a list of sizes"
    ),
    (String(repeating: "[", count: 100), "byte 72: JSON is nested more than 64 deep"),
  ]

  @Test(arguments: faults) func `a fault is named with its byte`(header: String, error: String) {
    do {
      _ = try Safetensors(bytes: Self.file(header, [0, 0, 0, 0]), named: "m")
      Issue.record("no error")
    } catch {
      #expect(error.description == "m: \(self.error(of: header))")
    }
  }

  private func error(of header: String) -> String { Self.faults.first { $0.header == header }!.error }

  @Test func `a file that is cut off anywhere is refused, without a crash`() throws {
    var file = Safetensors()
    file["x"] = [1, 2]
    let bytes = file.bytes()
    for count in 0..<bytes.count { #expect(throws: FileError.self) { try Safetensors(bytes: Array(bytes[..<count])) } }
    // And any other byte in its place is read or refused.
    for place in bytes.indices {
      var damaged = bytes
      damaged[place] ^= 0x55
      _ = try? Safetensors(bytes: damaged)
    }
  }
}

@Suite struct NumPyTests {
  static func file(_ header: String, _ elements: [UInt8]) -> [UInt8] {
    [0x93] + Array("NUMPY".utf8) + [1, 0, UInt8(header.utf8.count), 0] + Array(header.utf8) + elements
  }

  static func bytes<Number: FixedWidthInteger>(_ numbers: [Number]) -> [UInt8] {
    numbers.flatMap { number in withUnsafeBytes(of: number.littleEndian) { Array($0) } }
  }

  @Test func `arrays of each type and order`() throws {
    let numbers: [Float] = [1, 2, 3, 4, 5, 6]
    let single = Self.file(
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }\n", Self.bytes(numbers.map(\.bitPattern)))
    #expect(try Tensor(numPyBytes: single) == [[1, 2, 3], [4, 5, 6]])
    let double = Self.file(
      "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }\n", Self.bytes(numbers.map { Double($0).bitPattern }))
    #expect(try Tensor(numPyBytes: double) == [[1, 3, 5], [2, 4, 6]])
    let half = Self.file("{'descr': '<f2', 'fortran_order': False, 'shape': (2,), }\n", [0, 0x3C, 0, 0xC0])
    #expect(try Tensor(numPyBytes: half) == [1, -2])
    let scalar = Self.file("{'descr': '<f4', 'fortran_order': False, 'shape': (), }\n", Self.bytes([Float(7).bitPattern]))
    #expect(try Tensor(numPyBytes: scalar) == Tensor(7))
  }

  static let faults: [(header: String, error: String)] = [
    ("{'fortran_order': False, 'shape': (1,)}", "m: byte 10: the header has no 'descr'"),
    ("{'descr': '<i4', 'fortran_order': False, 'shape': (1,)}", "m: byte 10: elements must be <f4, <f8 or <f2, but are '<i4'"),
    ("{'descr': '<f4', 'fortran_order': False, 'shape': (x,)}", "m: byte 10: the shape (x) is no list of sizes"),
    (
      "{'descr': '<f4', 'fortran_order': False, 'shape': (2,)}",
      "m: byte 65: an array of shape [2] needs 8 bytes, but the file ends after 4"
    ),
    ("{'descr': '<f2', 'fortran_order': False, 'shape': (1,)}", "m: byte 67: the file goes on after its 1 elements"),
  ]

  @Test(arguments: faults.indices) func `a fault is named with its byte`(index: Int) {
    let (header, message) = Self.faults[index]
    do {
      _ = try Tensor(numPyBytes: Self.file(header, [0, 0, 0, 0]), named: "m")
      Issue.record("no error")
    } catch {
      #expect(error.description == message)
    }
  }
}

@Suite struct CodableTensorTests {
  @Test func `a tensor is coded as shape and elements, and a wrong one refused`() throws {
    let x: Tensor = [[1, 2.5], [3, 4]]
    let data = try JSONEncoder().encode(x)
    #expect(try JSONDecoder().decode(Tensor.self, from: data) == x)
    for wrong in ["{\"shape\":[3],\"scalars\":[1]}", "{\"shape\":[-1,-1],\"scalars\":[1]}"] {
      #expect(throws: DecodingError.self) { try JSONDecoder().decode(Tensor.self, from: Data(wrong.utf8)) }
    }
  }
}

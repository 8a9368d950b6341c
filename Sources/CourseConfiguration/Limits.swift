import Diagnostics
import KeyedYAML

/// How much of the machine a lesson may use. `limits:` in `course.yml` changes the defaults.
package struct Limits: Sendable, Hashable {
  /// Wall time of one cell, unless its fence sets `timeout=`.
  package var secondsPerCell = 10.0
  /// Processor time of each process of the lesson.
  package var processorSeconds = 120
  package var memoryBytes = 1 << 32
  /// Standard output of one cell.
  package var printedBytesPerCell = 1 << 16
  /// The size of any file that the program writes, including its output and its events.
  package var fileBytes = 1 << 26
  /// The size of all files that the program writes, together.
  package var diskBytes = 1 << 29
  /// Processes at one time: the lesson's program and those that it starts.
  package var processes = 64
  /// The size of all files in the lesson's data folder, together.
  package var dataBytes = 1 << 28
  /// Wall time of one compilation.
  package var compilerSeconds = 120.0

  package init() {}
}

// MARK: - In course.yml

extension Limits {
  enum Key: String, YAMLKey {
    case seconds
    case processorSeconds = "processor-seconds"
    case memory, output, file, disk, processes, data
    case compilerSeconds = "compiler-seconds"

    static func unknown(_ key: String) -> String { "unknown limit `\(key)`" }
    static var list: String { "the limits are \(names.joined(separator: ", "))" }
  }

  /// Reads `limits: { seconds: 10, memory: 4 GB }`.
  mutating func read(_ yaml: LocatedYAML) throws(Problem) {
    guard case .mapping(let pairs) = yaml.content else {
      throw Problem("`limits` needs keys", at: yaml.range, help: "write, say, `limits: { seconds: 10, memory: 4 GB }`")
    }
    for pair in pairs {
      let key = try Key(reading: pair)
      let value = try pair.text(need: "a number")
      switch key {
      case .seconds: secondsPerCell = try Self.seconds(value)
      case .processorSeconds: processorSeconds = try Self.count(value)
      case .memory: memoryBytes = try Self.bytes(value)
      case .output: printedBytesPerCell = try Self.bytes(value)
      case .file: fileBytes = try Self.bytes(value)
      case .disk: diskBytes = try Self.bytes(value)
      case .processes: processes = try Self.count(value)
      case .data: dataBytes = try Self.bytes(value)
      case .compilerSeconds: compilerSeconds = try Self.seconds(value)
      }
    }
  }

  private static func seconds(_ value: LocatedYAML.Scalar) throws(Problem) -> Double {
    // At most a day: a longer time is probably a slip.
    guard let number = Double(value.text), number > 0, number <= 86_400 else {
      throw Problem("a time is a number of seconds, not `\(value.text)`", at: value.range, help: "write, say, `10`")
    }
    return number
  }

  private static func count(_ value: LocatedYAML.Scalar) throws(Problem) -> Int {
    guard let number = Int(value.text), number > 0, number <= 1_000_000 else {
      throw Problem("this limit is a whole number, not `\(value.text)`", at: value.range, help: "write, say, `64`")
    }
    return number
  }

  private static func bytes(_ value: LocatedYAML.Scalar) throws(Problem) -> Int {
    let units = ["KB": 10, "MB": 20, "GB": 30]
    guard let match = value.text.wholeMatch(of: /([0-9]{1,6}) ?(KB|MB|GB)/), let number = Int(match.1), number > 0,
      let shift = units[String(match.2)]
    else {
      throw Problem(
        "a size is a whole number with its unit, not `\(value.text)`", at: value.range, help: "write, say, `64 KB`, `64 MB` or `4 GB`")
    }
    return number << shift
  }
}

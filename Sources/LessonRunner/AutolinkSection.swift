import Foundation

/// The options for the linker that the compiler writes into an object file on Linux: `-lswiftCore` and others, for the modules that the code imports.
///
/// The driver starts `swift-autolink-extract` to read them, which takes longer than the linker itself. This reads them in this process.
/// The format is that of System V's ABI, chapter 4 (gabi, "Object Files").
enum AutolinkSection {
  private static let program = "swift-autolink-extract"
  private static let name = ".swift1_autolink_entries"

  /// Does what a step would do that calls the program.
  ///
  /// - Returns: Whether it is done. If not, the program must be called.
  static func perform(_ step: CompilationPlan.Step, in folder: URL) -> Bool {
    guard step.count == 4, URL(filePath: step[0]).lastPathComponent == program, step[2] == "-o",
      // The tool itself isn't confined, and a lesson's flags are among what the driver makes the steps of.
      !step[1].contains("/"), !step[3].contains("/"), step[3] != "..",
      let object = contentsOfRegularFile(folder.appending(path: step[1]).path), let options = options(in: [UInt8](object))
    else { return false }
    let text = options.map { $0 + "\n" }.joined()
    return (try? Data(text.utf8).write(to: folder.appending(path: step[3]), options: .withoutOverwriting)) != nil
  }

  /// The options, each once; nil if this isn't an object file for ELF with 64 bits, or a damaged one.
  static func options(in object: [UInt8]) -> [String]? {
    func number(_ offset: Int, bytes count: Int) -> Int? {
      guard offset >= 0, offset <= object.count - count else { return nil }
      let value = object[offset..<offset + count].reversed().reduce(0 as UInt64) { $0 << 8 | UInt64($1) }
      return Int(exactly: value)
    }
    func bytes(from offset: Int?, count: Int?) -> ArraySlice<UInt8>? {
      guard let offset, let count, offset >= 0, offset <= object.count, count <= object.count - offset else { return nil }
      return object[offset..<offset + count]
    }
    // A file for ELF, of 64 bits, with the lowest byte first.
    guard object.starts(with: [0x7F, 0x45, 0x4C, 0x46, 2, 1]), let headers = number(0x28, bytes: 8),
      let headerSize = number(0x3A, bytes: 2), headerSize >= 0x40, let count = number(0x3C, bytes: 2), count > 0,
      let namesIndex = number(0x3E, bytes: 2), namesIndex < count, headers <= object.count - count * headerSize
    else { return nil }
    func content(_ index: Int) -> ArraySlice<UInt8>? {
      let header = headers + index * headerSize
      return bytes(from: number(header + 0x18, bytes: 8), count: number(header + 0x20, bytes: 8))
    }
    guard let names = content(namesIndex) else { return nil }
    var options: [String] = []
    for index in 0..<count {
      guard let place = number(headers + index * headerSize, bytes: 4), place < names.count else { return nil }
      let own = names.dropFirst(place).prefix { $0 != 0 }
      guard own.elementsEqual(name.utf8) else { continue }
      guard let section = content(index) else { return nil }
      for option in section.split(separator: 0) {
        let option = String(decoding: option, as: UTF8.self)
        if !options.contains(option) { options.append(option) }
      }
    }
    return options
  }
}

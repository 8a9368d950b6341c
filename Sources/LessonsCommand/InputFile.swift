import Diagnostics
import Foundation

/// A file that a command was asked to read.
enum InputFile {
  static func bytes(of name: String) throws(ToolFailure) -> Data {
    // An empty name would mean the working directory.
    guard !name.isEmpty else { throw ToolFailure("the name of a file is empty", help: "name a file") }
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: name, isDirectory: &isFolder) else {
      throw ToolFailure("there is no file `\(name)`", help: "name it by its path from this folder")
    }
    guard !isFolder.boolValue else { throw ToolFailure("`\(name)` is a folder", help: "name a file in it") }
    guard let bytes = FileManager.default.contents(atPath: name) else {
      throw ToolFailure("`\(name)` could not be read", help: "is it a file that you may read?")
    }
    return bytes
  }
}

import Diagnostics
import Foundation
import SiteRendering

/// A notebook's file, with an error that says what keeps it from being one.
enum NotebookFile {
  static func notebook(_ bytes: Data, _ name: String) throws(ToolFailure) -> Notebook {
    do {
      // Editors of Windows begin a text with a mark that JSON doesn't have.
      let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
      return try JSONDecoder().decode(Notebook.self, from: bytes.starts(with: mark) ? bytes.dropFirst(mark.count) : bytes)
    } catch let error as Notebook.OtherFormat {
      throw otherFormat(error.format, name)
    } catch {
      let isJSON = (try? JSONSerialization.jsonObject(with: bytes)) != nil
      if !isJSON, String(validating: bytes, as: UTF8.self) == nil {
        throw ToolFailure("`\(name)` isn't text in UTF-8", help: "save it as UTF-8")
      }
      guard name.lowercased().hasSuffix(".ipynb") else {
        throw ToolFailure(
          "`\(name)` is no notebook, and its name isn't that of a Markdown file",
          help: "`lessons import` takes notebooks, `.ipynb`, and Markdown, `.md`, `.markdown`, `.qmd` and `.Rmd`")
      }
      throw ToolFailure(
        isJSON ? "`\(name)` isn't a notebook of nbformat 4\(lack(error))" : "`\(name)` isn't JSON, which notebooks are",
        help: "open it in Jupyter and save it again")
    }
  }

  private static func otherFormat(_ format: Int, _ name: String) -> ToolFailure {
    guard format > 4 else {
      return ToolFailure(
        "`\(name)` is a notebook of nbformat \(format), and `lessons import` takes nbformat 4",
        help: "`jupyter nbconvert --to notebook` writes it anew, and so does Jupyter when you save it")
    }
    return ToolFailure(
      "`\(name)` is a notebook of nbformat \(format), which is newer than nbformat 4, the one that `lessons import` takes",
      help: "save it as nbformat 4 with the program that wrote it")
  }

  /// What a file of JSON lacks or has of another kind.
  private static func lack(_ error: any Error) -> String {
    switch error {
    case DecodingError.keyNotFound(let key, let context): ": `\(key.stringValue)` is missing\(place(context.codingPath))"
    case DecodingError.typeMismatch(_, let context), DecodingError.valueNotFound(_, let context):
      context.codingPath.last { $0.intValue == nil }.map {
        ": `\($0.stringValue)` isn't what it has to be\(place(context.codingPath.dropLast()))"
      } ?? ""
    default: ""
    }
  }

  private static func place(_ path: some Collection<any CodingKey>) -> String {
    guard path.first?.stringValue == "cells", let index = path.dropFirst().first?.intValue else { return "" }
    return " in cell \(index + 1)"
  }
}

import Diagnostics
import Foundation
import SiteRendering

/// The page that holds the whole course, as Chromium prints it, with page numbers in its contents.
struct CoursePaper {
  private let files: [SiteFile]

  /// - Parameter files: The site's.
  init(_ files: [SiteFile], title: String) {
    self.files = files.map { file in
      switch file.path {
      case Self.page:
        // Chromium takes the PDF's title from it.
        return Self.edited(file) { text in
          text.replacing(/<title>.*?<\/title>/, with: "<title>\(HTML(text: title).markup)</title>", maxReplacements: 1)
        }
      case Self.style: return Self.edited(file) { $0 + Self.ownStyle }
      default: return file
      }
    }
  }

  /// For what a printing by hand doesn't have.
  private static let ownStyle = """
    @page { size: A4; }
    .toc { column-gap: 2rem; }
    .toc li { display: flex; }
    .toc .page { margin-inline-start: auto; }

    """
  private static let page = "print.html"
  private static let style = "assets/paper.css"

  private static func edited(_ file: SiteFile, _ edit: (String) -> String) -> SiteFile {
    SiteFile(path: file.path, text: edit(String(decoding: file.bytes, as: UTF8.self)))
  }

  /// A browser can't count pages in a text: the course is printed once to see where each lesson begins, and again with the numbers. A line of
  /// the contents is as high with a number as without, so that the second printing has the pages of the first.
  ///
  /// - Returns: The PDF, and whether its contents have page numbers.
  func printed(by program: String) throws(ToolFailure) -> (pdf: [UInt8], isNumbered: Bool) {
    let scratch = FileManager.default.temporaryDirectory.appending(path: "lessons-paper-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: scratch) }
    var numbers: [String: Int] = [:]
    for _ in 0..<3 {
      let pdf = try Self.print(numbered(numbers), in: scratch, program)
      guard let found = PDFDestinations(pdf)?.pages, !found.isEmpty else { return (pdf, false) }
      if found == numbers { return (pdf, true) }
      numbers = found
    }
    return (try Self.print(files, in: scratch, program), false)
  }

  /// The files with the pages of places beside the links to them in the contents.
  private func numbered(_ numbers: [String: Int]) -> [SiteFile] {
    files.map { file in
      guard file.path == Self.page, !numbers.isEmpty else { return file }
      return Self.edited(file) { text in
        text.replacing(/<li><span class="number">[^<]*<\/span> <a href="#([^"]*)">.*?<\/a>/) { link in
          let number = numbers[link.1.removingPercentEncoding ?? String(link.1)]
          return "\(link.0)" + (number.map { "<span class=\"page\">\($0)</span>" } ?? "")
        }
      }
    }
  }

  private static func print(_ files: [SiteFile], in scratch: URL, _ program: String) throws(ToolFailure) -> [UInt8] {
    let site = scratch.appending(path: "site")
    let paper = scratch.appending(path: "paper.pdf")
    try SiteWriter(folder: site.path).write(files)
    try? FileManager.default.removeItem(at: paper)
    let process = Chromium.process(
      program, profile: scratch.appending(path: "profile"),
      [
        "--no-pdf-header-footer", "--generate-pdf-document-outline", "--print-to-pdf=\(paper.path)",
        site.appending(path: page).absoluteString,
      ])
    do {
      try process.run()
    } catch {
      throw ToolFailure("`\(program)` could not be started", details: error.localizedDescription)
    }
    process.waitUntilExit()
    guard process.terminationStatus == 0, let pdf = FileManager.default.contents(atPath: paper.path), pdf.starts(with: Data("%PDF-".utf8))
    else {
      throw ToolFailure("`\(program)` printed no PDF", details: "it ended with \(process.terminationStatus)")
    }
    return [UInt8](pdf)
  }
}

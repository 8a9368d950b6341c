import CourseConfiguration
import Diagnostics
import Foundation
import LessonChecks
import LessonDocument

/// Lessons as an electronic book (EPUB 3): a chapter for each, the solutions of exercises at the end, and all that the chapters show.
///
/// The same lessons always give the same bytes.
package struct Book: Sendable {
  /// The files in the book's folder, in the order of the archive.
  package private(set) var files: [SiteFile] = []
  /// What a book can't show, in words.
  package private(set) var leftOut: [String] = []

  private static let folder = "EPUB/"

  struct Chapter {
    /// The part of the course that it belongs to.
    var part: String?
    /// Of a lesson that has one.
    var number: String?
    /// Escaped.
    var title: String
    /// The id of the lesson's section on the page with the whole course; nil for what is no lesson.
    var sectionID: String?
    var file: String
    var content: [MarkupNode]
    var sections: [(id: String, title: String)] = []
  }

  init(_ chapters: [Chapter], _ description: BookDescription, pictures: [SiteFile], font: [SiteFile]) {
    var chapters = chapters
    let ids = BookIDs(chapters)
    let pictures = BookPictures(pictures)
    for index in chapters.indices {
      let file = chapters[index].file
      let markup = BookMarkup(
        address: { ids.address($0, from: file, site: description.site) }, id: ids.id, picture: pictures.place)
      chapters[index].content = markup.nodes(chapters[index].content)
    }
    let shown = Set(chapters.flatMap { $0.content.allElements }.filter { $0.name == "img" }.compactMap { $0["src"] })
    leftOut = pictures.unfit

    var items = [
      BookItem(id: "contents", path: "contents.xhtml", type: "application/xhtml+xml", properties: ["nav"]),
      BookItem(id: "style", path: "book.css", type: "text/css"),
    ]
    var parts = [
      SiteFile(path: "contents.xhtml", text: description.contents(of: chapters, ids)),
      SiteFile(path: "book.css", bytes: Self.style(font)),
    ]
    for (number, chapter) in chapters.enumerated() {
      let names = Set(chapter.content.allElements.map(\.name))
      let properties = (names.contains("math") ? ["mathml"] : []) + (names.contains("svg") ? ["svg"] : [])
      items.append(BookItem(id: "chapter-\(number + 1)", path: chapter.file, type: "application/xhtml+xml", properties: properties))
      parts.append(SiteFile(path: chapter.file, text: description.page(title: chapter.title, chapter.content)))
    }
    for (number, picture) in pictures.files.filter({ shown.contains($0.file.path) }).enumerated() {
      items.append(BookItem(id: "picture-\(number + 1)", path: picture.file.path, type: picture.type))
      parts.append(picture.file)
    }
    for (number, file) in font.enumerated() {
      let path = String(file.path.split(separator: "/").last ?? "")
      let type = path.hasSuffix(".woff2") ? "font/woff2" : path.hasSuffix(".otf") ? "font/otf" : "text/plain"
      items.append(BookItem(id: "font-\(number + 1)", path: path, type: type))
      parts.append(SiteFile(path: path, bytes: file.bytes))
    }
    let reading = ["chapter-1", "contents"] + chapters.indices.dropFirst().map { "chapter-\($0 + 1)" }
    files =
      [
        SiteFile(path: "mimetype", text: "application/epub+zip"),
        SiteFile(path: "META-INF/container.xml", text: Self.container),
        SiteFile(path: Self.folder + "package.opf", text: description.package(items, reading: reading)),
      ] + parts.map { SiteFile(path: Self.folder + $0.path, bytes: $0.bytes) }
  }

  /// The book as one file.
  package func archive() throws(ToolFailure) -> [UInt8] {
    var archive = ZipArchive()
    for file in files { archive.add(file.path, file.bytes) }
    return try archive.archive()
  }

  private static let container = """
    <?xml version="1.0" encoding="UTF-8"?>
    <container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container">
    <rootfiles><rootfile full-path="\(folder)package.opf" media-type="application/oebps-package+xml"/></rootfiles>
    </container>

    """

  private static func style(_ font: [SiteFile]) -> [UInt8] {
    let name = font.first { !$0.path.hasSuffix(".txt") }?.path.split(separator: "/").last.map(String.init)
    let face =
      name.map {
        """
        @font-face { font-family: "TeX Gyre Pagella Math"; src: url("\($0)"); }
        math { font-family: "TeX Gyre Pagella Math", "STIX Two Math", "Cambria Math", math; }

        """
      } ?? ""
    return Array(face.utf8) + Theme.bookStyle
  }
}

/// The ids of a book. XML allows fewer signs in them than HTML: an id begins with a letter or `_`.
struct BookIDs {
  private var files: [String: String] = [:]
  private var ids: [String: String] = [:]

  init(_ chapters: [Book.Chapter]) {
    var taken: Set<String> = []
    for chapter in chapters {
      if let section = chapter.sectionID { files[section] = chapter.file }
      for id in chapter.content.allElements.compactMap({ $0["id"] }) where ids[id] == nil {
        var name = Self.xmlName(id)
        while !taken.insert(name).inserted { name += "_" }
        ids[id] = name
        files[id] = chapter.file
      }
    }
  }

  func id(_ id: String) -> String { ids[id] ?? Self.xmlName(id) }

  private static func xmlName(_ id: String) -> String {
    let name = String(String.UnicodeScalarView(id.unicodeScalars.map { isNameScalar($0) ? $0 : "_" }))
    guard let first = name.unicodeScalars.first, first == "_" || first.properties.isAlphabetic else { return "_" + name }
    return name
  }

  private static func isNameScalar(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.isASCII { return scalar.properties.isAlphabetic || ("0"..."9").contains(scalar) || "-_.".unicodeScalars.contains(scalar) }
    // The letters of XML 1.0; emoji and signs aren't among them.
    return scalar.properties.isAlphabetic && (0x3001...0xD7FF ~= scalar.value || 0xC0...0x1FFF ~= scalar.value)
      && scalar.value != 0xD7 && scalar.value != 0xF7 && scalar.value != 0x37E
  }

  /// - Parameters:
  ///   - href: An address on the page with the whole course, escaped.
  ///   - site: Where the site is, with a slash at its end; nil if that isn't known.
  func address(_ href: String, from file: String, site: String?) -> String? {
    if href.hasPrefix("#") {
      let id = String(href.dropFirst())
      guard let target = [id, id.removingPercentEncoding ?? id].first(where: { files[$0] != nil }), let place = files[target] else {
        return nil
      }
      guard let name = ids[target] else { return place }
      return (place == file ? "" : place) + "#" + (name.addingPercentEncoding(withAllowedCharacters: .urlFragmentAllowed) ?? name)
    }
    let scheme = href.prefix { $0 != "/" && $0 != "#" && $0 != "?" }
    if scheme.contains(":"), !href.hasPrefix("./") { return href }
    // Files that aren't in the book are on the site.
    return site.map { HTML(text: $0).markup + (href.hasPrefix("./") ? String(href.dropFirst(2)) : href) }
  }
}

/// The pictures of a book, under names that every reading system takes.
struct BookPictures {
  private(set) var files: [(file: SiteFile, type: String)] = []
  private var places: [String: String] = [:]
  /// Those of kinds that no book may hold, in words.
  private(set) var unfit: [String] = []

  private static let types = ["svg": "image/svg+xml", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif"]

  init(_ pictures: [SiteFile]) {
    for (number, picture) in pictures.sorted(by: { $0.path < $1.path }).enumerated() {
      let ending = picture.path.lowercased().split(separator: ".").last.map(String.init) ?? ""
      guard let type = Self.types[ending] else {
        unfit.append("\(picture.path): its description is shown instead, because a book can hold no \(ending.uppercased())")
        continue
      }
      let place = "picture-\(number + 1).\(ending)"
      files.append((SiteFile(path: place, bytes: picture.bytes), type))
      places[HTML(text: picture.path.percentEncoded).markup] = place
    }
  }

  func place(_ source: String) -> String? { places[source] }
}

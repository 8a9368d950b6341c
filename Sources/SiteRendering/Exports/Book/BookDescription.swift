import CourseConfiguration
import Foundation
import LessonChecks

/// A file of a book, as its package lists it.
struct BookItem {
  var id: String
  var path: String
  var type: String
  var properties: [String] = []
}

/// What a book says of itself: who wrote it, under which license, where it is from.
struct BookDescription {
  var title: String
  var language: String
  var authors: [String]
  var summary: String?
  var licenses: [CourseSettings.License]
  /// The site, or else the repository.
  var source: String?
  /// Where files are that the book lacks, with a slash at its end.
  var site: String?
  /// When the text was last changed, as `2026-11-29T00:00:00Z`.
  var modified: String
  var words: PageWords

  /// The same for each edition of the same lessons: made of the course's address, or of its title, and the lessons' names.
  var identifier: String

  // MARK: - The package

  func package(_ items: [BookItem], reading: [String]) -> String {
    let rights = licenses.map { "\($0.name) (\($0.address))" }.joined(separator: "; ")
    let optional = [
      summary.map { "<dc:description>\(escaped($0))</dc:description>" },
      source.map { "<dc:source>\(escaped($0))</dc:source>" },
      rights.isEmpty ? nil : "<dc:rights>\(escaped(rights))</dc:rights>",
    ].compactMap(\.self)
    let creators = authors.map { "<dc:creator>\(escaped($0))</dc:creator>" }
    let links = licenses.map { "<link rel=\"cc:license\" href=\"\(escaped($0.address))\"/>" }
    let manifest = items.map { item in
      let properties = item.properties.isEmpty ? "" : " properties=\"\(item.properties.joined(separator: " "))\""
      return "<item id=\"\(item.id)\" href=\"\(item.path)\" media-type=\"\(item.type)\"\(properties)/>"
    }
    return """
      <?xml version="1.0" encoding="UTF-8"?>
      <package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="identifier" xml:lang="\(language)" \
      prefix="cc: http://creativecommons.org/ns#">
      <metadata xmlns:dc="http://purl.org/dc/elements/1.1/">
      <dc:identifier id="identifier">\(escaped(identifier))</dc:identifier>
      <dc:title>\(escaped(title))</dc:title>
      <dc:language>\(language)</dc:language>
      \((creators + optional).joined(separator: "\n"))
      <meta property="dcterms:modified">\(modified)</meta>
      \(Self.accessibility.map { "<meta property=\"schema:\($0)\">\($1)</meta>" }.joined(separator: "\n"))
      \(links.joined(separator: "\n"))
      </metadata>
      <manifest>
      \(manifest.joined(separator: "\n"))
      </manifest>
      <spine>
      \(reading.map { "<itemref idref=\"\($0)\"/>" }.joined(separator: "\n"))
      </spine>
      </package>

      """
  }

  /// What holds for each book that is made here: formulas are MathML, drawings and pictures have a text.
  private static let accessibility = [
    ("accessMode", "textual"), ("accessMode", "visual"), ("accessModeSufficient", "textual"), ("accessibilityFeature", "MathML"),
    ("accessibilityFeature", "alternativeText"), ("accessibilityFeature", "structuralNavigation"),
    ("accessibilityFeature", "tableOfContents"), ("accessibilityHazard", "none"),
  ]

  // MARK: - Pages

  /// - Parameter title: Escaped.
  func page(title: String, _ content: [MarkupNode]) -> String { page(title: title, body: content.xml) }

  private func page(title: String, body: String) -> String {
    """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE html>
    <html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" lang="\(language)" xml:lang="\(language)">
    <head>
    <meta charset="UTF-8"/>
    <title>\(title)</title>
    <link rel="stylesheet" type="text/css" href="book.css"/>
    </head>
    <body>
    \(body)
    </body>
    </html>

    """
  }

  /// The contents: the chapters by the parts of the course, with their sections.
  func contents(of chapters: [Book.Chapter], _ ids: BookIDs) -> String {
    var list = ""
    var part: String?
    for chapter in chapters {
      if chapter.part != part {
        if part != nil { list += "</ol></li>\n" }
        if let title = chapter.part { list += "<li><span>\(escaped(title))</span>\n<ol>\n" }
        part = chapter.part
      }
      let sections = chapter.sections.map { "<li><a href=\"\(chapter.file)#\(ids.id($0.id))\">\($0.title)</a></li>\n" }.joined()
      let number = chapter.number.map { "\(escaped($0)) · " } ?? ""
      list += "<li><a href=\"\(chapter.file)\">\(number)\(chapter.title)</a>\(sections.isEmpty ? "" : "\n<ol>\n\(sections)</ol>\n")</li>\n"
    }
    if part != nil { list += "</ol></li>\n" }
    let title = words.contents.markup
    return page(
      title: title, body: "<nav epub:type=\"toc\" id=\"toc\">\n<h1>\(title)</h1>\n<ol>\n\(list)</ol>\n</nav>")
  }

  private func escaped(_ text: String) -> String { HTML(text: text).markup }
}

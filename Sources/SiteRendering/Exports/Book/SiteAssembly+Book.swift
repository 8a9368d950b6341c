import CourseConfiguration
import Foundation
import LessonDocument

extension SiteAssembly {
  /// The lessons as a book.
  ///
  /// - Parameter isWhole: Whether it is the whole course, not some lessons.
  func book(isWhole: Bool, with furtherFiles: [SiteFile]) -> Book {
    let isFont = { (file: SiteFile) in file.path.hasPrefix("assets/texgyre") }
    let pictures = furtherFiles.filter { file in
      !isFont(file) && Picture.endings.contains { file.path.lowercased().hasSuffix(".\($0)") }
    }
    let parts = groups.isEmpty || groups.allSatisfy({ $0.indices.isEmpty }) ? [(nil, Array(lessons.indices))] : groups
    var chapters: [Book.Chapter] = []
    for (part, indices) in parts {
      for index in indices {
        let lesson = lessons[index]
        let stem = Placement.sectionID(ofLesson: lesson.identity.pageStem)
        let number = number(of: lesson).map { "<p class=\"eyebrow\">\($0)</p>" as HTML } ?? .empty
        let content = MarkupNode.parse(number + lesson.section.html)
        let ids = Set(content.allElements.compactMap { $0["id"] })
        chapters.append(
          Book.Chapter(
            part: part?.text, number: lesson.identity.number, title: HTML(text: lesson.identity.title).markup, sectionID: stem,
            file: "chapter-\(chapters.count + 1).xhtml", content: content,
            // Each lesson ends with what was checked: the contents needn't say that.
            sections: (lesson.ownPage?.sections ?? []).filter { $0.id != LessonRenderer.checkedID && ids.contains("\(stem).\($0.id)") }.map
            { section in
              (id: "\(stem).\(section.id)", title: MarkupNode.parse(section.title).escapedText)
            }))
      }
    }
    let solutions = lessons.filter { !$0.solutions.isEmpty }.flatMap { lesson in
      [.element(MarkupElement("h3", [], [.text(HTML(text: lesson.identity.title).markup)]))] + MarkupNode.parse(lesson.solutions)
    }
    if !solutions.isEmpty {
      let title = localization.frame.solutions.markup
      chapters.append(
        Book.Chapter(
          title: title, file: "solutions.xhtml", content: [.element(MarkupElement("h2", [], [.text(title)]))] + solutions))
    }
    let description = description(isWhole: isWhole)
    return Book([front(description)] + chapters, description, pictures: pictures, font: furtherFiles.filter(isFont))
  }

  private func description(isWhole: Bool) -> BookDescription {
    let title = isWhole || lessons.count > 1 ? settings.title : "\(lessons[0].identity.title) · \(settings.title)"
    let origin = settings.url ?? settings.repository ?? settings.title
    let names = isWhole ? [] : lessons.map(\.identity.name)
    // A day without a time is that day's beginning.
    let day = lessons.compactMap { $0.ownPage?.date }.max() ?? "1970-01-01"
    return BookDescription(
      title: title, language: settings.language, authors: settings.authors,
      summary: isWhole || lessons.count > 1 ? settings.summary : lessons[0].summary, licenses: settings.licenses,
      source: settings.url ?? settings.repository, site: settings.url, modified: "\(day)T00:00:00Z", words: localization.frame,
      identifier: Self.identifier([origin] + names))
  }

  /// The first page: title, authors, license, source, and what was checked.
  private func front(_ description: BookDescription) -> Book.Chapter {
    let licenses = description.licenses.map { "<a href=\"\($0.address)\">\($0.name)</a>" as HTML }.joined(separator: "; ")
    let lines: [HTML?] = [
      "<h2>\(description.title)</h2>",
      description.summary.map { "<p class=\"summary\">\($0)</p>" },
      description.authors.isEmpty
        ? nil : "<p>\(description.authors.map { "\($0)" as HTML }.joined(separator: localization.listSeparator.markup))</p>",
      licenses.isEmpty ? nil : "<p>\(localization.license)\(localization.colon)\(licenses)</p>",
      description.source.map { "<p>\(localization.sourceCode)\(localization.colon)<a href=\"\($0)\">\($0)</a></p>" },
      courseState,
    ]
    return Book.Chapter(
      title: HTML(text: description.title).markup, file: "title.xhtml",
      content: MarkupNode.parse(lines.compactMap(\.self).joined(separator: "\n")))
  }

  /// A name-based UUID with bits of our own hash (version 8).
  private static func identifier(_ words: [String]) -> String {
    let seeds: [String] = ["a", "b"]
    let hashes = seeds.map { seed in
      ([seed] + words).joined(separator: "\n").utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
    }
    let high = hashes[0] & 0xFFFF_FFFF_FFFF_0FFF | 0x8000
    let low = hashes[1] & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
    let digits = [high, low].map { String(repeating: "0", count: 16 - String($0, radix: 16).count) + String($0, radix: 16) }.joined()
    var groups: [Substring] = []
    var rest = digits[...]
    for count in [8, 4, 4, 4, 12] {
      groups.append(rest.prefix(count))
      rest = rest.dropFirst(count)
    }
    return "urn:uuid:" + groups.joined(separator: "-")
  }
}

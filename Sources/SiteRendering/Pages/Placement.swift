import LessonDocument

/// Where a lesson, or a part of one, is rendered: this decides what its ids begin with, where its links lead, and the level of its headings.
enum Placement: Sendable {
  /// The lesson's own page.
  case ownPage
  /// A section of the page that holds the whole course. Ids begin with the lesson's name, links between the lessons stay on the page, and
  /// headings are one level lower.
  ///
  /// - Parameter lessons: The names of all lessons on the page.
  case section(lessons: Set<String>)
  /// A formula or a cell on another page. Its id begins with the lesson's name, and its links lead to the lesson's own page.
  case excerpt

  /// The id of a lesson's section, and what the ids in it begin with. A dot in the lesson's name is doubled: `a.b` could otherwise be the
  /// id `b` in the lesson `a`.
  static func sectionID(ofLesson name: String) -> String { name.replacing(".", with: "..") }
}

extension LessonRenderer {
  /// - Parameter name: The id on the lesson's own page.
  func id(_ name: String) -> String {
    switch placement {
    case .ownPage: name
    case .section, .excerpt: "\(Placement.sectionID(ofLesson: document.pageStem)).\(name)"
    }
  }

  /// The address for a link to a part of this lesson.
  ///
  /// - Parameter id: The part's id on the lesson's own page.
  func address(ofID id: String) -> String {
    switch placement {
    case .ownPage: "#\(id)"
    case .section: Self.addressInWholeCourse(of: id, inLesson: document.pageStem)
    case .excerpt: "\(document.pageName.percentEncoded)#\(id)"
    }
  }

  /// nil for a link that no page may follow.
  func address(of link: Link) -> String? {
    if case .hosted(let address)? = link.file { return address }
    guard let address = PageAddress.of(link.destination, from: link.folder) else { return nil }
    switch placement {
    case .ownPage: return address
    case .excerpt: return address.hasPrefix("#") ? document.pageName.percentEncoded + address : address
    case .section(let lessons):
      guard case .file(let path, nil, let anchor) = link.target, path.isEmpty || path.hasSuffix(".md") else { return address }
      let lesson = path.isEmpty ? document.pageStem : String(path.pathAsName.dropLast(3))
      return lessons.contains(lesson) ? Self.addressInWholeCourse(of: anchor?.percentEncoded ?? "", inLesson: lesson) : address
    }
  }

  private static func addressInWholeCourse(of anchor: String, inLesson lesson: String) -> String {
    let section = Placement.sectionID(ofLesson: lesson).percentEncoded
    return anchor.isEmpty ? "#\(section)" : "#\(section).\(anchor)"
  }

  /// `h2` for level 2 on the lesson's own page. HTML has no tag for a level below 6, so an attribute says it.
  func headingTag(_ level: Int) -> (tag: HTML, level: HTML) {
    let lowering =
      switch placement {
      case .section: 1
      case .ownPage, .excerpt: 0
      }
    let shown = level + lowering
    return (HTML(verbatim: "h\(min(shown, 6))"), shown > 6 ? " aria-level=\"\(shown)\"" : .empty)
  }
}

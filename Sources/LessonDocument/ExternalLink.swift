import Bibliographies
import Diagnostics

/// An address outside of the course, and all places of the lessons and the settings that name it.
package struct ExternalLink: Sendable {
  package struct Place: Sendable {
    package var file: SourceFile
    package var range: Range<Int>
  }

  /// Without a fragment, which no server is asked for.
  package var address: String
  package var places: [Place]

  private nonisolated(unsafe) static let addressPattern = /https?:\/\/[^\s"'<>()\[\]{},]*[^\s"'<>()\[\]{},.:;!?]/

  /// The addresses in a course's settings, then the links of lessons to pages on the web, and those of the works that they cite, in the order in which
  /// they first occur.
  package static func all(in lessons: [Document], and settings: SourceFile? = nil) -> [ExternalLink] {
    var links: [ExternalLink] = []
    var indices: [String: Int] = [:]
    func add(_ destination: String, _ place: Place) {
      // Browsers take the scheme of the page, and sites have this one.
      let whole = destination.hasPrefix("//") ? "https:" + destination : destination
      guard case .external(let scheme, _) = LinkTarget(whole), scheme == "https" || scheme == "http" else { return }
      let address = String(whole.prefix { $0 != "#" })
      if let index = indices[address] {
        links[index].places.append(place)
      } else {
        indices[address] = links.count
        links.append(ExternalLink(address: address, places: [place]))
      }
    }
    if let settings {
      // The same in every form of YAML, and in the Markdown of a footer. Not in comments.
      for line in 1...max(settings.lineCount, 1) where !settings.line(line).drop(while: \.isWhitespace).hasPrefix("#") {
        let start = settings.rangeOfLine(line).lowerBound
        for match in settings.line(line).matches(of: addressPattern) {
          let before = settings.line(line)[..<match.range.lowerBound].utf8.count
          add(String(match.output), Place(file: settings, range: start + before..<start + before + match.output.utf8.count))
        }
      }
    }
    for lesson in lessons {
      var found = lesson.links.map { ($0.destination, $0.range) }
      for item in lesson.citations.flatMap(\.items) {
        if let address = lesson.bibliography[item.key.text]?.address { found.append((address, item.key.range)) }
      }
      for (destination, range) in found.sorted(by: { $0.1.lowerBound < $1.1.lowerBound }) {
        add(destination, Place(file: lesson.file, range: range))
      }
    }
    return links
  }
}

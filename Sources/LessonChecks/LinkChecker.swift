import CellAnalysis
import Diagnostics
import LessonDocument
import ToolSupport

/// The possible targets of a course's links and images: lessons by file name, the anchors of each, and pictures.
package struct LinkTargets: Sendable {
  private let anchors: [String: Set<String>]
  private let knownAnchors: [String: @Sendable () -> Set<String>]
  /// The lessons' file names, in order.
  package let lessons: [String]
  /// The pictures of the course, by their paths.
  package let pictures: [String: Picture]

  /// The file names of lessons that are left out.
  let drafts: Set<String>
  /// The ids that lessons with errors contain, by the lessons' file names.
  private let writtenIDs: [String: Set<String>]

  package init(_ course: Course) {
    drafts = Set(course.drafts)
    anchors = Dictionary(course.lessons.map { ($0.fileName, $0.anchors) }) { first, _ in first }
    knownAnchors = course.knownAnchors
    lessons = Set(anchors.keys).union(knownAnchors.keys).sorted()
    pictures = course.pictures
    writtenIDs = Dictionary(course.lessons.map { ($0.fileName, $0.writtenIDs) }) { first, _ in first }
  }

  package func anchors(of lesson: String) -> Set<String>? { anchors[lesson] ?? knownAnchors[lesson]?() }

  /// The ids that a lesson with errors contains, some of which couldn't be read.
  func unread(in lesson: String) -> Set<String> { writtenIDs[lesson] ?? [] }
}

extension Document {
  /// The fragments `#…` of this page: headings, and cells and formulas with an id.
  package var anchors: Set<String> {
    let headings = blocks.depthFirst.compactMap { if case .heading(_, let id, _) = $0 { id } else { nil } }
    return Set(headings).union(formulas.compactMap { $0.id }).union(cells.compactMap(\.options.id))
      .union(captions.compactMap { $0.id?.text })
  }

  /// The ids in comments and on fences of a lesson with errors. Where one of them can't be read, links to its id are no mistake of their own.
  fileprivate var writtenIDs: Set<String> {
    guard diagnostics.contains(where: \.isError) else { return [] }
    return Set(file.text.matches(of: /\bid[a-z]{0,2}\s*[:=]\s*['"]?([\p{L}\d_.:-]*[\p{L}\d_])/).map { String($0.output.1) })
  }
}

/// Finds broken links.
package struct LinkChecker {
  private let document: Document
  private let targets: LinkTargets
  private var problems: [(link: Int, problem: Problem)] = []

  /// The number of problems with a suggestion, because each suggestion compares a name with all others.
  private static let mostSuggestions = 20
  /// The number of names that are listed in a message.
  private static let shownNames = 20

  /// The number of problems that are reported for a lesson.
  private static let mostProblems = 100

  /// The problems of links, each with the index of its link.
  package static func problems(in document: Document, targets: LinkTargets) -> [(link: Int, problem: Problem)] {
    var checker = LinkChecker(document: document, targets: targets)
    for index in document.links.indices { checker.check(index) }
    let rest = checker.problems.dropFirst(mostProblems)
    guard let next = rest.first else { return checker.problems }
    let message = rest.count == 1 ? "1 more link of this lesson leads nowhere" : "\(rest.count) more links of this lesson lead nowhere"
    return checker.problems.prefix(mostProblems) + [(next.link, Problem(message, at: next.problem.range))]
  }

  private init(document: Document, targets: LinkTargets) {
    self.document = document
    self.targets = targets
  }

  private mutating func check(_ index: Int) {
    let link = document.links[index]
    switch link.target {
    case .external(let scheme, let rest):
      guard rest.allSatisfy({ $0 == "/" }) else {
        let isWeb = scheme == "https" || scheme == "http"
        if isWeb, rest.prefix(while: { $0 == "/" }).count != 2 || rest.dropFirst(2).first == "?" || rest.dropFirst(2).first == "#" {
          report(index, "`\(link.destination)` isn't an address", help: "write `\(scheme)://\(rest.drop { $0 == "/" })`")
        }
        return
      }
      report(index, "this link leads nowhere", help: "write what follows `\(scheme):`")
    case .elsewhere:
      let isHost = link.destination.hasPrefix("//")
      report(
        index, "`\(link.destination)` is not part of the course",
        help: isHost ? "write `https:\(link.destination)`" : Self.usualHelp)
    case .file(let path, _, let anchor):
      check(index, path: path, anchor: anchor)
    }
  }

  private static let usualHelp = "link to a lesson's `.md` file, or to an address that begins with `https://`"

  private mutating func check(_ index: Int, path: String, anchor: String?) {
    let link = document.links[index]
    if let file = link.file { return check(index, path, file) }
    let lesson = path.isEmpty && anchor != nil ? document.fileName : path
    guard lesson.hasSuffix(".md"), !lesson.hasPrefix("../") else {
      report(
        index, link.destination.isEmpty ? "this link leads nowhere" : "`\(link.destination)` is not part of the course",
        help: meantLesson(by: path).map { "did you mean `\($0)`?" } ?? Self.usualHelp)
      return
    }
    guard let anchors = targets.anchors(of: lesson) else {
      let shown = targets.lessons.prefix(Self.shownNames).map { "`\($0)`" }.joined(separator: ", ")
      let rest = targets.lessons.count - Self.shownNames
      report(
        index, targets.drafts.contains(lesson) ? "`\(lesson)` is a draft, which isn't on the site" : "there is no lesson `\(lesson)`",
        help: targets.drafts.contains(lesson)
          ? "take `draft: true` off it, or call the tool with `--drafts`"
          : suggestion(for: lesson, among: targets.lessons)
            ?? "the lessons are \(shown)\(rest > 0 ? ", and \(rest) more" : "")")
      return
    }
    // `#` alone is the top of the page.
    guard let anchor, !anchor.isEmpty, !anchors.contains(anchor) else { return }
    if targets.unread(in: lesson).contains(anchor) { return }
    report(
      index, "there is no `#\(anchor)` in `\(lesson)`",
      help: suggestion(for: anchor, among: anchors, as: { "#\($0)" })
        ?? "link to a heading of that lesson, or to the id of a formula, a cell or a caption")
  }

  /// GitHub Pages refuses larger files.
  private static let longestDownload = 100 << 20

  private mutating func check(_ index: Int, _ path: String, _ file: Link.File) {
    switch file {
    case .hosted: break
    case .download(let size) where size > Self.longestDownload:
      report(
        index, "the file `\(path)` has \(size >> 20) MB; more than \(Self.longestDownload >> 20) is too much for a site",
        help: "make it smaller, or link to where it is published")
    case .download: break
    case .active(let part?, let line):
      report(
        index, "`\(path)` contains \(part) in its line \(line): opened by a reader, it could run a script among the course's pages",
        help: "save it without scripts, events and parts of other files")
    case .active(nil, _):
      report(
        index, "`\(path)` is a page of its own, which could run a script among the course's pages",
        help: "make a lesson of it, pack it into a `.zip`, or link to where it is published")
    case .unhosted:
      report(
        index, "`\(path)` is a file of the repository, to which a page can't link", severity: .warning,
        help: "name the repository in `course.yml`: `repository: https://…`")
    case .taken: report(index, "the site has a file `\(path)` of its own", help: "rename the one beside the lesson")
    case .unfit(let why, let help): report(index, why, help: help)
    case .missing(let nearest):
      report(
        index, "there is no file `\(path)` in the folder of lessons",
        help: nearest.map { "did you mean `\($0)`?" } ?? "put it there: the site takes it over")
    }
  }

  /// The lesson meant by an address of its page, or through a folder: `softmax.html`, `../softmax.md`.
  private func meantLesson(by path: String) -> String? {
    guard let last = path.split(separator: "/").last else { return nil }
    let stem = last.lastIndex(of: ".").map { last[..<$0] } ?? last
    return ["\(stem).md", "\(last).md"].first { targets.anchors(of: $0) != nil }
  }

  private mutating func report(_ index: Int, _ message: String, severity: Problem.Severity = .error, help: String) {
    problems.append((index, Problem(message, at: document.links[index].range, severity: severity, help: help)))
  }

  /// A suggestion for a name; nil after many problems.
  private func suggestion(
    for name: String, among candidates: some Sequence<String>, as form: (String) -> String = { $0 }
  ) -> String? {
    problems.count < Self.mostSuggestions ? Diagnostics.suggestion(for: name, among: candidates, as: form) : nil
  }
}

import ArgumentParser
import Diagnostics
import Foundation
import LessonDocument
import LessonEngine

struct LinksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "links",
    abstract: "Lists the links of the course to the web; with --external, asks whether the pages exist.",
    discussion: """
      `lessons check` checks the links within the course, and never uses a network. This command asks each address once, with HEAD, and with GET where that \
      isn't answered well. What can't be read is an error, what has moved permanently a warning. A server that refuses programs is a warning, too: whether the \
      page exists isn't known then.
      """)

  @OptionGroup var options: CourseOptions

  @Flag(help: "Ask the servers.")
  var external = false

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @Option(help: "How to report.")
  var format = Format.text

  @Option(help: ArgumentHelp("The time limit of a request.", valueName: "seconds"))
  var timeout = 15.0

  @Argument(help: ArgumentHelp("The lessons, by file, name or number. (default: all)", valueName: "lesson"))
  var lessons: [String] = []

  func validate() throws {
    guard timeout > 0, timeout <= 600 else { throw ValidationError("--timeout takes a number of seconds up to 600.") }
  }

  func run() async throws {
    try await reportingFailures(options.printer) {
      let folder = try options.courseFolder(of: lessons)
      let loader = CourseLoader(folder: folder, includesDrafts: options.drafts)
      let course = try await loader.load()
      let chosen = try course.lessons(named: lessons, in: folder)
      let links = ExternalLink.all(in: chosen, and: lessons.isEmpty ? try loader.loadSettings().1 : nil)
      // Their links aren't known, or not all of them.
      let errors = (chosen.filter { !$0.canRun }.flatMap(\.diagnostics) + course.problems).filter(\.isError)
      for error in errors { StandardError.write(options.printer.text(for: error) + "\n") }
      if external, !LinkRequests.areAvailable {
        throw ToolFailure("servers are asked by libcurl, which isn't on this machine", help: "install libcurl, say the package `libcurl4`")
      }
      let outcomes: [LinkOutcome?] =
        external ? await LinkRequests(timeout: timeout).outcomes(of: links.map(\.address)) : links.map { _ in nil }
      try Task.checkCancellation()
      if external, !links.isEmpty, outcomes.allSatisfy({ $0 == .unknownHost }) {
        throw ToolFailure(
          links.count == 1
            ? "the host of the link can't be found: there is no network, or the address is wrong"
            : "no host of the \(links.count) links can be found: there is no network, or all of these addresses are wrong",
          details: links.flatMap(places(of:)).prefix(Self.shownPlaces).joined(separator: "\n"),
          help: "if there is a network, correct \(links.count == 1 ? "the address" : "the addresses")")
      }
      switch format {
      case .text: report(links, outcomes)
      case .json: print(try json(links, outcomes))
      }
      if !errors.isEmpty || outcomes.contains(where: { $0?.isFailure ?? false }) { throw ExitCode.lessonsFail }
    }
  }

  // MARK: - Reports

  /// The number of places that are listed in a message.
  private static let shownPlaces = 20

  /// `Lessons/a.md:3:1: https://example.org/`, for each place of a link.
  private func places(of link: ExternalLink) -> [String] {
    link.places.map { place in
      let position = place.file.position(at: place.range.lowerBound)
      return "\(place.file.path):\(position.line):\(position.column): \(link.address)"
    }
  }

  private func report(_ links: [ExternalLink], _ outcomes: [LinkOutcome?]) {
    for (link, outcome) in zip(links, outcomes) {
      guard let outcome else {
        for place in places(of: link) { print(place) }
        continue
      }
      for place in link.places {
        guard let problem = outcome.problem(link.address, at: place.range) else { continue }
        StandardError.write(options.printer.text(for: Diagnostic(problem, in: place.file)))
      }
    }
    guard !links.isEmpty else {
      // Of a list, other programs may count the lines.
      let message = "there is no link to the web\n"
      return external ? print(message, terminator: "") : StandardError.write(message)
    }
    guard external else { return }
    let failed = outcomes.count { $0?.isFailure ?? false }
    let unknown = outcomes.count { if case .refused? = $0 { true } else { false } }
    let moved = outcomes.count { if case .moved? = $0 { true } else { false } }
    let parts =
      ["\(links.count - failed - unknown) of \(links.count) addresses answer"]
      + (moved > 0 ? ["\(moved) of them by way of another one"] : [])
      + (unknown > 0 ? ["\(unknown) couldn't be checked"] : []) + (failed > 0 ? ["\(failed) can't be read"] : [])
    print(parts.joined(separator: ", "))
  }

  private struct Report: Encodable {
    struct Place: Encodable {
      var file: String
      var line: Int
      var column: Int
    }

    struct Link: Encodable {
      var address: String
      var places: [Place]
      /// `found`, `moved`, `refused`, `broken`, `unreachable`; nil if no server was asked.
      var outcome: String?
      var status: Int?
      var target: String?
      var isPermanent: Bool?
      var reason: String?
    }

    var links: [Link]
  }

  private func json(_ links: [ExternalLink], _ outcomes: [LinkOutcome?]) throws -> String {
    let report = Report(
      links: zip(links, outcomes).map { link, outcome in
        var entry = Report.Link(
          address: link.address,
          places: link.places.map { place in
            let position = place.file.position(at: place.range.lowerBound)
            return .init(file: place.file.path, line: position.line, column: position.column)
          })
        switch outcome {
        case nil: break
        case .found(let status): (entry.outcome, entry.status) = ("found", status)
        case .moved(let target, let isPermanent): (entry.outcome, entry.target, entry.isPermanent) = ("moved", target, isPermanent)
        case .refused(let status): (entry.outcome, entry.status) = ("refused", status)
        case .broken(let status): (entry.outcome, entry.status) = ("broken", status)
        case .unreachable(let why): (entry.outcome, entry.reason) = ("unreachable", why)
        case .unknownHost: (entry.outcome, entry.reason) = ("unreachable", "there is no such host")
        }
        return entry
      })
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(report), as: UTF8.self)
  }
}

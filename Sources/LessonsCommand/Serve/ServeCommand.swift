import ArgumentParser

struct ServeCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "serve",
    abstract: "Shows the site in a browser, and keeps it current while you write.",
    discussion: """
      Builds the site in memory, serves it to this machine alone, and watches the lessons, the library and the theme: what changed is \
      run again, and the page in the browser reloads where it was. Errors are shown over the page and here. Nothing is \
      written; Ctrl-C ends it.
      """)

  @OptionGroup var options: CourseOptions
  @OptionGroup var jobs: JobsOption

  @Option(help: "The port to serve at; 0 uses any free port.")
  var port = 8080

  func validate() throws {
    guard UInt16(exactly: port) != nil else { throw ValidationError("--port needs a number from 0 to 65535, not \(port).") }
  }

  func run() async throws {
    try await reportingFailures(options.printer, interruption: .expected) {
      let build = PreviewBuild(
        folder: try options.courseFolder(), includesDrafts: options.drafts, concurrentLessons: jobs.concurrentLessons,
        printer: options.printer)
      let site = PreviewSite()
      let server = try PreviewServer(site, port: UInt16(port))
      try await withThrowingTaskGroup(of: Void.self) { tasks in
        tasks.addTask { try await server.run() }
        tasks.addTask {
          async let _: Void = greet(site, at: server.address)
          try await PreviewLoop(build: build, site: site).run()
        }
        defer { tasks.cancelAll() }
        // Both tasks end when one does: the port is in use, or there is no course.
        try await tasks.next()
      }
    }
  }

  /// Prints the address as soon as there is a site.
  private func greet(_ site: PreviewSite, at address: String) async throws {
    _ = try await site.file("index.html")
    print("serving \(address) until Ctrl-C")
    try StandardOutput.flush()
  }
}

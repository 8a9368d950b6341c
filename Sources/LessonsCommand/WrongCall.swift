import ArgumentParser

extension Lessons {
  /// Runs a command. A wrong call that it finds only while it works, such as the name of no lesson, is told with the usage of that command, as
  /// one that the parser finds.
  package static func start(_ arguments: [String]) async {
    do {
      let command = try await asyncParseAsRoot(arguments)
      do {
        try await run(command)
      } catch let error as ValidationError {
        let type = type(of: command)
        let name = "\(configuration.commandName ?? "") \(type.configuration.commandName ?? "")"
        StandardError.write("Error: \(error.message)\nUsage: \(usageString(for: type))\n  See '\(name) --help' for more information.\n")
        throw ExitCode.validationFailure
      }
    } catch {
      exit(withError: error)
    }
  }

  private static func run(_ command: any ParsableCommand) async throws {
    if var command = command as? any AsyncParsableCommand {
      try await command.run()
    } else {
      var command = command
      try command.run()
    }
  }
}

import ArgumentParser
import LessonsCommand

@main
enum Executable {
  static func main() async {
    Lessons.launchIfAsked()
    OpenFiles.require()
    StandardStreams.reserve()
    Lessons.requireKnownCommand()
    await Lessons.start(Lessons.completed(Array(CommandLine.arguments.dropFirst())))
  }
}

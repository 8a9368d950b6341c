import ArgumentParser
import LessonsCommand

@main
enum Executable {
  static func main() async {
    StandardStreams.reserve()
    Lessons.requireKnownCommand()
    await Lessons.main()
  }
}

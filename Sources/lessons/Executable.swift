import ArgumentParser
import LessonsCommand

@main
enum Executable {
  static func main() async {
    Lessons.requireKnownCommand()
    await Lessons.main()
  }
}

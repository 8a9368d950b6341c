import ArgumentParser
import LessonsCommand

@main
enum Executable {
  static func main() async { await Lessons.main() }
}

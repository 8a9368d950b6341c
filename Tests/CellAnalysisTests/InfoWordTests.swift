import TestSupport
import Testing

@testable import CellAnalysis

/// The facts about the words on a cell's fence, and the help page that documents them.
@Suite struct InfoWordTests {
  @Test func `the table of the help page has the facts of each word`() throws {
    let page = try Fixtures.documentation("lesson-format")
    let header = "| word | compiled | runs | names | code | output | compared | not beside |"
    let start = try #require(page.firstRange(of: header)?.upperBound)
    let rows = page[start...].split(separator: "\n").dropFirst().prefix { $0.hasPrefix("|") }.map(String.init)
    #expect(rows == [row("(none)", CellOptions(), [])] + InfoWord.allCases.map { row("`\($0.rawValue)`", CellOptions([$0]), $0.excluded) })
  }

  private func row(_ word: String, _ options: CellOptions, _ excluded: [InfoWord]) -> String {
    let compiled =
      switch options.compilation {
      case .withLesson: "yes"
      case .byItself: "by itself"
      case .never: "no"
      }
    let names = !options.runs ? "none" : options.resetsProgram ? "stay, earlier ones go" : options.hasOwnScope ? "go" : "stay"
    let output =
      switch options.expectedMessage {
      case .compilerError: "the error"
      case .compilerWarning: "with the warning"
      case .trap: "with the trap's message"
      case nil: !options.isCompiled ? "none" : options.showsOutput ? "shown" : options.isCodeFolded ? "folded" : "hidden"
      }
    let cells = [
      word, compiled, options.runs ? "yes" : "no", names, options.isCodeFolded ? "folded" : "shown", output,
      options.isOutputCompared ? "yes" : "no", excluded.isEmpty ? "" : excluded.map { "`\($0.rawValue)`" }.joined(separator: ", "),
    ]
    return "| " + cells.joined(separator: " | ") + " |"
  }

  @Test func `words exclude each other from both sides, and none itself`() {
    for word in InfoWord.allCases {
      #expect(!word.excluded.contains(word))
      for other in word.excluded { #expect(other.excluded.contains(word)) }
    }
  }

  @Test func `a cell binds names only if it runs in the lesson's scope`() {
    #expect(InfoWord.allCases.filter { !CellOptions([$0]).bindsNames } == [.norun, .fail, .crash, .nest])
  }
}

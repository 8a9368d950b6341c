import CellOutputs
import Diagnostics
import LessonRunner
import Testing

@testable import CourseConfiguration
@testable import LessonChecks
@testable import LessonDocument
@testable import SiteRendering

/// A course in Chinese in which everything occurs that the theme has a word for.
@Suite struct ChineseSiteTests {
  private static let text = """
    # 注意

    一段[^注]。

    | 甲 | 乙 | 丙 |
    |---|---|---|

    > [!NOTE]
    > 一

    > [!TIP]
    > 二

    > [!IMPORTANT]
    > 三

    > [!WARNING]
    > 四

    > [!CAUTION]
    > 五

    > [!EXERCISE]
    > 六

    > [!SOLUTION]
    > 七

    $$ a = b $$
    $$ c = d $$
    $$ e = f $$
    $$ g = h $$
    $$ i = j $$

    式子 $k$ 一致。

    ```swift
    1
    ```

    ```output
    Int = 1
    ```

    ```swift hide
    2
    ```

    ```swift fold
    3
    ```

    ```swift crash
    4
    ```

    ```swift fail
    5
    ```

    ```swift volatile
    6
    ```

    ```output
    7
    ```

    ```swift
    8
    ```

    ```swift
    9
    ```

    ```swift
    1 + 1 // => 2
    ```

    [^注]: 注文。
    """

  /// A large table and a picture: what is said of them is heard, not seen.
  private static let figures: [CellRun.Output] = [
    .value(
      DisplayedValue(
        text: "…", type: "Tensor [12]",
        content: .numbers(NumericArray(shape: [12], elements: Array(repeating: 1000, count: 12)), decimals: 4))),
    .value(
      DisplayedValue(
        text: "recorded in English", type: "figure",
        content: .figure(.histogram(Histogram(title: "分布", x: "值", values: [1, .nan], bins: 2))))),
  ]

  private var result: LessonResult {
    let symbols = [
      FormulaComparison.Symbol(range: 0..<1, latex: "a", shape: [], source: "x"),
      .init(range: 4..<5, latex: "b", shape: [3], source: "y"),
    ]
    return lesson(
      Self.text, path: "Lessons/01-注意.md",
      outputs: [0: [.printed("p")], 1: [.value(DisplayedValue(text: "2", type: "Int"))] + Self.figures, 3: [.printed("q")]],
      findings: [
        0: .agrees(comparison(3e-8, symbols: symbols)), 1: .disagrees(comparison(1, isIdentity: true)),
        2: .disagreesAsExpected(comparison(0), reason: "理由"), 3: .cannotBeEvaluated(why: "w", reason: "理由"),
        4: .cannotBeEvaluated(why: "原因", reason: nil), 5: .agrees(comparison(nil)),
      ]
    ) { run in
      run.cells[3].expectedMessage = "停"
      run.cells[4].expectedMessage = "错"
      run.cells[6].state = .failed([Problem("坏", at: 0..<1)])
      run.cells[7].state = .notReached
    }
  }

  private func pages() throws -> [SiteFile] {
    var settings = CourseSettings()
    (settings.title, settings.summary, settings.language) = ("课", "概要", "zh-Hans")
    settings.repository = "https://example.org/r"
    settings.parts = [.init(title: "上", start: "1")]
    settings.run = "make"
    let results = [result, lesson("# 二", path: "Lessons/02-二.md")]
    let course = Course(settings: settings, lessons: results.map(\.document))
    return try SiteRenderer(course: course, results: results).files().filter { $0.path.hasSuffix(".html") }
  }

  /// What a reader reads or hears: the text outside of code and formulas, and the attributes that are spoken or shown.
  private func localization(of page: SiteFile) -> String {
    let markup = String(decoding: page.bytes, as: UTF8.self)
    // The list of failures is the tool's report to authors, which is in English; no site with one is written.
    let body = markup.replacing(/(?s)<(head|code|samp|math|style|script)\b.*?<\/\1>/, with: " ")
      .replacing(/<li class="check disagrees"><b>\d+ 项检查.*?<\/li>/, with: " ")
    let spoken = body.matches(of: /(?:aria-label|title|alt|placeholder|data-[a-z-]+)="([^"]*)"/).map { String($0.1) }
    return body.replacing(/<[^>]*>/, with: " ") + spoken.joined(separator: " ")
  }

  @Test func `no word of another language is left`() throws {
    // What was compiled, names of formats and of programs, and what the fixture's cells are made of.
    let names: Set<Substring> = [
      "Swift", "Markdown", "LaTeX", "PDF", "Jupyter", "ipynb", "Int", "min", "auto", "Tensor", "swift", "https", "example", "org",
    ]
    for page in try pages() {
      let foreign = localization(of: page).matches(of: /[A-Za-z]{3,}/).map(\.output).filter { !names.contains($0) }
      #expect(foreign.isEmpty, "\(page.path)")
    }
  }

  @Test func `each page says its language, and what was checked in it`() throws {
    for page in try pages() { #expect(String(decoding: page.bytes, as: UTF8.self).contains("<html lang=\"zh-Hans\">")) }
    let lesson = try localization(of: #require(try pages().first { $0.path.hasPrefix("01") }))
    for sentence in ["与记录一致", "一致：", "按预期不一致", "未求值", "没有运行到", "按预期无法编译", "相对误差 3e−8", "3 个数", "练习", "解答"] {
      #expect(lesson.contains(sentence), "\(sentence)")
    }
  }
}

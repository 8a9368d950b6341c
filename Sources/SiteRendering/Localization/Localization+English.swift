import CEmbeddedFiles
import CourseConfiguration
import Formulas
import LessonChecks
import LessonRunner
import ToolSupport

extension Localization {
  static let english = Localization(
    language: .english,
    counted: { "\($0) \(noun($1))\($0 == 1 ? "" : "s")" },
    some: { "\($0) of \($1) \(noun($2))\($1 == 1 ? "" : "s")" },
    fullStop: ".", colon: ": ", listSeparator: ", ", comma: ", ", sentenceGap: " ",
    frame: PageWords(
      skip: "Skip to the text", contents: "Contents", turn: "Previous and next lesson", previous: "Previous",
      next: "Next", edit: "Edit this page", source: "Source of this page", home: "Start",
      everyResult: "Every result comes from running the code beside it.",
      whole: "The whole course on one page", checks: "How the checks work", lessons: "Lessons",
      whatWasChecked: "What was checked", run: "Run it yourself", take: "Take it with you",
      runIntroduction: "These commands run this lesson’s cells on your machine and check every output and formula again:",
      missing: "There is no such page",
      missingHelp: "The address may be misspelled, or the page was renamed. The list of lessons has all pages:",
      toLessons: "To the lessons", printHint: "This page is made for paper. Print it, or save it as PDF.",
      search: "Search", searchLessons: "Search the lessons", nothingFound: "Nothing found.", found: "{n} found.",
      foundMore: "{n} found; here are the {m} that fit best.", close: "Close",
      keys: "The keys / and s open this search, ← and → go to the previous and the next lesson",
      copyLink: "Copy the link to this section", linkCopied: "Link copied",
      theme: "Theme: ", auto: "auto", light: "light", dark: "dark",
      copy: "Copy", copied: "Copied", notCopied: "Not copied", scrolls: "↔ scroll sideways",
      solutions: "Solutions", about: "About this course"),
    downloadedScript: "Or take this lesson’s code as a Swift file, which says how to run it: ",
    downloadedOtherScript: "Another program of this lesson: ",
    downloadedNotebook: "This page as a Jupyter notebook, with its outputs: ", downloadedMarkdown: "This page as Markdown: ",
    alerts: [
      "note": "Note", "tip": "Tip", "important": "Important", "warning": "Warning", "caution": "Caution",
      "exercise": "Exercise", "solution": "Solution", "predict": "Predict", "question": "Question",
    ],
    live: [
      "open": "Try other numbers", "reset": "Back to the recorded run", "inputs": "Numbers to change", "sides": "What it gives",
      "recorded": "from the recorded run", "given": "from another formula", "none": "no value", "changed": "The numbers have changed.",
      "beyond": "For numbers with these signs or masks, the formulas weren’t compared with the code.",
      "entry": "row {i}, column {j}", "row": "row {i}", "column": "column {j}", "made": "Made of",
      "move": "Row {i}: move it with the arrow keys",
      "arrows": "The arrow keys move it.",
    ],
    questions: [
      "check": "Check", "right": "Right.", "wrong": "No.", "choose": "Choose an option first.", "type": "Type a number first.",
      "tally": "{n} of {m} questions on this page are answered.", "again": "Try the missed questions again", "guess": "Your guess",
      "commit": "This is my guess", "guessed": "Your guess:", "first": "Write down a guess first.",
    ],
    answer: "Answer",
    showOutput: "Show the output",
    optionHolds: "It holds: the code gives the same.",
    optionIsFalse: "It is false for the code’s values.",
    optionNotEvaluated: "It couldn’t be executed.",
    optionDiffers: { "It gives \($0)\($2.map { " at [\($0)]" } ?? ""); the code gives \($1)." },
    codeGives: { "The code gives \($0)." },
    optionsExecuted: {
      ($0 == 1 ? "1 question" : "\($0) questions", " with \($1) options, all executed: only the right ones hold.")
    },
    lessonNumber: { "Lesson \($0)" },
    readingTime: { "\($0)\u{A0}min" },
    forAuthors: "For authors of lessons",
    fromLesson: { "From \($0)" },
    courseState: { cells, pages, outputs, formulas, checked in
      """
      \(cells) in \(pages.joined(separator: " and ")) ran. \(outputs) compared with what was recorded; of \(formulas), \(checked) evaluated and \
      compared with the code.
      """
    },
    variants: { count in
      """
      To see what the checks notice, \(count.formulas) formulas were changed in one place at a time: a transpose, an index, a sign, a \
      bound, a factor, a symbol. Of the \(count.wrong) wrong variants \(String(count.score)) in 1000 are noticed: \(count.noticedByValue) have other values than \
      the code, and \(count.refused) have none. \(count.passing) would pass. \(count.same) more say the same as their formulas.
      """
    },
    variantsNotCounted: "The wrong variants of the formulas were counted before the formulas changed. They need to be counted again.",
    courseText: { inline, claims, numbers in
      let formulas = [
        inline == 0 ? nil : "\(inline) \(inline == 1 ? "is" : "are") in a sentence, with a comment that says what it must equal",
        claims == 0 ? nil : "\(claims) \(claims == 1 ? "is" : "are") in a sentence without a comment, between numbers or computed values",
      ].compactMap(\.self).joined(separator: "; ")
      return HTML(verbatim: formulas.isEmpty ? "" : " Of these, \(formulas).")
        + (numbers == 0 ? .empty : " \(numbers) number\(numbers == 1 ? "" : "s") in the text compared with the code.")
    },
    allHolds: "All that was checked holds.",
    leftOut: { " Not checked: \($0)." },
    notHolding: { "\($0) not holding." },
    nothingToCheck: "Nothing to check.",
    checkedCount: { ("Checked:", " \($0.joined(separator: ", ")).") },
    pageNotFound: "Page not found",
    wholeCourse: "The whole course",
    howChecksWork: "How the checks work",
    howChecksWorkSummary: "What the words beside each output and formula mean, and what they don’t say.",
    checksTemplate: ThemeTemplate("checks-en", embedded_checks_en_mustache.content),
    done: "done",
    toDo: "to do",
    code: { $0.isEmpty ? "Code" : "Code: \($0)" },
    setUpCode: { $0.isEmpty ? "Code that sets this up" : "Code that sets up \($0)" },
    printed: "Printed",
    recordedOnce: "As recorded once",
    stopsAsItShould: "Stops here, as it should",
    doesNotCompileAsItShould: "Does not compile, as it should",
    warnsAsItShould: "The compiler warns, as it should",
    failed: "Failed",
    notReached: "Not reached: an earlier cell ended the program",
    figures: .english,
    asRecorded: ("As recorded.", .empty),
    asRecordedWithin: { ("As recorded,", " its numbers to within \($0) of their size.") },
    notAsRecorded: ("Not as recorded.", .empty),
    notRecorded: ("Not recorded yet.", .empty),
    notCompared: ("Not compared:", " it differs from run to run."),
    notRun: ("Not run:", " this code is only shown."),
    cellFailed: ("Failed.", .empty),
    stopsAsExpected: ("Stops, as expected,", " with the recorded message."),
    failsAsExpected: ("Fails, as expected,", " with the recorded message."),
    warnsAsExpected: ("Warns, as expected,", " with the recorded message."),
    valuesAsRecorded: { ($0, " as recorded.") },
    valuesNotAsRecorded: { ($0, " not as recorded.") },
    holds: ("Holds", " for the code’s values."),
    agrees: { ("Agrees", " \($0).") },
    disagrees: { ("Disagrees", " \($0).") },
    disagreesAsExpected: { ("Disagrees, as expected,", " \($0): \($1)") },
    atOtherInputs: {
      switch $0 {
      case .holds(let count, _): " Also at \(count) other input\(count == 1 ? "" : "s")."
      case .ofShapes, .off(nil): .empty
      case .aboutTheData: " It only states the data."
      case .numberOfThisRun: " It is a number of this run."
      case .notVaried(let why): " Not tried at other inputs: \(InlineMarkdown.html(why))."
      case .off(let reason?): " At this data only: \(InlineMarkdown.html(reason))."
      case .holdsOnly, .thisDataOnly: " At this data only."
      }
    },
    notEvaluated: { ("Not evaluated:", " \($0)") },
    notChecked: ("Not checked.", .empty),
    cannotBeEvaluated: { ("Cannot be evaluated:", " \($0)") },
    comparison: { other, error, allowance in
      (error.map { "\(other), relative error \($0)" } ?? "\(other), exactly") + (error == nil ? .empty : allowance)
    },
    within: {
      switch $0 {
      case .rounding: .empty
      case .tolerance(let size): ", within the stated tolerance of \(FormulaComparison.text(error: size))"
      case .digits: ", equal to the digits written"
      }
    },
    illConditioned: { "\($0) can’t be decided: rounding alone could explain a difference that isn’t small" },
    withCode: { $0.map { "with <code>\($0)</code>" } ?? "with the code" },
    bothSides: "on both sides",
    inShape: "in shape",
    inShapes: { "in shape with the code: it says \($0), the code has \($1)" },
    whatWasCompared: "What was compared",
    theFormula: "The formula",
    sides: ("One side", "the other"),
    comparedValues: { "\($0.0): \($0.1); \($1.0): \($1.1)." },
    allHold: { "Compared in each of \($0) entries; here at \($1). " },
    allEqual: { "All of \($0) entries are equal; here at \($1). " },
    largestAt: { "Of \($0) entries the error is largest at \($1). " },
    mayDiffer: {
      switch $0 {
      case .rounding: "They may differ by as much as rounding explains."
      case .tolerance(let size): "They may differ by \(FormulaComparison.text(error: size)) of the largest entry, as the author states."
      case .digits: "They may differ by half a unit of the last digit written."
      }
    },
    itsCell: "its cell",
    aNumber: "a number",
    symbols: "Symbols",
    formula: "formula",
    note: { "Note \($0)" },
    table: "table",
    figureNumber: { "Figure \($0)" },
    tableNumber: { "Table \($0)" },
    cellNumber: { "Cell \($0)" },
    references: "References",
    and: " and ",
    andOthers: " et al.",
    noYear: "n.d.",
    citationSeparator: "; ",
    inBrackets: { "(\($0))" },
    backToText: { "Back to the text, citation \($0)" },
    checkedHere: "Checked in this text",
    outputsAsRecorded: { ($0, " as recorded.") },
    codeValuesAsRecorded: { ($0, " in the code as recorded.") },
    madeToFail: { ($0, " made to fail, and did.") },
    formulasAgree: { formulas, error, stated in
      let largest: HTML = error.map { $0 == 0 ? ", exactly" : ", largest relative error \(FormulaComparison.text(error: $0))" } ?? .empty
      let others: HTML = stated == 0 ? .empty : "; \(stated) of them within a stated tolerance or to the digits written"
      return (formulas, " agreeing with the code\(largest)\(others).")
    },
    formulasAtOtherInputs: { ($0, " agreeing at other inputs too.") },
    claimsHold: { ($0, " in the sentences holding, between numbers or values of the code.") },
    numbersComputed: { ($0, " in the text as computed.") },
    numbersInText: "Numbers in the text",
    formulasDisagree: { ($0, " disagreeing, as expected\($1).") },
    formulasNotEvaluated: { ($0, " not evaluated, with the reason given\($1).") },
    formulasNotChecked: { ($0, " not checked.") },
    cellsNotRun: { ($0, " not run, only shown.") },
    checksNotHolding: { ($0, " not holding: \($1).") },
    failureInLine: { "line \($0): \($1)" },
    formulaInSection: { "the formula in “\($0)”" },
    uncheckedFormulas: "Formulas that are not checked",
    uncheckedFormula: "Only shown: its author asked for no check.",
    howLong: "How long it takes",
    courseTime: { "About \($0 == $0.rounded() ? "\(Int($0))" : "\($0)")\u{A0}hours to read \($1), without the exercises." },
    whereToBegin: "Where to begin",
    beginWith: { "Begin with “\($0)”" },
    sourceCode: "Source code",
    license: "License")

  private static func noun(_ noun: Noun) -> HTML {
    switch noun {
    case .check: "check"
    case .cell: "cell"
    case .formula: "formula"
    case .lesson: "lesson"
    case .minute: "minute"
    case .number: "number"
    case .otherPage: "other page"
    case .output: "output"
    case .relation: "relation"
    case .value: "value"
    }
  }
}

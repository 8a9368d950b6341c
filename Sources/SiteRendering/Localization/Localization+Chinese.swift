import CEmbeddedFiles
import CourseConfiguration
import Formulas
import LessonChecks
import LessonRunner
import ToolSupport

extension Localization {
  static let chinese = Localization(
    language: .chinese,
    counted: { "\($0) \(noun($1))" },
    some: { "\($1) \(noun($2))中有 \($0) 个" },
    fullStop: "。", colon: "：", listSeparator: "、", comma: "，", sentenceGap: "",
    frame: PageWords(
      skip: "跳到正文", contents: "目录", turn: "上一课与下一课", previous: "上一课", next: "下一课",
      edit: "编辑本页", source: "本页源文件", home: "首页",
      everyResult: "每个结果都由它旁边的代码运行得出。",
      whole: "全部课程（单页）", checks: "检查是怎样做的", lessons: "课程", whatWasChecked: "检查了什么", run: "自己运行", take: "下载本页",
      runIntroduction: "下面的命令在你的机器上运行本课的代码，并重新检查每个输出和公式：",
      missing: "没有这个页面", missingHelp: "地址可能有误，或者页面已改名。所有内容都列在课程目录里：",
      toLessons: "查看课程", printHint: "供打印：直接打印本页，或存为 PDF。",
      search: "搜索", searchLessons: "搜索课程", nothingFound: "没有找到。", found: "找到 {n} 处。",
      foundMore: "找到 {n} 处，列出最相符的 {m} 处。", close: "关闭",
      keys: "按 / 或 s 打开搜索，按 ← 或 → 翻到上一课或下一课",
      copyLink: "复制本节链接", linkCopied: "已复制链接",
      theme: "主题：", auto: "自动", light: "浅色", dark: "深色",
      copy: "复制", copied: "已复制", notCopied: "复制失败", scrolls: "↔ 左右滑动",
      solutions: "解答", about: "关于本课程"),
    downloadedScript: "也可以下载本课的代码，它是一个 Swift 文件，开头写有运行方法：",
    downloadedOtherScript: "本课的另一个程序：",
    downloadedNotebook: "本页的 Jupyter 笔记本（含输出）：", downloadedMarkdown: "本页的 Markdown 原文：",
    alerts: [
      "note": "说明", "tip": "提示", "important": "要点", "warning": "警告", "caution": "当心", "exercise": "练习", "solution": "解答",
      "predict": "先猜一猜", "question": "思考题",
    ],
    live: [
      "open": "换些数字试试", "reset": "恢复记录的数值", "inputs": "可以改的数字", "sides": "得到的值",
      "recorded": "取自记录的运行结果", "given": "由另一个公式算出", "none": "没有值", "changed": "数字已经改变。",
      "beyond": "正负号或掩码与记录时不同，公式没有在此情形下与代码比较过。", "entry": "第 {i} 行，第 {j} 列", "row": "第 {i} 行", "column": "第 {j} 列",
      "made": "来自", "move": "第 {i} 行：用方向键移动", "arrows": "用方向键移动。",
    ],
    questions: [
      "check": "检查", "right": "正确。", "wrong": "不对。", "choose": "请先选一项。", "type": "请先输入一个数。",
      "tally": "本页 {m} 道题，答对 {n} 道。", "again": "重做答错的题", "guess": "你的猜测", "commit": "提交猜测", "guessed": "你的猜测：",
      "first": "请先写下你的猜测。",
    ],
    answer: "答案",
    showOutput: "显示输出",
    optionHolds: "成立：代码给出同样的值。",
    optionIsFalse: "对代码中的值不成立。",
    optionNotEvaluated: "无法求值。",
    optionDiffers: { "\($2.map { "在 [\($0)] 处" } ?? "")给出 \($0)，而代码给出 \($1)。" },
    codeGives: { "代码给出 \($0)。" },
    optionsExecuted: { ("\($0) 道题", "共 \($1) 个选项，都已执行：只有正确的选项成立。") },
    lessonNumber: { "第 \($0) 课" },
    readingTime: { "约 \($0)\u{A0}分钟" },
    forAuthors: "写给课程作者",
    fromLesson: { "选自\($0)" },
    courseState: { cells, pages, outputs, formulas, checked in
      "\(pages.joined(separator: "和 "))的 \(cells)已运行。\(outputs)与记录作了比较；\(formulas)中有 \(checked) 个经过求值并与代码作了比较。"
    },
    variants: { count in
      """
      为了解检查能发现什么，曾把 \(count.formulas) 个公式逐处改错：转置、下标、正负号、上下限、因子、变量。\(count.wrong) 个错误变体中，每 1000 个有 \
      \(String(count.score)) 个会被发现：\(count.noticedByValue) 个的值与代码不同，\(count.refused) 个无法计算。\(count.passing) 个不会被发现。另有 \(count.same) 个与原公式含义相同。
      """
    },
    variantsNotCounted: "错误变体中有多少会被发现，只对以前的公式统计过，尚未对目前的公式统计。",
    courseText: { inline, claims, numbers in
      let formulas = [
        inline == 0 ? nil : "\(inline) 个是句中附有检查注释的公式",
        claims == 0 ? nil : "\(claims) 个是句中数字或代码值之间的关系式，无须注释",
      ].compactMap(\.self).joined(separator: "，")
      return HTML(verbatim: formulas.isEmpty ? "" : "其中 \(formulas)。") + (numbers == 0 ? .empty : "正文中的 \(numbers) 个数与代码作了比较。")
    },
    allHolds: "已检查的全部成立。",
    leftOut: { "未检查：\($0)。" },
    notHolding: { "\($0)不成立。" },
    nothingToCheck: "没有可检查的内容。",
    checkedCount: { ("已检查：", "\($0.joined(separator: "，"))。") },
    pageNotFound: "找不到页面",
    wholeCourse: "全部课程",
    howChecksWork: "检查是怎样做的",
    howChecksWorkSummary: "每个输出和公式旁边的说明是怎样得出的，又不能保证什么。",
    checksTemplate: ThemeTemplate("checks-zh", embedded_checks_zh_mustache.content),
    done: "已完成",
    toDo: "待办",
    code: { $0.isEmpty ? "代码" : "代码：\($0)" },
    setUpCode: { $0.isEmpty ? "准备代码" : "准备代码：\($0)" },
    printed: "打印输出",
    recordedOnce: "某次运行的记录",
    stopsAsItShould: "按预期在此中止",
    doesNotCompileAsItShould: "按预期无法编译",
    warnsAsItShould: "编译器按预期给出警告",
    failed: "失败",
    notReached: "没有运行到：程序已被前面的代码中止",
    figures: .chinese,
    asRecorded: ("与记录一致。", .empty),
    asRecordedWithin: { ("与记录一致，", "数值的相对误差不超过 \($0)。") },
    notAsRecorded: ("与记录不一致。", .empty),
    notRecorded: ("尚无记录。", .empty),
    notCompared: ("未比较：", "每次运行结果不同。"),
    notRun: ("未运行：", "这段代码仅供展示。"),
    cellFailed: ("失败。", .empty),
    stopsAsExpected: ("按预期中止，", "消息与记录一致。"),
    failsAsExpected: ("按预期失败，", "消息与记录一致。"),
    warnsAsExpected: ("按预期警告，", "消息与记录一致。"),
    valuesAsRecorded: { ($0, "与记录一致。") },
    valuesNotAsRecorded: { ($0, "与记录不一致。") },
    holds: ("成立：", "代码的值满足此不等式。"),
    agrees: { ("一致：", "\($0)。") },
    disagrees: { ("不一致：", "\($0)。") },
    disagreesAsExpected: { ("按预期不一致：", "\($0)。\($1)") },
    atOtherInputs: {
      switch $0 {
      case .holds(let count, _): "换用另外 \(count) 组输入也一致。"
      case .ofShapes, .off(nil): .empty
      case .aboutTheData: "只陈述数据，不涉及计算结果。"
      case .numberOfThisRun: "只对本次运行的数值而言。"
      case .notVaried(let why): "未换用其他输入：\(why)。"
      case .off(let reason?): "只对这组数据成立：\(reason)。"
      case .holdsOnly, .thisDataOnly: "只对这组数据成立。"
      }
    },
    notEvaluated: { ("未求值：", "\($0)") },
    notChecked: ("未检查。", .empty),
    cannotBeEvaluated: { ("无法求值：", "\($0)") },
    comparison: { other, error, allowance in
      (error.map { "\(other)，相对误差 \($0)" } ?? "\(other)，完全相等") + (error == nil ? .empty : allowance)
    },
    within: {
      switch $0 {
      case .rounding: .empty
      case .tolerance(let size): "，在注明的容差 \(FormulaComparison.text(error: size)) 之内"
      case .digits: "，写出的各位数字相同"
      }
    },
    illConditioned: { "\($0)，无法判断：仅舍入误差就可能造成不小的差别" },
    withCode: { $0.map { "与 <code>\($0)</code> 相比" } ?? "与代码相比" },
    bothSides: "等式两边相比",
    inShape: "形状与代码相同",
    inShapes: { "形状不同：公式为 \($0)，代码为 \($1)" },
    whatWasCompared: "比较了什么",
    theFormula: "公式",
    sides: ("一边", "另一边"),
    comparedValues: { "\($0.0)：\($0.1)；\($1.0)：\($1.1)。" },
    allHold: { "\($0) 个元素逐一比较；此处为 \($1)。" },
    allEqual: { "\($0) 个元素全部相等；此处为 \($1)。" },
    largestAt: { "\($0) 个元素中，误差最大处在 \($1)。" },
    mayDiffer: {
      switch $0 {
      case .rounding: "允许舍入误差所能造成的差别。"
      case .tolerance(let size): "按作者注明，允许相差最大元素的 \(FormulaComparison.text(error: size))。"
      case .digits: "允许相差写出的末位数字的半个单位。"
      }
    },
    itsCell: "所在代码单元",
    aNumber: "一个数",
    symbols: "符号",
    formula: "公式",
    note: { "注 \($0)" },
    table: "表格",
    figureNumber: { "图 \($0)" },
    tableNumber: { "表 \($0)" },
    cellNumber: { "代码 \($0)" },
    references: "参考文献",
    and: "、",
    andOthers: " 等",
    noYear: "无日期",
    citationSeparator: "；",
    inBrackets: { "（\($0)）" },
    backToText: { "回到正文第 \($0) 处引用" },
    checkedHere: "本页检查了什么",
    outputsAsRecorded: { ($0, "与记录一致。") },
    codeValuesAsRecorded: { ($0, "（写在代码里）与记录一致。") },
    madeToFail: { ($0, "有意写错，也确实按预期失败。") },
    formulasAgree: { formulas, error, stated in
      let largest: HTML = error.map { $0 == 0 ? "，没有误差" : "，最大相对误差 \(FormulaComparison.text(error: $0))" } ?? .empty
      return (formulas, "与代码一致\(largest)\(stated == 0 ? "" : "；其中 \(stated) 个在注明的容差之内，或与写出的数字相同")。")
    },
    formulasAtOtherInputs: { ($0, "换用其他输入也一致。") },
    claimsHold: { ($0, "（句中，数字或代码值之间）成立。") },
    numbersComputed: { ($0, "（正文中）与算出的值相符。") },
    numbersInText: "正文中的数",
    formulasDisagree: { ($0, "按预期不一致\($1)。") },
    formulasNotEvaluated: { ($0, "未求值，理由已注明\($1)。") },
    formulasNotChecked: { ($0, "未检查。") },
    cellsNotRun: { ($0, "未运行，仅供展示。") },
    checksNotHolding: { ($0, "不成立：\($1)。") },
    failureInLine: { "第 \($0) 行：\($1)" },
    formulaInSection: { "“\($0)”一节的公式" },
    uncheckedFormulas: "没有检查的公式",
    uncheckedFormula: "仅供展示：作者没有要求检查。",
    howLong: "需要多长时间",
    courseTime: { "读完 \($1)约需 \($0 == $0.rounded() ? "\(Int($0))" : "\($0)")\u{A0}小时，不含练习。" },
    whereToBegin: "从哪里开始",
    beginWith: { "从“\($0)”开始" },
    sourceCode: "源代码",
    license: "许可")

  private static func noun(_ noun: Noun) -> HTML {
    switch noun {
    case .check: "项检查"
    case .cell: "个代码单元"
    case .formula: "个公式"
    case .lesson: "课"
    case .minute: "分钟"
    case .number: "个数"
    case .otherPage: "个其他页面"
    case .output: "个输出"
    case .relation: "个关系式"
    case .value: "个值"
    }
  }
}

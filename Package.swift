// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target of the package.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// The Makefile has the attention library, its kernels and the tool optimized in debug builds as well: the tests spend their time in them, and take
/// a third of it then, while compiling takes a tenth more.
let isOptimized = Context.environment["LESSONS_OPTIMIZED"] != nil
let optimized: [SwiftSetting] = isOptimized ? [.unsafeFlags(["-O"], .when(configuration: .debug))] : []
let computing = settings + optimized
let computingInC: [CSetting] = isOptimized ? [.unsafeFlags(["-O2"], .when(configuration: .debug))] : []

/// The rules of what crosses from a lesson program to the tool. Its coding takes a fifth of the compiler's time for the lessons' library when it is
/// optimized, and a lesson writes few events.
let lessonKitScope = Context.environment["LESSONS_KIT"]
let crossing = settings + (lessonKitScope != nil ? [.unsafeFlags(["-Onone"])] : [])

// MARK: - What a lesson program links

let libraryTargets: [Target] = [
  // The inner loops of attention, once for each instruction set, all with the same bits.
  .target(name: "CAttentionKernels", cSettings: computingInC),
  // The mathematics the lessons teach: the public library.
  .target(name: "Attention", dependencies: ["CAttentionKernels"], swiftSettings: computing),
  // What crosses from a lesson program to the tool: values, figures as data, events.
  .target(name: "CellOutputs", swiftSettings: crossing),
  // What a lesson program links: displays values, binds names, writes events.
  .target(name: "LessonRuntime", dependencies: ["CellOutputs", "LessonGuard"], swiftSettings: settings),
  // How lessons show tensors and masks, and how formulas compute with them. Another library's adapters would be another such target.
  .target(name: "AttentionAdapters", dependencies: ["Attention", "LessonRuntime", "CellOutputs"], swiftSettings: settings),
  // What a lesson program does first, in C: takes its order, leaves no process behind, stays among its own files.
  .target(name: "LessonGuard"),
]

/// `lessons` builds this package as the library that lesson programs link: these targets alone, so that nothing else is resolved and the
/// product is no one else's concern. With `tests` come the tests of the mathematics, which the sanitizers run.
let buildsLessonKit = lessonKitScope != nil
let lessonKit = Product.library(
  name: "LessonKit", type: .dynamic, targets: ["Attention", "LessonRuntime", "AttentionAdapters", "CellOutputs", "LessonGuard"])

// MARK: - The tool

/// The trait of all that only the tool needs. A package that depends on this one for `Attention` says `traits: []`, and resolves none of the tool's
/// packages.
let tool = "Tool"

/// A product that the tool needs.
func product(_ name: String, of package: String, on platforms: [Platform] = [.linux, .macOS]) -> Target.Dependency {
  .product(name: name, package: package, condition: .when(platforms: platforms, traits: [tool]))
}

/// The folder in which the toolchain keeps its own modules of swift-syntax. They are built already, for release; building the package takes
/// more than half of a first build. The Makefile names the folder of the compiler in use; without it, as for releases and dependents, the package
/// is used.
let toolchainModules = Context.environment["LESSONS_TOOLCHAIN_MODULES"].flatMap { $0.isEmpty ? nil : $0 }

/// Modules of swift-syntax.
func syntax(_ modules: String...) -> [Target.Dependency] {
  toolchainModules == nil ? modules.map { product($0, of: "swift-syntax") } : []
}

/// The rules of the targets that import them, directly or not, and of their tests.
let syntaxModules: [SwiftSetting] = toolchainModules.map { [.unsafeFlags(["-I", $0])] } ?? []
let toolSettings = computing + syntaxModules
let toolTestSettings = settings + syntaxModules
let syntaxLibraries: [LinkerSetting] =
  toolchainModules.map { folder in
    ["SwiftSyntax", "SwiftParser", "SwiftParserDiagnostics", "SwiftDiagnostics", "SwiftIDEUtils"].map { .linkedLibrary($0) }
      + [.unsafeFlags(["-L", folder, "-Xlinker", "-rpath", "-Xlinker", folder])]
  } ?? []

/// The packages of the tool, whole: none of them needs another one than these. Exact versions, in place of a `Package.resolved`, so that everyone builds
/// the tool that was tested.
let toolPackages: [Package.Dependency] =
  [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", exact: "6.2.2"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", exact: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", exact: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", exact: "1.8.1"),
    .package(url: "https://github.com/swhitty/FlyingFox", exact: "0.27.1"),
  ] + (toolchainModules == nil ? [.package(url: "https://github.com/swiftlang/swift-syntax", exact: "603.0.1")] : [])

let toolTargets: [Target] = [
  // The theme's files and the pages of help, as bytes.
  .target(name: "CEmbeddedFiles"),
  // What the kernel is asked to keep a stranger's lesson from, in C.
  .target(name: "CConfinement"),
  // Asks servers for pages by libcurl, which is loaded only then, in C.
  .target(name: "CWebRequests", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
  // What several targets need: bisection, mapping on all cores, the content of embedded files.
  .target(name: "ToolSupport", dependencies: ["CEmbeddedFiles"], swiftSettings: computing),
  // Where and why something is wrong, and one way to print it.
  .target(name: "Diagnostics", dependencies: ["ToolSupport"], swiftSettings: computing),
  // LaTeX mathematics as a syntax tree, which MathML shows. Nothing here knows what a symbol means.
  .target(name: "LaTeXSyntax", dependencies: ["Diagnostics", "ToolSupport"], swiftSettings: computing),
  // What a formula says before anything has a value: its names, its statements, what their left sides define, and in which order.
  .target(name: "FormulaStatements", dependencies: ["LaTeXSyntax", "Diagnostics"], swiftSettings: computing),
  // What a formula means: expressions whose parts have shapes, and whose inputs are slots.
  .target(name: "FormulaExpressions", dependencies: ["FormulaStatements", "Diagnostics"], swiftSettings: computing),
  // Computes an expression with the values of its slots, in Double, with bounds on the rounding errors. Never imports Attention.
  .target(
    name: "FormulaEvaluator", dependencies: ["FormulaExpressions", "FormulaStatements", "Diagnostics"], swiftSettings: computing),
  // What the names of a formula mean, and expressions of a syntax tree. Computes the values that reading needs.
  .target(
    name: "FormulaParser",
    dependencies: ["FormulaEvaluator", "FormulaExpressions", "FormulaStatements", "LaTeXSyntax", "Diagnostics"], swiftSettings: computing),
  // Reads the statements of a formula, computes them in their order, and compares their sides.
  .target(
    name: "Formulas",
    dependencies: ["FormulaParser", "FormulaEvaluator", "FormulaExpressions", "FormulaStatements", "LaTeXSyntax", "Diagnostics"],
    swiftSettings: computing),
  // YAML whose every node knows its place, and the reading of mappings by their keys.
  .target(name: "KeyedYAML", dependencies: ["Diagnostics", product("Yams", of: "Yams")], swiftSettings: computing),
  // The works that lessons cite, read from BibTeX or CSL-JSON.
  .target(name: "Bibliographies", dependencies: ["Diagnostics", "ToolSupport"], swiftSettings: computing),
  // What `course.yml` says: settings, limits, the order and the parts of the lessons.
  .target(
    name: "CourseConfiguration", dependencies: ["KeyedYAML", "LaTeXSyntax", "Diagnostics", "ToolSupport"], swiftSettings: computing),
  // Swift cells: the words on their fences, their statements, and what the syntax tells of them.
  .target(
    name: "CellAnalysis",
    dependencies: ["Diagnostics", "ToolSupport"]
      + syntax("SwiftSyntax", "SwiftParser", "SwiftParserDiagnostics", "SwiftDiagnostics", "SwiftIDEUtils"),
    swiftSettings: toolSettings, linkerSettings: syntaxLibraries),
  // libcmark, the CommonMark reference parser.
  .systemLibrary(
    name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
  // A Markdown file as a typed document: blocks, cells, formulas, each with its place in the file.
  .target(
    name: "LessonDocument",
    dependencies: [
      "Bibliographies", "CCMark", "CellAnalysis", "CourseConfiguration", "KeyedYAML", "LaTeXSyntax", "Formulas", "Diagnostics",
      "ToolSupport",
    ],
    swiftSettings: toolSettings),
  // A document as a Swift program, compiled and run within limits.
  .target(
    name: "LessonRunner",
    dependencies: [
      "CConfinement", "LessonDocument", "CellAnalysis", "CourseConfiguration", "CellOutputs", "Diagnostics", "ToolSupport",
      product("Subprocess", of: "swift-subprocess"),
      product("SystemPackage", of: "swift-system", on: [.linux]),
    ], swiftSettings: toolSettings),
  // Judges a run: outputs, formulas, shapes, links. Pure.
  .target(
    name: "LessonChecks",
    dependencies: [
      "LessonDocument", "Bibliographies", "CellAnalysis", "CourseConfiguration", "LessonRunner", "LaTeXSyntax", "Formulas", "CellOutputs",
      "Diagnostics", "ToolSupport",
    ],
    swiftSettings: toolSettings),
  // Pages, figures as SVG, the theme, and the site on disk.
  .target(
    name: "SiteRendering",
    dependencies: [
      "CEmbeddedFiles", "LessonChecks", "LessonDocument", "Bibliographies", "CellAnalysis", "CourseConfiguration", "LessonRunner",
      "LaTeXSyntax", "Formulas",
      "CellOutputs", "Diagnostics", "ToolSupport",
      product("Mustache", of: "swift-mustache"),
    ], exclude: ["Theme"], swiftSettings: toolSettings),
  // From a course's folder to checked lessons and the site's files: loading, running, checking, building, and what is kept between calls.
  .target(
    name: "LessonEngine",
    dependencies: [
      "SiteRendering", "LessonChecks", "LessonRunner", "LessonDocument", "Bibliographies", "CellAnalysis", "CourseConfiguration",
      "Diagnostics", "ToolSupport",
    ],
    swiftSettings: toolSettings),
  // The commands, their options and what they print.
  .target(
    name: "LessonsCommand",
    dependencies: [
      "LessonEngine", "SiteRendering", "LessonChecks", "LessonRunner", "LessonDocument", "CellAnalysis", "CourseConfiguration",
      "LaTeXSyntax", "Formulas", "CellOutputs", "Diagnostics", "ToolSupport", "CEmbeddedFiles", "CWebRequests",
      product("ArgumentParser", of: "swift-argument-parser"),
      product("FlyingSocks", of: "FlyingFox"),
    ],
    exclude: ["Serve/live.js"], swiftSettings: toolSettings),
  // The executable: a few lines.
  .executableTarget(
    name: "lessons",
    dependencies: ["LessonsCommand", product("ArgumentParser", of: "swift-argument-parser")],
    swiftSettings: toolSettings),
]

// MARK: - Tests

let attentionTests = Target.testTarget(
  // They compute each result once more in plain loops.
  name: "AttentionTests", dependencies: ["Attention", "CAttentionKernels"], swiftSettings: computing)

let testTargets: [Target] = [
  // Temporary folders, running the tool, and snapshots for the tests.
  .target(name: "TestSupport", dependencies: ["Diagnostics"], swiftSettings: settings),
  attentionTests,
  .testTarget(name: "CellOutputsTests", dependencies: ["CellOutputs"], swiftSettings: settings),
  .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
  .testTarget(name: "LaTeXSyntaxTests", dependencies: ["LaTeXSyntax", "Diagnostics"], swiftSettings: settings),
  .testTarget(
    name: "FormulaStatementsTests", dependencies: ["FormulaStatements", "LaTeXSyntax", "Diagnostics"], swiftSettings: settings),
  .testTarget(
    name: "FormulaExpressionsTests", dependencies: ["FormulaExpressions", "FormulaStatements", "Diagnostics"], swiftSettings: settings),
  .testTarget(
    name: "FormulaEvaluatorTests", dependencies: ["FormulaEvaluator", "FormulaExpressions", "FormulaStatements", "Diagnostics"],
    swiftSettings: settings),
  .testTarget(
    name: "FormulaParserTests",
    dependencies: ["FormulaParser", "FormulaExpressions", "FormulaStatements", "LaTeXSyntax", "Diagnostics"], swiftSettings: settings),
  .testTarget(
    name: "FormulasTests", dependencies: ["Formulas", "FormulaEvaluator", "FormulaStatements", "LaTeXSyntax", "Diagnostics"],
    swiftSettings: settings),
  .testTarget(name: "BibliographiesTests", dependencies: ["Bibliographies", "Diagnostics"], swiftSettings: settings),
  .testTarget(
    name: "CourseConfigurationTests", dependencies: ["CourseConfiguration", "KeyedYAML", "Diagnostics", "TestSupport"],
    swiftSettings: settings),
  .testTarget(name: "CellAnalysisTests", dependencies: ["CellAnalysis", "Diagnostics", "TestSupport"], swiftSettings: toolTestSettings),
  .testTarget(
    name: "LessonDocumentTests",
    dependencies: ["LessonDocument", "CellAnalysis", "KeyedYAML", "LaTeXSyntax", "Formulas", "Diagnostics", "TestSupport"],
    swiftSettings: toolTestSettings),
  .testTarget(
    name: "LessonRunnerTests",
    dependencies: [
      "LessonRunner", "LessonDocument", "CellAnalysis", "CourseConfiguration", "CellOutputs", "Diagnostics", "TestSupport",
    ],
    swiftSettings: toolTestSettings),
  .testTarget(
    name: "LessonChecksTests",
    dependencies: [
      "LessonChecks", "LessonRunner", "LessonDocument", "CellAnalysis", "CourseConfiguration", "LaTeXSyntax", "Formulas", "CellOutputs",
      "Diagnostics", "TestSupport",
    ], swiftSettings: toolTestSettings),
  .testTarget(
    name: "SiteRenderingTests",
    dependencies: [
      "SiteRendering", "LessonChecks", "LessonRunner", "LessonDocument", "CellAnalysis", "CourseConfiguration", "LaTeXSyntax", "Formulas",
      "CellOutputs", "Diagnostics", "ToolSupport", "CEmbeddedFiles", "TestSupport",
    ], swiftSettings: toolTestSettings),
  .testTarget(
    name: "LessonEngineTests",
    dependencies: [
      "LessonEngine", "SiteRendering", "LessonChecks", "LessonRunner", "LessonDocument", "CourseConfiguration", "Diagnostics",
      "TestSupport",
    ],
    swiftSettings: toolTestSettings),
  // Runs the executable itself: what it prints, and its exit codes.
  .testTarget(name: "LessonsCommandTests", dependencies: ["lessons", "TestSupport"], swiftSettings: toolTestSettings),
]

// MARK: - The package

let package = Package(
  name: "attention-lessons",
  platforms: [.macOS(.v15)],
  products: buildsLessonKit
    ? [lessonKit]
    : [.library(name: "Attention", targets: ["Attention"]), .executable(name: "lessons", targets: ["lessons"])],
  traits: [
    .trait(name: tool, description: "The tool `lessons`, and the packages it is built on."), .default(enabledTraits: [tool]),
  ],
  dependencies: buildsLessonKit ? [] : toolPackages,
  targets: libraryTargets
    + (lessonKitScope == "tests" ? [attentionTests] : buildsLessonKit ? [] : toolTargets + testTargets)
)

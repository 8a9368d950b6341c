// swift-tools-version: 6.2
import PackageDescription

/// One set of rules for every target of the package.
let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

let package = Package(
  name: "attention-lessons",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "Attention", targets: ["Attention"]),
    // What a lesson program links: built in release into a folder of its own, by `lessons` itself.
    .library(name: "LessonKit", type: .dynamic, targets: ["Attention", "LessonRuntime", "CellOutputs", "LessonGuard"]),
    .executable(name: "lessons", targets: ["lessons"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/swiftlang/swift-syntax", from: "603.0.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    .package(url: "https://github.com/apple/swift-system", from: "1.8.1"),
    .package(url: "https://github.com/swhitty/FlyingFox", from: "0.27.1"),
  ],
  targets: [
    // The inner loops of attention, once for each instruction set, all with the same bits.
    .target(name: "CAttentionKernels"),
    // The mathematics the lessons teach: the public library.
    .target(name: "Attention", dependencies: ["CAttentionKernels"], swiftSettings: settings),
    // What crosses from a lesson program to the tool: values, figures as data, events.
    .target(name: "CellOutputs", swiftSettings: settings),
    // What a lesson program links: displays values, binds names, writes events.
    .target(name: "LessonRuntime", dependencies: ["Attention", "CellOutputs", "LessonGuard"], swiftSettings: settings),
    // What a lesson program does first, in C: takes its order, leaves no process behind, stays among its own files.
    .target(name: "LessonGuard"),

    // Where and why something is wrong, and one way to print it.
    .target(name: "Diagnostics", swiftSettings: settings),
    // LaTeX mathematics: one tree, shown as MathML or computed in Double. Never imports Attention.
    .target(name: "Formulas", dependencies: ["Diagnostics"], swiftSettings: settings),
    // libcmark, the CommonMark reference parser.
    .systemLibrary(
      name: "CCMark", pkgConfig: "libcmark", providers: [.apt(["libcmark-dev"]), .brew(["cmark"])]),
    // A Markdown file as a typed document: blocks, cells, formulas, each with its place in the file.
    .target(
      name: "LessonDocument",
      dependencies: [
        "CCMark", "Formulas", "Diagnostics",
        .product(name: "Yams", package: "Yams"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftParserDiagnostics", package: "swift-syntax"),
        .product(name: "SwiftDiagnostics", package: "swift-syntax"),
      ], swiftSettings: settings),
    // A document as a Swift program, compiled and run within limits.
    .target(
      name: "LessonRunner",
      dependencies: [
        "LessonDocument", "CellOutputs", "Diagnostics",
        .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
      ], swiftSettings: settings),
    // Judges a run: outputs, formulas, shapes, links. Pure.
    .target(
      name: "LessonChecks",
      dependencies: ["LessonDocument", "LessonRunner", "Formulas", "CellOutputs", "Diagnostics"],
      swiftSettings: settings),
    // Pages, figures as SVG, the theme, and the site on disk.
    .target(
      name: "SiteRendering",
      dependencies: [
        "LessonChecks", "LessonDocument", "LessonRunner", "Formulas", "CellOutputs", "Diagnostics",
        .product(name: "Mustache", package: "swift-mustache"),
        .product(name: "SwiftParser", package: "swift-syntax"),
        .product(name: "SwiftSyntax", package: "swift-syntax"),
        .product(name: "SwiftIDEUtils", package: "swift-syntax"),
      ],
      resources: [.embedInCode("Theme")], swiftSettings: settings),
    // The commands, their options and what they print.
    .target(
      name: "LessonsCommand",
      dependencies: [
        "SiteRendering", "LessonChecks", "LessonRunner", "LessonDocument", "Formulas", "CellOutputs", "Diagnostics",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "FlyingFox", package: "FlyingFox"),
      ],
      resources: [.embedInCode("Serve/live.js")], swiftSettings: settings),
    // The executable: a few lines.
    .executableTarget(
      name: "lessons",
      dependencies: ["LessonsCommand", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),

    // Temporary folders, running the tool, and snapshots for the tests.
    .target(name: "TestSupport", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(name: "AttentionTests", dependencies: ["Attention", "CAttentionKernels"], swiftSettings: settings),
    .testTarget(name: "CellOutputsTests", dependencies: ["CellOutputs"], swiftSettings: settings),
    .testTarget(name: "DiagnosticsTests", dependencies: ["Diagnostics"], swiftSettings: settings),
    .testTarget(name: "FormulasTests", dependencies: ["Formulas", "Diagnostics"], swiftSettings: settings),
    .testTarget(
      name: "LessonDocumentTests", dependencies: ["LessonDocument", "Formulas", "Diagnostics", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LessonRunnerTests",
      dependencies: ["LessonRunner", "LessonDocument", "CellOutputs", "Diagnostics", "TestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "LessonChecksTests",
      dependencies: [
        "LessonChecks", "LessonRunner", "LessonDocument", "Formulas", "CellOutputs", "Diagnostics", "TestSupport",
      ], swiftSettings: settings),
    .testTarget(
      name: "SiteRenderingTests",
      dependencies: [
        "SiteRendering", "LessonChecks", "LessonRunner", "LessonDocument", "Formulas", "CellOutputs", "Diagnostics",
      ], swiftSettings: settings),
    // Runs the executable itself: what it prints, and its exit codes.
    .testTarget(name: "LessonsCommandTests", dependencies: ["lessons", "TestSupport"], swiftSettings: settings),
  ]
)

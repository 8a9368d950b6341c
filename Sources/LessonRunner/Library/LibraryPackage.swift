import CourseConfiguration
import Diagnostics
import Foundation

/// A Swift package made by the tool, with one dynamic library that contains the products which lessons import.
///
/// So any package can be taught: a product that isn't dynamic, several at once, and packages with C targets or macros, for which the package
/// manager computes the compiler's arguments.
struct LibraryPackage: Sendable, Hashable {
  /// Where it is written and built.
  let folder: URL
  /// The resolved versions, in a file of the course that authors commit.
  let pins: URL
  /// The folder that paths are relative to.
  let course: URL
  let libraries: [NamedLibrary]

  private static let name = "LessonLibraries"
  private static let pinsName = "course.resolved"

  init(course: URL, libraries: [NamedLibrary]) {
    self.course = course
    self.libraries = libraries
    folder = CacheFolder(course: course).own.appending(path: "libraries")
    pins = course.appending(path: Self.pinsName)
  }

  /// What a build made.
  struct Built: Codable, Sendable {
    /// The modules that each library brings, in their order.
    var modules: [[String]]
    /// The compiler's arguments for the modules, and for the C modules and macros below them.
    var compiling: [String]
    /// Those for linking.
    var linking: [String]
    /// The sources of the packages in folders.
    var sources: PackageSources
  }

  private struct Stamp: Codable {
    var question: String
    var built: Built
  }

  private var scratch: URL { folder.appending(path: ".build") }
  var products: URL { scratch.appending(path: "release") }
  private var stampFile: URL { folder.appending(path: "built") }

  private var stamp: Stamp? {
    contentsOfRegularFile(stampFile.path).flatMap { ChecksummedFile.content(of: $0, as: Stamp.self) }
  }

  /// The sources of the packages in folders, as far as they are known before a build.
  var sources: PackageSources { stamp?.built.sources ?? PackageSources(packages: [], folders: []) }

  /// Changes whenever the libraries, the versions, the sources in folders or the compiler change.
  func fingerprint(_ toolchain: Toolchain, sources: PackageSources) throws(ToolFailure) -> String {
    var question = Fingerprint()
    question.add(try SourceFingerprint.of(sources, toolchain))
    question.add(manifest(linking: libraries.map { $0.library.products.map(\.text) }))
    for library in libraries { question.add("\(library.library.imports)") }
    question.add(contentsOfRegularFile(pins.path) ?? Data())
    return question.description
  }

  /// Builds the libraries if anything has changed since the last build.
  func build(_ toolchain: Toolchain, willBuild: () -> Void) async throws -> (built: Built, fingerprint: String) {
    for library in libraries { try requireFolder(library) }
    if let stamp, try fingerprint(toolchain, sources: stamp.built.sources) == stamp.question {
      return (stamp.built, stamp.question)
    }
    willBuild()
    try write("", to: "Sources/\(Self.name)/\(Self.name).swift")
    if let pinned = contentsOfRegularFile(pins.path) { try write(String(decoding: pinned, as: UTF8.self), to: "Package.resolved") }
    // Resolve first: a wrong address or version is the fault of one library.
    try write(manifest(linking: libraries.map { _ in [] }), to: "Package.swift")
    let (isResolved, text) = try await swift(["package", "resolve"], toolchain)
    guard isResolved else {
      // A package in a folder is asked by itself: what the package manager says of all of them names no file.
      for library in libraries {
        guard case .folder(let path) = library.library.source else { continue }
        _ = try await PackageDescription.of(resolved(path.text), scratch: scratch, toolchain)
      }
      throw problem(ofResolving: text)
    }

    let checkouts = try await checkouts(toolchain)
    var linked: [[String]] = []
    var modules: [[String]] = []
    var known: [[String]] = []
    for library in libraries {
      let description = try await PackageDescription.of(place(of: library, checkouts), scratch: scratch, toolchain)
      let chosen = try products(of: library, in: description)
      linked.append(chosen)
      known.append(description.modules(of: description.libraries))
      modules.append(library.library.imports.isEmpty ? description.modules(of: chosen) : library.library.imports)
    }
    try write(manifest(linking: linked), to: "Package.swift")
    // All that are there afterwards are linked: none may be left of an earlier build.
    for library in dynamicLibraries { try? FileManager.default.removeItem(at: library) }
    let (isBuilt, output) = try await swift(
      ["build", "-c", "release", "--build-system", "native", "--product", Self.name], toolchain)
    guard isBuilt else {
      throw ToolFailure(
        "the lessons' libraries don't build", details: BuildErrors.condensed(output),
        help: "correct the library, or name another version of it; `swift build` in \(folder.path) shows all that the compiler says")
    }
    for (library, known) in zip(libraries, known) { try requireModules(of: library, known) }
    try keepPins()
    var sources = PackageSources(packages: [], folders: [])
    for library in libraries {
      guard case .folder(let path) = library.library.source else { continue }
      let described = try await PackageSources.described(by: resolved(path.text), scratch: scratch, toolchain)
      sources.add(described)
    }
    let built = Built(modules: modules, compiling: try compilerArguments(), linking: linkerArguments(), sources: sources)
    let question = try fingerprint(toolchain, sources: sources)
    let bytes = ChecksummedFile.bytes(sealing: Stamp(question: question, built: built)) ?? Data()
    try write(bytes, to: stampFile)
    return (built, question)
  }

  // MARK: Writing the package

  private func manifest(linking products: [[String]]) -> String {
    var dependencies: [String] = []
    var linked: [String] = []
    for (library, products) in zip(libraries, products) {
      let dependency: String
      let identity: String
      switch library.library.source {
      case .tool: continue
      case .folder(let path):
        let folder = resolved(path.text)
        dependency = ".package(path: \(folder.path.debugDescription))"
        identity = folder.lastPathComponent
      case .repository(let address, let requirement):
        let value = requirement.value.text.debugDescription
        dependency = ".package(url: \(address.text.debugDescription), \(requirement.rule.rawValue): \(value))"
        let name = address.text.split(separator: "/").last.map(String.init) ?? address.text
        identity = name.hasSuffix(".git") ? String(name.dropLast(4)) : name
      }
      if !dependencies.contains(dependency) { dependencies.append(dependency) }
      for product in products {
        let line = ".product(name: \(product.debugDescription), package: \(identity.debugDescription))"
        if !linked.contains(line) { linked.append(line) }
      }
    }
    return """
      // swift-tools-version: 6.0
      import PackageDescription

      let package = Package(
        name: "lesson-libraries",
        platforms: [.macOS(.v15)],
        products: [.library(name: "\(Self.name)", type: .dynamic, targets: ["\(Self.name)"])],
        dependencies: [\(dependencies.joined(separator: ", "))],
        targets: [.target(name: "\(Self.name)", dependencies: [\(linked.joined(separator: ", "))])]
      )

      """
  }

  private func write(_ text: String, to name: String) throws(ToolFailure) {
    let file = folder.appending(path: name)
    // Leave an unchanged file: the package manager would build more than is needed.
    if contentsOfRegularFile(file.path) == Data(text.utf8) { return }
    try write(Data(text.utf8), to: file)
  }

  private func write(_ bytes: Data, to file: URL) throws(ToolFailure) {
    do {
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try bytes.write(to: file, options: .atomic)
    } catch {
      throw ToolFailure("\(file.path) could not be written", details: error.localizedDescription)
    }
  }

  /// Stores the resolved versions with the course. The package manager's hash of its manifest isn't part of them: it contains this machine's paths.
  private func keepPins() throws(ToolFailure) {
    guard libraries.contains(where: { if case .repository = $0.library.source { true } else { false } }),
      let resolved = contentsOfRegularFile(folder.appending(path: "Package.resolved").path)
    else { return }
    let lines = String(decoding: resolved, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
    let text = lines.filter { !$0.contains("\"originHash\"") }.joined(separator: "\n")
    if contentsOfRegularFile(pins.path) != Data(text.utf8) { try write(Data(text.utf8), to: pins) }
  }

  private func swift(_ arguments: [String], _ toolchain: Toolchain) async throws(ToolFailure) -> (isSuccess: Bool, text: String) {
    let places = ["--package-path", folder.path, "--scratch-path", scratch.path]
    // `swift package resolve` takes them before the word, `swift build` anywhere.
    return try await output(of: toolchain.swift, [arguments[0]] + places + arguments.dropFirst())
  }

  // MARK: Finding packages and products

  private func resolved(_ path: String) -> URL {
    URL(filePath: path, relativeTo: URL(filePath: course.path, directoryHint: .isDirectory)).standardizedFileURL
  }

  private func requireFolder(_ library: NamedLibrary) throws(LibraryProblem) {
    guard case .folder(let path) = library.library.source else { return }
    let folder = resolved(path.text)
    guard FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) else {
      throw library.problem(
        "there is no Swift package at \(folder.path)", at: path.range, help: "write its folder, as seen from the course's folder")
    }
  }

  private func problem(ofResolving text: String) -> any Error {
    let errors = text.split(separator: "\n").filter { $0.hasPrefix("error:") }.map(String.init)
    let notes = errors.isEmpty ? [text] : errors
    let asked = libraries.compactMap { library -> (NamedLibrary, LocatedText, CourseSettings.Library.Requirement)? in
      guard case .repository(let address, let requirement) = library.library.source else { return nil }
      return (library, address, requirement)
    }
    let named =
      asked.first { text.contains($0.1.text) }
      ?? asked.first { library in
        let name = library.1.text.split(separator: "/").last.map { $0.hasSuffix(".git") ? String($0.dropLast(4)) : String($0) } ?? ""
        return errors.contains { $0.contains(name.lowercased()) || $0.contains(name) }
      }
    guard let (library, address, requirement) = named else {
      let folders = libraries.compactMap { if case .folder(let path) = $0.library.source { resolved(path.text) } else { nil } }
      let what =
        folders.count == 1 ? BuildErrors.path(folders[0].appending(path: "Package.swift").path) : "the packages of the lessons' libraries"
      return ToolFailure("the dependencies of \(what) could not be resolved", details: BuildErrors.condensed(text))
    }
    let isUnreachable = ["ailed to clone", "does not appear to be a git repository", "not found", "ould not resolve host"]
    // Git's own last words are about the copy that it couldn't make.
    let isOfGit = text.contains("fatal:") && !text.contains("could not be resolved because")
    if isOfGit || isUnreachable.contains(where: text.contains), !text.contains("no versions of") {
      return library.problem(
        "there is no package at \(address.text), or it can't be reached", at: address.range, notes: notes,
        help: "correct the address; `git ls-remote \(address.text)` must list its versions")
    }
    return library.problem(
      "no version of this package fits `\(requirement.rule.rawValue): \(requirement.value.text)` and the other libraries",
      at: requirement.value.range,
      notes: notes, help: "`git ls-remote --tags \(address.text)` lists its versions")
  }

  private struct Dependency: Decodable {
    var url: String
    var path: String
    var dependencies: [Dependency]
  }

  /// The folder of each package in a repository, by its address.
  private func checkouts(_ toolchain: Toolchain) async throws(ToolFailure) -> [String: URL] {
    let (isSuccess, text) = try await swift(["package", "show-dependencies", "--format", "json"], toolchain)
    guard isSuccess, let root = Dependency(amid: text) else {
      throw ToolFailure("the packages of the lessons' libraries could not be listed", details: text)
    }
    return Dictionary(root.dependencies.map { ($0.url, URL(filePath: $0.path)) }) { first, _ in first }
  }

  private func place(of library: NamedLibrary, _ checkouts: [String: URL]) throws -> URL {
    switch library.library.source {
    case .tool: return folder
    case .folder(let path): return resolved(path.text)
    case .repository(let address, _):
      guard let folder = checkouts[address.text] else {
        throw library.problem("the package manager has no copy of this package", at: address.range, help: "delete \(scratch.path)")
      }
      return folder
    }
  }

  private func products(of library: NamedLibrary, in description: PackageDescription) throws(LibraryProblem) -> [String] {
    let known = description.libraries
    // A package of executables may contain a course: it then teaches no library of its own.
    guard !known.isEmpty || library.isDefault else {
      throw library.problem(
        "the package `\(description.name)` has no library product", help: "add `.library(name: …, targets: […])` to its Package.swift")
    }
    for product in library.library.products where !known.contains(product.text) {
      throw library.problem(
        "the package `\(description.name)` has no library product `\(product.text)`", at: product.range,
        help: suggestion(for: product.text, among: known) ?? "its library products are \(known.joined(separator: ", "))")
    }
    return library.library.products.isEmpty ? known : library.library.products.map(\.text)
  }

  /// Requires that no module to import is a misspelled one of the package. Others may be the system's.
  private func requireModules(of library: NamedLibrary, _ known: [String]) throws(LibraryProblem) {
    for module in library.library.importNames where !known.contains(module.text) && !isBuilt(module.text) {
      guard let help = suggestion(for: module.text, among: known) else { continue }
      throw library.problem("the package has no module `\(module.text)`", at: module.range, help: help)
    }
  }

  private func isBuilt(_ module: String) -> Bool {
    ["Modules/\(module).swiftmodule", "\(module).build"].contains {
      FileManager.default.fileExists(atPath: products.appending(path: $0).path)
    }
  }

  // MARK: What the package manager found

  /// The arguments by which the package manager compiles the made target, as far as they say where modules and macros are.
  private func compilerArguments() throws(ToolFailure) -> [String] {
    let plan = scratch.appending(path: "release.yaml")
    let text = contentsOfRegularFile(plan.path).map { String(decoding: $0, as: UTF8.self) } ?? ""
    let call = text.split(separator: "\n").lazy.map { $0.drop { $0 == " " } }
      .first { $0.hasPrefix("args: [") && $0.contains("\"-module-name\",\"\(Self.name)\",\"-emit-dependencies\"") }
    guard let call, let all = try? JSONDecoder().decode([String].self, from: Data(call.dropFirst("args: ".count).utf8)) else {
      throw ToolFailure(
        "the arguments for the lessons' libraries could not be read from \(plan.path)",
        help: "delete \(folder.path), so that they are built again")
    }
    return Self.moduleArguments(among: all)
  }

  /// Of a compiler's arguments, those that say where Swift modules, C modules and macros are.
  static func moduleArguments(among all: [String]) -> [String] {
    var kept: [String] = []
    var index = 0
    /// Takes the next word, with the mark before it by which it is passed on: `-Xcc`.
    func next() -> (word: String, mark: String?)? {
      guard index < all.count else { return nil }
      let isPassedOn = ["-Xcc", "-Xfrontend"].contains(all[index]) && index + 1 < all.count
      defer { index += isPassedOn ? 2 : 1 }
      return isPassedOn ? (all[index + 1], all[index]) : (all[index], nil)
    }
    let withValue: Set = [
      "-I", "-F", "-isystem", "-iframework", "-load-plugin-executable", "-load-plugin-library", "-plugin-path", "-external-plugin-path",
    ]
    while let (word, mark) = next() {
      let marks = mark.map { [$0] } ?? []
      if withValue.contains(word), let value = next() {
        kept += marks + [word] + (value.mark.map { [$0] } ?? []) + [value.word]
      } else if word.hasPrefix("-fmodule-map-file=") || (mark == "-Xcc" && word.hasPrefix("-I")) || word.hasPrefix("-plugin-path=") {
        kept += marks + [word]
      }
    }
    return kept
  }

  private var dynamicLibraries: [URL] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: products.path)) ?? []
    return names.filter { $0.hasPrefix("lib") && $0.hasSuffix(".\(SwiftProduct.ending)") }.sorted().map { products.appending(path: $0) }
  }

  /// Links the made library, and dynamic ones below it.
  private func linkerArguments() -> [String] {
    let names = dynamicLibraries.map { $0.deletingPathExtension().lastPathComponent.dropFirst(3) }
    return ["-L", products.path] + names.map { "-l\($0)" } + ["-Xlinker", "-rpath", "-Xlinker", products.path]
  }
}

import Foundation
import TestSupport
import Testing

/// The table of targets in the documentation agrees with Package.swift.
@Suite struct ArchitectureTests {
  private func text(of file: String) throws -> String { try String(contentsOf: Fixtures.url("../../\(file)"), encoding: .utf8) }

  /// The imports of each target among ours, as in the table.
  private func documented() throws -> [String: Set<String>] {
    let rows = try text(of: "Documentation/Architecture.md").matches(of: /(?m)^\| `(\w+)` \| [^|]+ \| ([^|]*) \|$/)
    return Dictionary(
      uniqueKeysWithValues: rows.map { row in
        (String(row.1), Set(row.2.matches(of: /`(\w+)`/).map { String($0.1) }))
      })
  }

  /// The imports of each target among ours, except test targets, as in the package's manifest.
  private func declared() throws -> [String: Set<String>] {
    let manifest = try text(of: "Package.swift").replacing(/(?m)^ *\/\/.*$/, with: "")
    let starts = manifest.matches(of: /\.(target|executableTarget|systemLibrary|testTarget)\(\s*name: "(\w+)"/)
    var targets: [String: Set<String>] = [:]
    for (index, start) in starts.enumerated() where start.1 != "testTarget" {
      let end = index + 1 < starts.count ? starts[index + 1].range.lowerBound : manifest.endIndex
      let body = manifest[start.range.upperBound..<end]
      let list = body.firstMatch(of: /dependencies: \[([^\]]*)\]/)?.1 ?? ""
      targets[String(start.2)] = Set(list.matches(of: /"(\w+)"/).map { String($0.1) })
    }
    let names = Set(targets.keys)
    return targets.mapValues { $0.intersection(names) }
  }

  @Test func `the table has every target with what it imports`() throws {
    let (documented, declared) = (try documented(), try declared())
    #expect(declared.count > 15)
    for (name, imports) in declared { #expect(documented[name] == imports, "\(name)") }
    #expect(Set(documented.keys) == Set(declared.keys))
  }

  /// SwiftPM builds all modules into one folder, where a target finds those that it doesn't declare as well.
  @Test func `each target imports only what it declares`() throws {
    let targets = try declared()
    for (name, dependencies) in targets {
      let files = try FileManager.default.subpathsOfDirectory(atPath: Fixtures.url("../../Sources/\(name)").path(percentEncoded: false))
      for file in files where file.hasSuffix(".swift") {
        let imports = try text(of: "Sources/\(name)/\(file)").matches(
          of: /(?m)^(?:@\w+ |package |public )*import (?:(?:struct|enum|func) )?(\w+)/)
        for module in imports.map({ String($0.1) }) where targets[module] != nil && !dependencies.contains(module) {
          Issue.record("\(name)/\(file) imports \(module)")
        }
      }
    }
  }

  @Test func `everyone builds the tool with the same versions of its packages`() throws {
    let packages = try text(of: "Package.swift").matches(of: /\.package\(([^)]*)\)/).map(\.1)
    #expect(packages.count == 7)
    for package in packages { #expect(package.contains(/url: "[^"]+", exact: "\d+\.\d+\.\d+"$/), "\(package)") }
    // Theirs are among them. A build in another folder has its checkouts there.
    let checkouts = Fixtures.url("../../.build/checkouts")
    for checkout in (try? FileManager.default.contentsOfDirectory(atPath: checkouts.path)) ?? [] {
      let manifest = try String(contentsOf: checkouts.appending(path: "\(checkout)/Package.swift"), encoding: .utf8)
      for needed in manifest.matches(of: /url: "[^"]+\/([\w-]+?)(?:\.git)?"/) {
        #expect(packages.contains { $0.contains("/\(needed.1)\"") }, "\(checkout) needs \(needed.1)")
      }
    }
  }

  @Test func `imports go one way`() throws {
    var rest = try declared()
    while let leaf = rest.first(where: { $0.value.isEmpty })?.key {
      rest[leaf] = nil
      for name in rest.keys { rest[name]?.remove(leaf) }
    }
    #expect(rest.isEmpty, "these import each other: \(rest.keys.sorted())")
  }

  @Test func `readers are told to call the tool that make site builds`() throws {
    let built = try #require(try text(of: "Makefile").firstMatch(of: /(?m)^\t(\S+\/lessons) build$/)?.1)
    let called = try #require(try text(of: "Lessons/course.yml").firstMatch(of: /(?m)^ +make site\n +(\S+) check \{lesson\}$/)?.1)
    #expect(built == called)
  }
}

import Diagnostics
import Foundation
import Testing

@testable import CellAnalysis

/// The names that are listed here are those that the runtime declares.
@Suite struct LessonRuntimeNamesTests {
  /// The text of a source file that this target doesn't link.
  private func source(_ file: String, of target: String = "LessonRuntime") throws -> String {
    var package = URL(filePath: #filePath)
    for _ in 0..<3 { package.deleteLastPathComponent() }
    return try String(contentsOf: package.appending(path: "Sources/\(target)/\(file)"), encoding: .utf8)
  }

  private func requirements(of name: String, in file: String) throws -> Set<String> {
    let text = try source(file)
    let start = try #require(text.firstRange(of: "public protocol \(name) "))
    let end = try #require(text[start.upperBound...].firstRange(of: "\n}"))
    return Set(text[start.upperBound..<end.lowerBound].matches(of: /(?:var|func) (\w+)/).map { String($0.1) })
  }

  @Test func `what Displayable requires is called where a value is shown`() throws {
    #expect(try requirements(of: "Displayable", in: "Displayable.swift") == LessonRuntimeNames.displayableMembers)
  }

  @Test func `what FormulaOperand requires is called where a variable is bound`() throws {
    #expect(try requirements(of: "FormulaOperand", in: "FormulaOperand.swift") == LessonRuntimeNames.boundByMembers)
  }

  @Test func `a function with these types is one that a formula can call`() throws {
    let sources = try [
      source("LessonFunction.swift"), source("Tensor+FormulaArgument.swift", of: "AttentionAdapters"),
    ]
    let declared = sources.flatMap { $0.matches(of: /(?m)^extension (\w+): FormulaArgument/).map { String($0.1) } }
    let used = LessonRuntimeNames.formulaTypes.map { $0.trimmingCharacters(in: CharacterSet(charactersIn: "[]")) }
    #expect(Set(used).union(["Array"]) == Set(declared))
  }

  @Test func `the names that the tool and the runtime give are refused in a cell`() throws {
    let functions = try source("LessonProgram+Calls.swift").matches(of: /public func (\w+)/).map { String($0.1) }
    let variable = try source("ProgramWriter.swift", of: "LessonRunner").matches(of: /static let lesson = "(\w+)"/).map { String($0.1) }
    #expect(!functions.isEmpty && variable.count == 1)
    for name in functions + variable {
      #expect(CellStatement.parse("let \(name) = 1").1.count { $0.message.contains("are the tool's own") } == 1, "\(name)")
    }
  }
}

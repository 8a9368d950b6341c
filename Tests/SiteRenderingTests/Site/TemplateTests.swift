import CEmbeddedFiles
import Testing
import ToolSupport

@testable import SiteRendering

/// The templates' tags and the properties of what they show: the two are compared, since Mustache shows nothing for a misspelled name.
@Suite struct TemplateTests {
  private static let lesson = LessonContext(number: "", title: "", address: "", time: "", summary: [""], check: "")
  private static let words = Localization.english.frame
  private static let part = PartContext(title: [""], lessons: [lesson])

  /// Each template with what it shows; no array is empty, so that its elements are known.
  private static var contexts: [(template: ThemeTemplate, context: any TemplateContext)] {
    [
      (
        .page,
        PageContext(
          language: "", words: words, course: "", title: "", summary: "", authors: [""], address: [""],
          contents: [.init(title: [""], entries: "")], eyebrow: [""],
          run: [.init(id: "", commands: [""], downloads: [.init(words: "", address: "")])],
          turn: [.init(previous: [lesson], next: [lesson])], edit: [""], source: [""], logo: [""], css: [""], footer: [""],
          licenses: [.init(name: "", address: "")])
      ),
      (.entry, EntryContext(number: "", title: "", address: "", isCurrent: true, sections: [.init(id: "", title: "")])),
      (
        .landing,
        LandingContext(
          course: "", summary: "", words: words, text: [""], parts: [part], check: "", begin: [.init(address: "", title: "", time: "")],
          about: [.init(title: "", text: "")],
          cover: [.init(content: "", source: "")], state: "")
      ),
      (
        .whole,
        WholeContext(
          course: "", summary: "", words: words, parts: [part], lessons: [.init(id: "", number: [""], article: "")],
          solutions: [.init(lessons: [.init(title: "", content: "")])])
      ),
      (.missing, MissingContext(root: "", isWithoutRoot: true, words: words)),
    ]
      + Localization.all.map {
        (
          $0.checksTemplate,
          ChecksContext(
            title: "", summary: "", state: "", unchecked: [.init(title: "", formulas: [.init(formula: "", reason: "", place: "")])])
        )
      }
  }

  @Test func `each template has a context`() {
    #expect(Self.contexts.map(\.template) == ThemeTemplate.all)
  }

  @Test(arguments: contexts.indices)
  func `each tag names a property`(index: Int) {
    let (template, context) = Self.contexts[index]
    #expect(TagReader.read(template, context).unknown == [])
  }

  @Test func `each property is shown by a template`() {
    let used = Self.contexts.reduce(into: Set<String>()) { $0.formUnion(TagReader.read($1.template, $1.context).used) }
    let declared = Self.contexts.reduce(into: Set<String>()) { $0.formUnion(properties(of: $1.context)) }
    #expect(declared.subtracting(used) == [])
  }

  private func properties(of context: any TemplateContext) -> Set<String> {
    Mirror(reflecting: context).children.reduce(into: []) { names, property in
      names.insert("\(type(of: context)).\(property.label ?? "")")
      for inner in TagReader.contexts(in: property.value) { names.formUnion(properties(of: inner)) }
    }
  }

  @Test func `page.js reads words that the page gives it`() {
    let script = String(decoding: embedded_page_js.content, as: UTF8.self)
    let page = String(decoding: embedded_page_mustache.content, as: UTF8.self)
    let given = Set(page.matches(of: /data-([a-z-]+)="\{\{\{words/).map { camelCase(String($0.1)) })
    let read = Set(script.matches(of: /\bwords\.(\w+)(?!\w*\()/).map { String($0.1) }).subtracting(["length", "map", "find"])
    #expect(!given.isEmpty && read.isSubset(of: given), "\(read.subtracting(given))")
  }

  @Test func `formulas.js reads the words that each language has for it, and all of them`() {
    let script = String(decoding: embedded_formulas_js.content, as: UTF8.self)
    let read = Set(script.matches(of: /\bwords\.([a-z]+)/).map { String($0.1) })
    for localization in Localization.all { #expect(Set(localization.live.keys) == read) }
  }

  /// As `dataset` names the attribute `data-theme-label`: `themeLabel`.
  private func camelCase(_ name: String) -> String {
    let parts = name.split(separator: "-")
    return parts[0] + parts.dropFirst().map { $0.prefix(1).uppercased() + $0.dropFirst() }.joined()
  }
}

/// Reads the tags of a template, and looks each of them up as Mustache does: in the innermost section first.
private struct TagReader {
  /// Each as `Type.property`.
  private(set) var used: Set<String> = []
  private(set) var unknown: [String] = []

  static func read(_ template: ThemeTemplate, _ context: any TemplateContext) -> TagReader {
    var reader = TagReader()
    // A section without properties of its own, such as a condition, is nil.
    var open: [(any TemplateContext)?] = [context]
    for tag in String(decoding: template.builtIn, as: UTF8.self).matches(of: /\{\{\{?([#^\/]?)([\w.]+)\}?\}\}/) {
      let (kind, name) = (tag.1, String(tag.2))
      if kind == "/" {
        open.removeLast()
      } else if name != "." {
        let value = reader.value(of: name.split(separator: ".").map(String.init)[...], in: open.compactMap(\.self))
        if !kind.isEmpty { open.append(value.flatMap { contexts(in: $0).first }) }
      }
    }
    return reader
  }

  private mutating func value(of path: ArraySlice<String>, in open: [any TemplateContext]) -> Any? {
    guard let name = path.first else { return nil }
    for context in open.reversed() {
      guard let property = Mirror(reflecting: context).children.first(where: { $0.label == name }) else { continue }
      used.insert("\(type(of: context)).\(name)")
      guard path.count > 1 else { return property.value }
      return value(of: path.dropFirst(), in: Self.contexts(in: property.value))
    }
    unknown.append(path.joined(separator: "."))
    return nil
  }

  static func contexts(in value: Any) -> [any TemplateContext] {
    (value as? any TemplateContext).map { [$0] } ?? value as? [any TemplateContext] ?? []
  }
}

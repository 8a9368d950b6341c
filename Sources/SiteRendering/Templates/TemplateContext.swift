import CEmbeddedFiles
import ToolSupport

/// What a template, or a section of one, shows: it has a property for each of its tags. A test compares the two.
///
/// A section is shown for each element of an array; what may be missing is therefore an array too. Mustache would look for a property
/// that is nil in the sections around it.
protocol TemplateContext {}

extension TemplateContext {
  /// The properties by their names, as Mustache looks them up. Without this it would list the properties anew at each tag.
  var values: [String: Any] {
    Mirror(reflecting: self).children.reduce(into: [:]) { values, property in
      guard let name = property.label else { return }
      switch property.value {
      case let context as any TemplateContext: values[name] = context.values
      case let contexts as [any TemplateContext]: values[name] = contexts.map(\.values)
      case let value: values[name] = value
      }
    }
  }
}

/// A template of the theme.
struct ThemeTemplate: Sendable, Hashable {
  /// The name of its file, without the extension.
  let name: String
  /// The text that is built into the tool.
  let builtIn: [UInt8]

  init(_ name: String, _ builtIn: [UInt8]) { (self.name, self.builtIn) = (name, builtIn) }

  var fileName: String { "\(name).mustache" }

  static let page = ThemeTemplate("page", embedded_page_mustache.content)
  static let entry = ThemeTemplate("entry", embedded_entry_mustache.content)
  static let landing = ThemeTemplate("landing", embedded_landing_mustache.content)
  static let whole = ThemeTemplate("whole", embedded_whole_mustache.content)
  static let missing = ThemeTemplate("missing", embedded_missing_mustache.content)

  /// All of them. Each language has one of its own, the page about the checks.
  static let all = [page, entry, landing, whole, missing] + Localization.all.map(\.checksTemplate)
}

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
enum ThemeTemplate: String, CaseIterable {
  case page, entry, landing, whole, missing
  case checksInEnglish = "checks-en"
  case checksInChinese = "checks-zh"

  var fileName: String { "\(rawValue).mustache" }

  /// The text that is built into the tool.
  var builtIn: [UInt8] {
    switch self {
    case .page: PackageResources.page_mustache
    case .entry: PackageResources.entry_mustache
    case .landing: PackageResources.landing_mustache
    case .whole: PackageResources.whole_mustache
    case .missing: PackageResources.missing_mustache
    case .checksInEnglish: PackageResources.checks_en_mustache
    case .checksInChinese: PackageResources.checks_zh_mustache
    }
  }
}

/// What bibliographies call a language: a tag of BCP 47, `pt-BR`, or the name that LaTeX's packages give it, `ngerman`.
enum LanguageName {
  /// Its tag; nil for a name that isn't known.
  static func tag(_ name: String) -> String? {
    let name = name.replacing("_", with: "-")
    if let tag = tags[name.lowercased()] { return tag }
    let parts = name.split(separator: "-", omittingEmptySubsequences: false)
    guard let first = parts.first, (2...3).contains(first.count),
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }),
      parts.allSatisfy({ (1...8).contains($0.count) })
    else { return nil }
    return name
  }

  private static let tags = [
    "english": "en", "american": "en-US", "usenglish": "en-US", "british": "en-GB", "ukenglish": "en-GB", "german": "de", "ngerman": "de",
    "austrian": "de-AT", "naustrian": "de-AT", "swissgerman": "de-CH", "nswissgerman": "de-CH", "french": "fr", "canadien": "fr-CA",
    "spanish": "es", "italian": "it", "portuguese": "pt", "brazilian": "pt-BR", "dutch": "nl", "danish": "da", "swedish": "sv",
    "norwegian": "no", "norsk": "nb", "nynorsk": "nn", "finnish": "fi", "polish": "pl", "czech": "cs", "slovak": "sk", "hungarian": "hu",
    "romanian": "ro", "russian": "ru", "ukrainian": "uk", "greek": "el", "turkish": "tr", "latin": "la", "chinese": "zh", "japanese": "ja",
    "korean": "ko",
  ]
}

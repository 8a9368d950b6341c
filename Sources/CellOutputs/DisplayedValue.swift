/// What a cell shows for a value: its text, its static type, and the data behind it if there are any.
public struct DisplayedValue: Codable, Sendable, Hashable {
  /// The text as the page and the recorded output show it. Lines are separated by `\n`.
  public var text: String
  /// The static type as a Swift author writes it: `[Float]` or `Tensor`; for a tensor with its shape, `Tensor [3, 2]`.
  public var type: String
  public var content: Content
  /// A digest of the whole value if the text leaves out a part of it; nil if the text is complete.
  public var digest: ValueDigest?

  public enum Content: Codable, Sendable, Hashable {
    /// No data besides the text.
    case text
    /// Numbers with this number of decimals. The page shows them as a table with a heat map.
    case numbers(NumericArray, decimals: Int)
    /// A picture as data, which the page draws.
    case figure(Figure)
  }

  public init(text: String, type: String, content: Content = .text, digest: ValueDigest? = nil) {
    self.text = text
    self.type = type
    self.content = content
    self.digest = digest
  }
}

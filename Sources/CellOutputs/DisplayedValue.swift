/// What a cell shows for a value: its text, its static type, and the data behind it where there is some.
public struct DisplayedValue: Codable, Sendable, Hashable {
  /// As the page and the recorded output show it; lines are separated by `\n`.
  public var text: String
  /// The static type as a Swift author writes it, `[Float]` or `Tensor`; for a tensor with its shape, `Tensor [3, 2]`.
  public var type: String
  public var content: Content
  /// Represents the whole value where the text leaves a part of it out; nil where the text is complete.
  public var digest: ValueDigest?

  public enum Content: Codable, Sendable, Hashable {
    /// There is only the text.
    case text
    /// Numbers, which the page draws as a table with a heat map, each with so many decimals.
    case numbers(NumericArray, decimals: Int)
    /// A picture, sent as data: the page draws it.
    case figure(Figure)
  }

  public init(text: String, type: String, content: Content = .text, digest: ValueDigest? = nil) {
    self.text = text
    self.type = type
    self.content = content
    self.digest = digest
  }
}

/// Small pictures of masks side by side: which keys each query may see.
public struct MaskGallery: Codable, Sendable, Hashable {
  public var title: String
  public var masks: [Picture]

  public struct Picture: Codable, Sendable, Hashable {
    public var name: String
    /// Shape `[queries, keys]`; 1 where the query may see the key, 0 where not.
    public private(set) var visibility: NumericArray

    /// - Precondition: The visibility has two axes.
    public init(name: String, visibility: NumericArray) {
      precondition(visibility.shape.count == 2, "MaskGallery: `\(name)` has the shape \(visibility.shape)")
      self.name = name
      self.visibility = visibility
    }

    public init(from decoder: any Decoder) throws {
      let container = try decoder.container(keyedBy: CodingKeys.self)
      name = try container.decode(String.self, forKey: .name)
      visibility = try container.decode(NumericArray.self, forKey: .visibility)
      try check(visibility.shape.count == 2, "a mask of the shape \(visibility.shape)", in: decoder)
    }

    public var queries: Int { visibility.shape[0] }
    public var keys: Int { visibility.shape[1] }
    public var seen: Int { visibility.elements.count { $0 == 1 } }
    public subscript(query: Int, key: Int) -> Bool { visibility.elements[query * keys + key] == 1 }
  }

  public init(title: String, masks: [Picture]) {
    self.title = title
    self.masks = masks
  }
}

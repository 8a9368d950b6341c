// A tensor is coded as its shape and its elements in row-major order.

extension Tensor: Codable {
  private enum CodingKeys: String, CodingKey {
    case shape, scalars
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    let shape = try container.decode([Int].self, forKey: .shape)
    let scalars = try container.decode([Float].self, forKey: .scalars)
    var count: Int? = 1
    for size in shape {
      let product = count?.multipliedReportingOverflow(by: size)
      count = size < 0 || product?.overflow != false ? nil : product?.partialValue
    }
    guard count == scalars.count else {
      throw DecodingError.dataCorruptedError(
        forKey: .scalars, in: container, debugDescription: "The shape \(shape) doesn't have \(scalars.count) elements.")
    }
    self.init(unchecked: shape, scalars)
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(shape, forKey: .shape)
    try container.encode(scalars, forKey: .scalars)
  }
}

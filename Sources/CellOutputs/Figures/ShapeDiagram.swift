/// Matrices as rectangles true to their sizes, with the operators between them: how shapes fit together.
public struct ShapeDiagram: Codable, Sendable, Hashable {
  public var title: String
  public var parts: [Part]

  public enum Part: Codable, Sendable, Hashable {
    /// A matrix: its name, its sizes, and what each size is called (empty where it has no name).
    case matrix(name: String, rows: Int, columns: Int, rowsName: String, columnsName: String)
    /// What stands between two matrices: `·`, `=`, `→ softmax →`.
    case sign(String)
  }

  public init(title: String, parts: [Part]) {
    self.title = title
    self.parts = parts
  }
}

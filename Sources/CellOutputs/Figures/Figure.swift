/// A picture as data: what to draw, never how. The page draws it in the theme's colors, with a text alternative.
public enum Figure: Codable, Sendable, Hashable {
  case heatMap(HeatMap)
  case shapes(ShapeDiagram)
  case attentionLines(AttentionLines)
  case chart(Chart)
  case bars(BarChart)
  case histogram(Histogram)
  case masks(MaskGallery)
  case flow(FlowDiagram)
  case vectors(VectorDiagram)
  case rotations(RotationDiagram)
  case steps(StepDiagram)
  case table(TableFigure)

  public var title: String {
    switch self {
    case .heatMap(let map): map.title
    case .shapes(let diagram): diagram.title
    case .attentionLines(let lines): lines.title
    case .chart(let chart): chart.title
    case .bars(let chart): chart.title
    case .histogram(let histogram): histogram.title
    case .masks(let gallery): gallery.title
    case .flow(let diagram): diagram.title
    case .vectors(let diagram): diagram.title
    case .rotations(let diagram): diagram.title
    case .steps(let diagram): diagram.title
    case .table(let table): table.title
    }
  }
}

/// A lesson's program may write anything into its events, so the parts of a figure that is read must fit together.
func check(_ fits: Bool, _ problem: @autoclosure () -> String, in decoder: any Decoder) throws {
  if !fits { throw DecodingError.dataCorrupted(.init(codingPath: decoder.codingPath, debugDescription: problem())) }
}

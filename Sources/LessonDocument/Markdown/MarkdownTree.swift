import CCMark

/// A node of a CommonMark document, as a value. libcmark's tree is copied and freed at once.
struct MarkdownNode {
  enum Kind: Equatable {
    case document, quote, item, paragraph, thematicBreak, softBreak, lineBreak, emphasis, strong
    case list(ordered: Bool, start: Int, isTight: Bool)
    case heading(level: Int)
    case codeBlock(info: String, literal: String)
    case htmlBlock(String)
    case text(String)
    case code(String)
    case htmlInline(String)
    case link(destination: String, title: String)
    case image(source: String, title: String)
    /// A kind of node that this version of cmark has and this parser doesn't know.
    case unknown
  }

  var kind: Kind
  /// Where the node is, from 1; columns count bytes. The position is exact for blocks, and only a hint for inlines.
  var startLine: Int
  var startColumn: Int
  var endLine: Int
  var children: [MarkdownNode] = []

  /// The deepest nesting that is accepted, since later stages may recurse.
  static let depthLimit = 64

  /// The nesting is deeper than the limit, for the first time on this line.
  struct TooDeep: Error { var line: Int }

  /// - Complexity: O(bytes)
  /// - Parameter isSmart: Whether typographic marks replace straight quotation marks, `--` and `...`.
  static func parse(_ bytes: [UInt8], isSmart: Bool = true) throws(TooDeep) -> MarkdownNode {
    let document = bytes.withUnsafeBytes {
      cmark_parse_document(
        $0.baseAddress?.assumingMemoryBound(to: CChar.self), $0.count, isSmart ? CMARK_OPT_SMART : CMARK_OPT_DEFAULT)
    }
    defer { cmark_node_free(document) }
    let iterator = cmark_iter_new(document)
    defer { cmark_iter_free(iterator) }

    // Nodes that are entered and not yet left. An explicit stack, since the author controls the nesting.
    var open: [MarkdownNode] = []
    while true {
      let event = cmark_iter_next(iterator)
      guard event != CMARK_EVENT_DONE, let raw = cmark_iter_get_node(iterator) else { break }
      if event == CMARK_EVENT_ENTER {
        let node = MarkdownNode(copying: raw)
        if open.count >= depthLimit { throw TooDeep(line: max(node.startLine, 1)) }
        if isLeaf(raw) { open[open.count - 1].children.append(node) } else { open.append(node) }
      } else {
        let node = open.removeLast()
        if open.isEmpty { return node }
        open[open.count - 1].children.append(node)
      }
    }
    return MarkdownNode(kind: .document, startLine: 1, startColumn: 1, endLine: 1)
  }

  private init(kind: Kind, startLine: Int, startColumn: Int, endLine: Int) {
    self.kind = kind
    self.startLine = startLine
    self.startColumn = startColumn
    self.endLine = endLine
  }

  private init(copying raw: OpaquePointer) {
    func string(_ pointer: UnsafePointer<CChar>?) -> String { pointer.map { String(cString: $0) } ?? "" }
    let literal = string(cmark_node_get_literal(raw))
    let kind: Kind =
      switch cmark_node_get_type(raw) {
      case CMARK_NODE_DOCUMENT: .document
      case CMARK_NODE_BLOCK_QUOTE: .quote
      case CMARK_NODE_LIST:
        .list(
          ordered: cmark_node_get_list_type(raw) == CMARK_ORDERED_LIST, start: Int(cmark_node_get_list_start(raw)),
          isTight: cmark_node_get_list_tight(raw) != 0)
      case CMARK_NODE_ITEM: .item
      case CMARK_NODE_CODE_BLOCK: .codeBlock(info: string(cmark_node_get_fence_info(raw)), literal: literal)
      case CMARK_NODE_HTML_BLOCK: .htmlBlock(literal)
      case CMARK_NODE_PARAGRAPH: .paragraph
      case CMARK_NODE_HEADING: .heading(level: Int(cmark_node_get_heading_level(raw)))
      case CMARK_NODE_THEMATIC_BREAK: .thematicBreak
      case CMARK_NODE_TEXT: .text(literal)
      case CMARK_NODE_SOFTBREAK: .softBreak
      case CMARK_NODE_LINEBREAK: .lineBreak
      case CMARK_NODE_CODE: .code(literal)
      case CMARK_NODE_HTML_INLINE: .htmlInline(literal)
      case CMARK_NODE_EMPH: .emphasis
      case CMARK_NODE_STRONG: .strong
      case CMARK_NODE_LINK:
        .link(destination: string(cmark_node_get_url(raw)), title: string(cmark_node_get_title(raw)))
      case CMARK_NODE_IMAGE:
        .image(source: string(cmark_node_get_url(raw)), title: string(cmark_node_get_title(raw)))
      default: .unknown
      }
    self.init(
      kind: kind, startLine: Int(cmark_node_get_start_line(raw)), startColumn: Int(cmark_node_get_start_column(raw)),
      endLine: Int(cmark_node_get_end_line(raw)))
  }

  /// Whether a node has no children by its kind, so that cmark's iterator has no exit event for it.
  private static func isLeaf(_ raw: OpaquePointer) -> Bool {
    switch cmark_node_get_type(raw) {
    case CMARK_NODE_HTML_BLOCK, CMARK_NODE_THEMATIC_BREAK, CMARK_NODE_CODE_BLOCK, CMARK_NODE_TEXT, CMARK_NODE_SOFTBREAK,
      CMARK_NODE_LINEBREAK, CMARK_NODE_CODE, CMARK_NODE_HTML_INLINE:
      true
    default: false
    }
  }
}

import CellOutputs
import Foundation
import Testing

@testable import SiteRendering

@Suite struct VectorDiagramTests {
  private static func diagram(_ tips: [[(Double, Double)]], angles: [(Int, Int)] = [], names: [String] = []) -> VectorDiagram {
    VectorDiagram(
      title: "V", x: "east", y: Axis("north", unit: "km"),
      vectors: tips.enumerated().map { index, tips in
        .init(name: names.isEmpty ? "v_\(index)" : names[index], tips: tips.map { .init(x: $0.0, y: $0.1) })
      }, angles: angles.map { .init(first: $0.0, second: $0.1) })
  }

  private func markup(_ diagram: VectorDiagram) -> String { Figure.vectors(diagram).html(alternative: "told", .english).markup }

  @Test func `arrows end where their vectors do, in one unit on both axes`() throws {
    let markup = markup(Self.diagram([[(3, 0)], [(0, 2)]]))
    let tips = markup.matches(of: /class="tip" d="M([\d.]+) ([\d.]+)/).map { (Double($0.1) ?? 0, Double($0.2) ?? 0) }
    let start = try #require(markup.firstMatch(of: /class="vector" d="M([\d.]+) ([\d.]+)/))
    let (x, y) = (Double(start.1) ?? 0, Double(start.2) ?? 0)
    #expect(tips.count == 2)
    #expect(abs((tips[0].0 - x) / 3 - (y - tips[1].1) / 2) < 0.2)
    #expect(abs(tips[0].1 - y) < 0.1 && abs(tips[1].0 - x) < 0.1)
  }

  @Test func `where a vector has been is drawn faintly, along an arc`() {
    let markup = markup(Self.diagram([[(1, 0), (0.6, 0.8), (0, 1)]]))
    #expect(markup.matches(of: /class="vector faint"/).count == 2)
    #expect(markup.matches(of: /class="turn" d="M[^"]*A[^"]*A/).count == 1)
  }

  @Test func `an angle says its degrees`() {
    let markup = markup(Self.diagram([[(1, 0)], [(1, 1)]], angles: [(0, 1)]))
    #expect(markup.contains(">45°</text>"))
  }

  @Test func `the degrees of an angle lie on no arrow, and on none that has been there`() throws {
    let turns = [0, 0.5, 1].map { (cos($0), sin($0)) }
    func turned(_ x: Double, _ y: Double) -> [(Double, Double)] { turns.map { ($0.0 * x - $0.1 * y, $0.1 * x + $0.0 * y) } }
    for keys in [turned(-0.3, 2), [turned(-0.3, 2)[2]], [(-1.7, 1.7)]] {
      let markup = markup(Self.diagram([turned(1, 0.5), keys], angles: [(0, 1)]))
      let found = try #require(markup.firstMatch(of: /class="size" x="([\d.]+)" y="([\d.]+)">([^<]+°)</))
      let (x, y) = (Double(found.1) ?? .nan, Double(found.2) ?? .nan)
      // Between the arrows of the angle, above the axis here.
      let zero = try #require(markup.firstMatch(of: /class="vector[^"]*" d="M[\d.]+ ([\d.]+)/))
      #expect(y <= (Double(zero.1) ?? .nan) + 5)
      let half = TypesetText(String(found.3)).width / 2
      for arrow in markup.matches(of: /class="vector[^"]*" d="M([\d.]+) ([\d.]+)L([\d.]+) ([\d.]+)"/) {
        let ends = [arrow.1, arrow.2, arrow.3, arrow.4].map { Double($0) ?? .nan }
        for t in stride(from: 0, through: 1, by: 0.01) {
          let (atX, atY) = (ends[0] + (ends[2] - ends[0]) * t, ends[1] + (ends[3] - ends[1]) * t)
          #expect(abs(atX - x) > half || atY < y - 11 || atY > y + 1, "\(found.3)")
        }
      }
    }
  }

  @Test(
    arguments: [
      [[(2, 1)], [(6, -1)], [(0.4, 0.2)], [(-1, 2)], [(-2, -1)]],
      [[(1, 1)], [(1, 1)], [(1, 1)]], [[(0, 0)]], [[(1e-9, 0)], [(1e9, 1)]], [[(0, 1)], [(1, 0)], [(0, -1)], [(-1, 0)], [(0.8, 0.6)]],
    ] as [[[(Double, Double)]]])
  func `names don't lie on one another, and no number is none`(tips: [[(Double, Double)]]) {
    let markup = markup(Self.diagram(tips))
    let names = markup.matches(of: /name" x="([\d.]+)" y="([\d.]+)"/).map { (Double($0.1) ?? .nan, Double($0.2) ?? .nan) }
    #expect(names.count == tips.count)
    for (index, a) in names.enumerated() {
      for b in names[(index + 1)...] { #expect(abs(a.0 - b.0) > 14 || abs(a.1 - b.1) > 14) }
    }
    #expect(!markup.contains("\"nan") && !markup.contains(" nan") && !markup.contains("inf"))
  }

  @Test func `each position is in the data`() {
    let diagram = Self.diagram([[(1, 0), (0, 1)], [(-2, 0.5)]])
    #expect(diagram.data(.english).columns == ["vector", "east", "north (km)"])
    #expect(diagram.data(.english).rows == [["v_0", "1", "0"], ["v_0", "0", "1"], ["v_1", "−2", "0.5"]])
    #expect(!markup(Self.diagram([[(1, 0)]], names: ["<b>"])).contains("<b>"))
  }
}

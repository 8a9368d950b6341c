import Attention
import Testing

@Suite struct CosineSimilarityTests {
  @Test func `directions are compared, not lengths`() {
    expectClose(cosineSimilarity([1, 0], [1, 1]), Tensor(0.70710678))
    expectClose(cosineSimilarity([1, 2, 3], [10, 20, 30]), Tensor(1))
    expectClose(cosineSimilarity([1, 2], [-1, -2]), Tensor(-1))
    expectClose(cosineSimilarity([1, 0], [0, 5]), Tensor(0))
  }

  @Test func `rows are compared with rows, and with one vector`() {
    expectClose(cosineSimilarity([[1, 0], [0, 2]], [[3, 0], [0, -1]]), [1, -1])
    expectClose(cosineSimilarity([[1, 0], [0, 2]], [3, 0]), [1, 0])
  }

  @Test func `a vector without direction is like no other`() {
    #expect(cosineSimilarity([0, 0], [1, 1]).item == 0)
    #expect(cosineSimilarity([], []).item == 0)
  }

  @Test func `very long and very short vectors have a direction`() {
    expectClose(cosineSimilarity([1e30, 1e30], [1e-30, 0]), Tensor(0.70710678))
  }
}

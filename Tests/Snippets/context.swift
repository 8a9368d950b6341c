// What the snippets of the documentation use and don't define: a model of one's own. `Tests/Snippets/run` adds the values.

struct Model {
  var block = EncoderBlock(features: 8, heads: 2, hidden: 16, seed: 1)
  var encoder: TransformerEncoder
  var output = Linear(features: 8, outputs: 5, seed: 2)
  var score = GeneralScore(weight: .identity(64))

  init() {
    encoder = TransformerEncoder(blocks: 1, features: 8, heads: 2, hidden: 16, seed: 3)
    encoder.blocks[0].attention.queryBias = .zeros([8])
  }
}

/// `Model` is also the name of a parameter of `Traced`.
typealias OwnModel = Model

extension Traced where Part == OwnModel {
  func loss(_ batch: Tensor) -> Variable { (self.output(self.encoder(Variable(batch))) * 2).sum() }
}

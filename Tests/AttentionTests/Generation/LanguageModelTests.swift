import Attention
import Foundation
import Testing

/// The small model that comes with the lessons, made of the library's layers.
struct AliceModel {
  let tokenizer: BytePairTokenizer
  let embedding: Embedding
  var decoder: TransformerEncoder
  let rotary = RotaryEmbedding(size: 32, layout: .interleaved)

  init() throws {
    let folder = URL(filePath: #filePath).appending(path: "../../../../Lessons/model").standardized
    let file = try Safetensors(contentsOf: folder.appending(path: "alice.safetensors").path)
    tokenizer = try BytePairTokenizer(contentsOf: folder.appending(path: "alice.tokenizer.json").path)
    func norm(_ name: String) -> NormalizationLayer {
      var norm = NormalizationLayer(.rms, features: 128, epsilon: 1e-6)
      norm.gain = file[name]!
      return norm
    }
    embedding = Embedding(table: file["E"]!)
    decoder = TransformerEncoder(
      blocks: (0..<4).map { index in
        let block = "blocks.\(index)"
        return EncoderBlock(
          placement: .pre,
          attention: MultiHeadAttention(
            heads: 4, keyHeads: 2, queryWeight: file["\(block).attn.W_Q"]!, keyWeight: file["\(block).attn.W_K"]!,
            valueWeight: file["\(block).attn.W_V"]!, outputWeight: file["\(block).attn.W_O"]!),
          attentionNorm: norm("\(block).norm1.gamma"),
          feedForward: FeedForward(
            activation: .silu, inputWeight: file["\(block).ffn.W3"]!, gateWeight: file["\(block).ffn.W1"]!,
            outputWeight: file["\(block).ffn.W2"]!),
          feedForwardNorm: norm("\(block).norm2.gamma"))
      }, finalNorm: norm("norm_f.gamma"))
  }

  /// The logits of the token after the last.
  func logits(_ tokens: [Int]) -> Tensor {
    let x = decoder(embedding([tokens]), mask: .causal(tokens.count), rotary: rotary)
    return embedding.logits(x[0][tokens.count - 1])
  }
}

@Suite struct LanguageModelTests {
  /// `glassllm --lang en generate "Alice was beginning to" --n 40 --greedy`, version 0.1.0.
  static let expected = [
    97, 4, 373, 111, 97, 388, 11, 120, 168, 734, 133, 160, 379, 107, 111, 526, 11, 120, 4, 702, 160, 199, 438, 94, 274, 115, 291, 156,
    13, 4, 4, 494, 160, 199, 438, 268, 757, 476, 136, 194,
  ]

  @Test func `the model says what its own package says, with and without a cache, bit for bit`() throws {
    let model = try AliceModel()
    let prompt = model.tokenizer.encode("Alice was beginning to")
    #expect(prompt == [494, 160, 729, 633, 111])
    var tokens = prompt
    var caches = model.decoder.blocks.map { _ in KeyValueCache(batch: 1) }
    var pending = prompt
    for expected in Self.expected {
      let plain = model.logits(tokens)
      let x = model.decoder(model.embedding([pending]), caches: &caches, rotary: model.rotary)
      let cached = model.embedding.logits(x[0][pending.count - 1])
      #expect(plain == cached)
      #expect(plain.argmax() == expected)
      tokens.append(expected)
      pending = [expected]
    }
    #expect(
      model.tokenizer.decode(Self.expected)
        == " the\nQueen to the Queen, and she found it was saying to herself, and\nshe was so much a little fellow.\n\nAlice was so much very curiously at"
    )
  }

  @Test func `its tokens are those of its own tokenizer`() throws {
    let tokenizer = try AliceModel().tokenizer
    let text = "“Oh dear!”  said the\nmouse, twice; Æsop’s  zebra"
    let tokens = [590, 63, 752, 153, 91, 151, 97, 4, 68, 470, 11, 412, 166, 25, 91, 84, 74, 508, 243, 91, 91, 81, 60, 57, 341]
    #expect(tokenizer.encode(text) == tokens)
    #expect(tokenizer.decode(tokens) == text)
    #expect(tokenizer.tokens.count == 1024)
    // u and a grave accent are one character after normalization, and in the alphabet; a snowman isn't.
    #expect(tokenizer.encode("u\u{300}") == tokenizer.encode("ù"))
    #expect(tokenizer.decode(tokenizer.encode("a☃b")) == "a⁇b")
    #expect(tokenizer.encode("").isEmpty)
    for text in [" ", "  \n \n", "▁"] { #expect(tokenizer.decode(tokenizer.encode(text)) == text.replacingOccurrences(of: "▁", with: " ")) }
  }

  @Test func `a damaged tokenizer is refused with its byte`() {
    let faults = [
      ("{}", "t: byte 0: alphabet is missing"),
      ("{\"alphabet\":[\"ab\"]}", "t: byte 13: alphabet must be a list of single characters"),
      ("{\"alphabet\":[\"a\"],\"merges\":[[\"a\"]]}", "t: byte 28: merges must be a list of pairs"),
      (
        "{\"alphabet\":[\"a\"],\"merges\":[[\"a\",\"b\"]]}",
        "t: byte 28: \"b\" is neither a character of the alphabet nor an earlier merge"
      ),
    ]
    for (json, message) in faults {
      do {
        _ = try BytePairTokenizer(bytes: Array(json.utf8), named: "t")
        Issue.record("no error")
      } catch {
        #expect(error.description == message)
      }
    }
  }
}

"""Makes mechanisms.json: the attention mechanisms of 2024 and 2025 with small random numbers, as transformers computes them, and the branches of
native sparse attention, computed naively.

    pip install torch==2.15.0 transformers==5.24.0 && python make_mechanisms.py

Only the modules' code is used; no trained weights are loaded.
"""
import json
import math
from pathlib import Path

import torch
from transformers.models.deepseek_v32 import modeling_deepseek_v32 as deepseek
from transformers.models.diffllama import modeling_diffllama as diffllama
from transformers.models.kimi_linear import modeling_kimi_linear as kimi
from transformers.models.qwen3_next import modeling_qwen3_next as qwen3_next

LENGTH = 7


def array(x):
    # Nine digits are those of a single-precision number.
    return {"shape": list(x.shape), "scalars": [float(f"{v:.9g}") for v in x.detach().double().flatten().tolist()]}


def arrays(**tensors):
    return {name: array(x) for name, x in tensors.items()}


def randomize(module):
    for parameter in module.parameters():
        torch.nn.init.normal_(parameter, std=0.4)
    return module.eval()


def causal():
    return torch.zeros(LENGTH, LENGTH).masked_fill(torch.ones(LENGTH, LENGTH).triu(1).bool(), -math.inf)[None, None]


def layer(config, attention, rotary, seed):
    """One attention layer with a random input."""
    torch.manual_seed(seed)
    config._attn_implementation = "eager"
    module = randomize(attention(config))
    x = torch.randn(1, LENGTH, config.hidden_size)
    position = rotary(config)(x, torch.arange(LENGTH)[None])
    output = module(x, position_embeddings=position, attention_mask=causal())[0]
    parameters = {key.replace("indexer.", "indexer_"): value for key, value in module.state_dict().items()}
    return arrays(input=x, output=output, **parameters)


def differential():
    config = diffllama.DiffLlamaConfig(hidden_size=12, num_attention_heads=4, num_key_value_heads=2, head_dim=6,
                                       max_position_embeddings=64, num_hidden_layers=3, rms_norm_eps=1e-6)
    return layer(config, lambda c: diffllama.DiffLlamaAttention(c, 2), diffllama.DiffLlamaRotaryEmbedding, 1)


def sparse():
    config = deepseek.DeepseekV32Config(
        hidden_size=12, num_attention_heads=4, num_key_value_heads=4, q_lora_rank=6, kv_lora_rank=5, qk_rope_head_dim=4,
        qk_nope_head_dim=6, v_head_dim=3, max_position_embeddings=64, num_hidden_layers=1, index_n_heads=3, index_head_dim=8,
        index_topk=3)
    return layer(config, lambda c: deepseek.DeepseekV32Attention(c, 0), deepseek.DeepseekV32RotaryEmbedding, 2)


def delta(chunked, recurrent, sizes, seed):
    """A delta rule with decays of the given sizes: both forms of transformers, which agree to rounding."""
    torch.manual_seed(seed)
    batch, heads, key_size, value_size = 2, 3, 4, 5
    query, key = (torch.nn.functional.normalize(torch.randn(batch, LENGTH, heads, key_size), dim=-1) for _ in range(2))
    value = torch.randn(batch, LENGTH, heads, value_size)
    g = -3 * torch.rand(batch, LENGTH, heads, *sizes(key_size))
    beta = torch.rand(batch, LENGTH, heads)
    state = torch.randn(batch, heads, key_size, value_size)
    call = dict(initial_state=state, output_final_state=True)
    context, final = chunked(query, key, value, g, beta, chunk_size=4, **call)
    other, other_final = recurrent(query, key, value, g, beta, **call)
    assert torch.allclose(context, other, atol=1e-5) and torch.allclose(final, other_final, atol=1e-5)
    # Heads before tokens.
    heads_first = [x.transpose(1, 2) for x in (query, key, value, g, context)]
    query, key, value, g, context = heads_first
    return arrays(query=query, key=key, value=value, decay=g if g.dim() == 4 else g[..., None],
                  beta=beta.transpose(1, 2)[..., None], state=state, context=context, final=final)


def branches():
    """The compressed and the windowed branch of native sparse attention, token by token, in double precision."""
    torch.manual_seed(5)
    length, block, stride, window, heads, key_size, value_size = 11, 4, 2, 3, 2, 4, 3
    draw = lambda *shape: torch.randn(*shape, dtype=torch.float64)
    query, key, value = draw(heads, length, key_size), draw(heads, length, key_size), draw(heads, length, value_size)
    place, gates = draw(block), torch.rand(heads, length, 2, dtype=torch.float64)
    compressed, windowed = torch.zeros(2, heads, length, value_size, dtype=torch.float64)
    for head in range(heads):
        for t in range(length):
            def attend(keys, values):
                weights = torch.softmax(torch.stack([query[head, t] @ k for k in keys]) / math.sqrt(key_size), dim=0)
                return sum(w * v for w, v in zip(weights, values))
            starts = [i for i in range(0, length, stride) if i + block <= t + 1]
            if starts:
                summary = lambda x, i: sum(place[j] * x[head, i + j] for j in range(block))
                compressed[head, t] = attend([summary(key, i) for i in starts], [summary(value, i) for i in starts])
            near = range(max(0, t - window + 1), t + 1)
            windowed[head, t] = attend([key[head, i] for i in near], [value[head, i] for i in near])
    mixed = gates[..., :1] * compressed + gates[..., 1:] * windowed
    return arrays(query=query, key=key, value=value, place=place, gates=gates, compressed=compressed, windowed=windowed, mixed=mixed)


Path(__file__).with_name("mechanisms.json").write_text(json.dumps({
    "differential": differential(), "sparse": sparse(), "branches": branches(),
    "gatedDelta": delta(qwen3_next.torch_chunk_gated_delta_rule, qwen3_next.torch_recurrent_gated_delta_rule, lambda k: (), 3),
    "kimiDelta": delta(kimi.chunk_kimi_delta_attention, kimi.recurrent_kimi_delta_attention, lambda k: (k,), 4),
}, separators=(",", ":")) + "\n")
